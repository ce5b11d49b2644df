from tests.api.client import Api


async def test_a_registered_plan_is_read_by_who_is_related_to_it(api: Api) -> None:
    plan_id = await api.register()
    question = "query ($id: ID!) { plan(id: $id) { id versie } }"
    assert (await api.data("gemeente-arnhem", question, id=plan_id))["plan"] == {"id": plan_id, "versie": 1}
    assert (await api.data("gemeente-utrecht", question, id=plan_id))["plan"] is None
