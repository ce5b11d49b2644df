"""A plan moves with the person: the inrichting that is left keeps its trace, and no rights."""

from tests.api.client import Api, detention

_PLACEMENTS = "query ($id: ID!) { plan(id: $id) { versie detentie { inrichting plaatsingen { inrichting } } } }"


async def test_the_inrichting_that_is_left_is_recorded_and_the_new_one_reads_it(api: Api) -> None:
    plan_id = await api.register(detention())
    outcome = await api.change("casemanager-arnhem", plan_id, 1, {"detentie": {"inrichting": "JC Zaanstad"}})
    assert outcome["__typename"] == "PlanGewijzigd"
    plan = (await api.data("casemanager-zaanstad", _PLACEMENTS, id=plan_id))["plan"]
    assert plan == {
        "versie": 2,
        "detentie": {"inrichting": "JC Zaanstad", "plaatsingen": [{"inrichting": "PI Arnhem"}]},
    }


async def test_the_inrichting_that_was_left_no_longer_finds_the_plan(api: Api) -> None:
    plan_id = await api.register(detention())
    await api.change("casemanager-arnhem", plan_id, 1, {"detentie": {"inrichting": "JC Zaanstad"}})
    assert (await api.data("casemanager-arnhem", _PLACEMENTS, id=plan_id))["plan"] is None
    listed = await api.data("casemanager-arnhem", "{ plannen { totaal nodes { id } } }")
    assert listed["plannen"] == {"totaal": 0, "nodes": []}


async def test_a_registration_records_no_earlier_inrichting(api: Api) -> None:
    plan_id = await api.register(detention())
    plan = (await api.data("casemanager-arnhem", _PLACEMENTS, id=plan_id))["plan"]
    assert plan["detentie"]["plaatsingen"] == []
