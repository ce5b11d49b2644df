"""History, difference and earlier versions: the same mask as the plan itself, and nothing of what it hides."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from tests.api.client import Api, detention
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, PI_ARNHEM, RECLASSERING, RichPlan, make_rich_plan

GEMEENTE: Final = "gemeente-arnhem"
_HISTORY: Final = """query ($id: ID!, $first: Int = 25, $after: String, $filter: HistorieFilter) {
    historie(planId: $id, first: $first, after: $after, filter: $filter) {
    edges { cursor } nodes { nummer organisatie rol toelichting bron peildatum tijdstip beleidsrevisie
        wijzigingen { pad oud nieuw versie organisatie } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
_DIFFERENCE: Final = (
    "query ($id: ID!, $van: Int!, $tot: Int) { verschil(planId: $id, van: $van, tot: $tot) { pad oud nieuw versie } }"
)

PAST: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (_HISTORY, {}),
    (_DIFFERENCE, {"van": 1}),
    (_DIFFERENCE, {"van": 3, "tot": 4}),
)
"""Every question about the past."""


async def _history(api: Api, persona: str, plan_id: str, **page: Any) -> Any:
    return (await api.data(persona, _HISTORY, id=plan_id, **page))["historie"]


async def _difference(api: Api, persona: str, plan_id: str, van: int, tot: int | None = None) -> Any:
    return (await api.data(persona, _DIFFERENCE, id=plan_id, van=van, tot=tot))["verschil"]


@pytest.fixture
async def plan_id(api: Api) -> str:
    """Version 2: the gemeente may see all. 3: a part. 4: nothing. 5: takes away what 2 wrote, and changes 3."""
    plan_id = await api.register(detention(onderdak={"toelichting": "een"}))
    changes: list[tuple[dict[str, Any], dict[str, str]]] = [
        (
            {"onderdak": {"hulpvraag": "twee"}},
            {"toelichting": "alles zichtbaar", "bron": "TULP", "peildatum": "2026-10-02"},
        ),
        (
            {"onderdak": {"toelichting": "drie"}, "detentie": {"artikelcode": "geheim 3"}},
            {"toelichting": "deels zichtbaar"},
        ),
        ({"detentie": {"artikelcode": "geheim 4"}}, {"toelichting": "niets zichtbaar"}),
        ({"onderdak": {"hulpvraag": None, "toelichting": "een"}}, {"toelichting": "terug"}),
    ]
    for version, (patch, note) in enumerate(changes, 1):
        assert (await api.change(CASEMANAGER, plan_id, version, patch, **note))["plan"]["versie"] == version + 1
    return plan_id


async def test_history_shows_only_versions_with_something_to_see(api: Api, plan_id: str) -> None:
    full = await _history(api, CASEMANAGER, plan_id)
    assert [node["nummer"] for node in full["nodes"]] == [5, 4, 3, 2, 1]
    assert [node["toelichting"] for node in full["nodes"]] == [
        "terug", "niets zichtbaar", "deels zichtbaar", "alles zichtbaar", None,
    ]  # fmt: skip
    part = await _history(api, GEMEENTE, plan_id)
    # An explanation may speak of what is hidden, so it shows with all changes or not at all.
    assert [(node["nummer"], node["toelichting"]) for node in part["nodes"]] == [
        (5, "terug"), (3, None), (2, "alles zichtbaar"), (1, None),
    ]  # fmt: skip
    assert part["nodes"][1]["wijzigingen"] == [
        {
            "pad": "onderdak.toelichting",
            "oud": "een",
            "nieuw": "drie",
            "versie": 3,
            "organisatie": "00000099100000001000",
        }
    ]
    assert (part["nodes"][2]["bron"], part["nodes"][2]["peildatum"]) == ("TULP", "2026-10-02")


async def test_nothing_hidden_is_in_any_answer_about_the_past(api: Api, plan_id: str) -> None:
    for query, variables in PAST:
        response = await api.ask(GEMEENTE, query, id=plan_id, **variables)
        assert response.status_code == 200
        assert "geheim" not in response.text
        assert "artikelcode" not in response.text
        assert "1234567" not in response.text


@pytest.mark.parametrize("first", [1, 2, 3, 100])
@pytest.mark.parametrize(("persona", "numbers"), [(CASEMANAGER, [5, 4, 3, 2, 1]), (GEMEENTE, [5, 3, 2, 1])])
async def test_history_is_paged_without_doubles_or_gaps(
    api: Api, plan_id: str, persona: str, numbers: list[int], first: int
) -> None:
    found: list[int] = []
    after: str | None = None
    while True:
        page = await _history(api, persona, plan_id, first=first, after=after)
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert [edge["cursor"] for edge in page["edges"]] == [str(node["nummer"]) for node in page["nodes"]]
        found += [node["nummer"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert found == numbers


async def test_a_difference_is_the_balance_of_what_may_be_seen(api: Api, plan_id: str) -> None:
    assert await _difference(api, GEMEENTE, plan_id, 1) == []
    assert await _difference(api, GEMEENTE, plan_id, 3, 4) == []
    assert await _difference(api, GEMEENTE, plan_id, 1, 4) == [
        {"pad": "onderdak.hulpvraag", "oud": None, "nieuw": "twee", "versie": 2},
        {"pad": "onderdak.toelichting", "oud": "een", "nieuw": "drie", "versie": 3},
    ]
    assert [entry["pad"] for entry in await _difference(api, CASEMANAGER, plan_id, 1)] == ["detentie.artikelcode"]


@pytest.mark.parametrize(("van", "tot"), [(0, 2), (3, 2), (1, 6), (-1, None), (6, None)])
async def test_a_difference_between_versions_that_are_not_there_is_null(
    api: Api, plan_id: str, van: int, tot: int | None
) -> None:
    assert await _difference(api, CASEMANAGER, plan_id, van, tot) is None


async def test_a_plan_is_read_as_it_was_in_a_version(api: Api, plan_id: str) -> None:
    query = "query ($id: ID!, $v: Int) { plan(id: $id, versie: $v) { versie onderdak { toelichting hulpvraag herkomst { versie velden } } } }"
    found = {version: (await api.data(GEMEENTE, query, id=plan_id, v=version))["plan"] for version in range(7)}
    assert found[0] is None
    assert found[6] is None
    assert [found[version]["onderdak"]["toelichting"] for version in range(1, 6)] == [
        "een",
        "een",
        "drie",
        "drie",
        "een",
    ]
    assert [found[version]["onderdak"]["hulpvraag"] for version in range(1, 6)] == [None, "twee", "twee", "twee", None]
    assert [found[version]["versie"] for version in range(1, 6)] == [1, 2, 3, 4, 5]
    assert found[3]["onderdak"]["herkomst"] == [
        {"versie": 2, "velden": ["hulpvraag"]},
        {"versie": 3, "velden": ["toelichting"]},
    ]
    hidden = "query ($id: ID!) { plan(id: $id, versie: 3) { detentie { artikelcode } } }"
    assert_refused(await api.ask(GEMEENTE, hidden, id=plan_id), 403, "unauthorizedField")


async def test_a_plan_is_read_as_it_was_known_at_a_moment(api: Api, plan_id: str) -> None:
    query = "query ($id: ID!, $m: DateTime) { plan(id: $id, bekendOp: $m) { versie } }"

    async def at(moment: str) -> Any:
        return (await api.data(GEMEENTE, query, id=plan_id, m=moment))["plan"]

    moments = [node["tijdstip"] for node in (await _history(api, CASEMANAGER, plan_id))["nodes"]]
    for number, moment in zip((5, 4, 3, 2, 1), moments, strict=True):
        found = (await at(moment))["versie"]
        # Versions made within one millisecond were known together.
        assert found == max(version for version, other in zip((5, 4, 3, 2, 1), moments, strict=True) if other == moment)
        assert found >= number
    assert await at("2001-01-01T00:00:00Z") is None
    assert (await at("2099-01-01T00:00:00+02:00"))["versie"] == 5
    assert datetime.fromisoformat(moments[0]).tzinfo == UTC


async def test_who_wrote_a_hidden_field_does_not_show(api: Api) -> None:
    plan_id = await api.register(detention(screening={"communicatiebehoefte": "korte zinnen"}))
    query = """query ($id: ID!) { plan(id: $id) {
        detentie { herkomst { velden versie rol } } screening { herkomst { velden versie } } betrokkene { herkomst { velden } } } }"""
    before = (await api.data(GEMEENTE, query, id=plan_id))["plan"]
    patch = {"detentie": {"artikelcode": "310 Sr", "regime": "GEVANGENIS"}, "screening": {"scilUitgevoerd": "JA"}}
    await api.change("hoofd-denr-arnhem", plan_id, 1, patch)
    after = (await api.data(GEMEENTE, query, id=plan_id))["plan"]
    assert after == before
    assert before["screening"]["herkomst"] == [{"velden": ["communicatiebehoefte"], "versie": 1}]
    assert before["betrokkene"]["herkomst"] == [{"velden": ["burgerservicenummer", "geslachtsnaam"]}]
    assert (await _history(api, GEMEENTE, plan_id))["nodes"][0]["nummer"] == 1


@pytest.fixture
async def plan(api: Api) -> RichPlan:
    return await make_rich_plan(api)


async def test_a_note_that_is_not_shared_is_in_no_history_of_dji(api: Api, plan: RichPlan) -> None:
    for query, variables in PAST:
        hidden = await api.ask(CASEMANAGER, query, id=plan.id, **variables)
        assert "nog niet gedeelde notitie" not in hidden.text
        assert "gedeelde notitie" in hidden.text
        assert "nog niet gedeelde notitie" in (await api.ask(RECLASSERING, query, id=plan.id, **variables)).text


async def test_a_share_that_was_withdrawn_hides_the_past_too(api: Api, plan: RichPlan) -> None:
    note = (
        "query ($id: ID!, $v: Int) { plan(id: $id, versie: $v) { samenStarten { gedeeldeInformatie { id tekst } } } }"
    )
    found = (await api.data(CASEMANAGER, note, id=plan.id, v=plan.version))["plan"]["samenStarten"][
        "gedeeldeInformatie"
    ]
    assert [item["tekst"] for item in found] == ["gedeelde notitie"]
    patch = {"samenStarten": {"gedeeldeInformatie": {"wijzigen": [{"id": found[0]["id"], "gedeeld": "NEE"}]}}}
    await api.change(RECLASSERING, plan.id, plan.version, patch)
    for query, variables in PAST:
        assert "gedeelde notitie" not in (await api.ask(CASEMANAGER, query, id=plan.id, **variables)).text


async def test_a_share_that_was_withdrawn_hides_earlier_versions_too(api: Api, plan: RichPlan) -> None:
    note = (
        "query ($id: ID!, $v: Int) { plan(id: $id, versie: $v) { samenStarten { gedeeldeInformatie { id tekst } } } }"
    )
    found = (await api.data(CASEMANAGER, note, id=plan.id, v=plan.version))["plan"]["samenStarten"][
        "gedeeldeInformatie"
    ]
    patch = {"samenStarten": {"gedeeldeInformatie": {"wijzigen": [{"id": found[0]["id"], "gedeeld": "NEE"}]}}}
    await api.change(RECLASSERING, plan.id, plan.version, patch)
    later = await api.data(CASEMANAGER, note, id=plan.id, v=plan.version)
    assert later["plan"]["samenStarten"]["gedeeldeInformatie"] == []


async def test_a_removed_item_stays_in_history_for_who_saw_it(api: Api, plan: RichPlan) -> None:
    query = "query ($id: ID!) { plan(id: $id) { contacten { id naam } } }"
    items = (await api.data(GEMEENTE, query, id=plan.id))["plan"]["contacten"]
    own = next(item["id"] for item in items if item["naam"] == "Nazorg Arnhem")
    await api.change(GEMEENTE, plan.id, plan.version, {"contacten": {"verwijderen": [own]}})
    newest = (await _history(api, GEMEENTE, plan.id, first=1))["nodes"][0]
    assert {"pad": f"contacten[{own}]", "oud": True, "nieuw": None} in [
        {name: entry[name] for name in ("pad", "oud", "nieuw")} for entry in newest["wijzigingen"]
    ]


async def _numbers(api: Api, persona: str, plan_id: str, **filter_: Any) -> list[int]:
    return [node["nummer"] for node in (await _history(api, persona, plan_id, filter=filter_))["nodes"]]


async def test_history_can_be_asked_of_a_field_a_group_and_an_item(api: Api, plan_id: str) -> None:
    assert await _numbers(api, CASEMANAGER, plan_id, pad="onderdak.hulpvraag") == [5, 2]
    assert await _numbers(api, CASEMANAGER, plan_id, pad="onderdak") == [5, 3, 2, 1]
    await api.change(CASEMANAGER, plan_id, 5, {"doelen": {"toevoegen": [{"omschrijving": "a"}, {"omschrijving": "b"}]}})
    goals = (await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { doelen { id } } }", id=plan_id))["plan"][
        "doelen"
    ]
    patch = {"doelen": {"wijzigen": [{"id": goals[0]["id"], "status": "BEHAALD"}]}}
    await api.change(CASEMANAGER, plan_id, 6, patch)
    assert await _numbers(api, CASEMANAGER, plan_id, pad="doelen") == [7, 6]
    assert await _numbers(api, CASEMANAGER, plan_id, pad="doelen[].status") == [7]
    assert await _numbers(api, CASEMANAGER, plan_id, pad=f"doelen[{goals[1]['id']}]") == [6]
    assert await _numbers(api, CASEMANAGER, plan_id, pad=f"doelen[{goals[0]['id']}].status") == [7]


async def test_history_can_be_asked_of_an_organisation_and_a_period(api: Api, plan_id: str) -> None:
    await api.change(GEMEENTE, plan_id, 5, {"onderdak": {"hulpvraag": "zes"}})
    moments = {node["nummer"]: node["tijdstip"] for node in (await _history(api, CASEMANAGER, plan_id))["nodes"]}
    assert await _numbers(api, CASEMANAGER, plan_id, organisatie=ARNHEM) == [6]
    assert await _numbers(api, CASEMANAGER, plan_id, vanaf=moments[3], tot=moments[5]) == [
        number for number in (5, 4, 3, 2) if moments[3] <= moments[number] < moments[5]
    ]
    assert await _numbers(api, CASEMANAGER, plan_id, pad="onderdak", organisatie=PI_ARNHEM, vanaf=moments[2]) == [
        5,
        3,
        2,
    ]


async def test_history_of_what_the_caller_may_never_see_is_refused_without_a_look(api: Api, plan_id: str) -> None:
    api.commands.names.clear()
    response = await api.ask(GEMEENTE, _HISTORY, id=plan_id, filter={"pad": "detentie.artikelcode"})
    assert [error["extensions"]["pad"] for error in assert_refused(response, 403, "unauthorizedParameter")] == [
        "filter.pad"
    ]
    assert api.commands.names == []


async def test_history_of_what_does_not_exist_is_refused(api: Api, plan_id: str) -> None:
    response = await api.ask(CASEMANAGER, _HISTORY, id=plan_id, filter={"pad": "kelder"})
    assert_refused(response, 400, "onbekendVeld")
