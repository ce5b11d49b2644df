"""Changing a plan: five outcomes, merging of what does not collide, and nothing written when nothing changes."""

from typing import Any, Final

import pytest

from plan_schema.plan import PLAN
from tests.api.client import Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_dutch
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, RECLASSERING, RichPlan, make_rich_plan
from tests.api.graphql.selection import as_patch, plan_query
from tests.api.graphql.test_personas import EVERYTHING, READABLE

_ABSENT: Final = "018f0000-0000-7000-8000-000000000000"
_READ: Final = """query ($id: ID!) { plan(id: $id) { versie onderdak { toelichting hulpvraag onbekend }
    schulden { toelichting totaalSchulden onbekend } betrokkene { geboorteplaats onbekend } } }"""


async def _read(api: Api, plan_id: str) -> Any:
    return (await api.data(CASEMANAGER, _READ, id=plan_id))["plan"]


async def test_a_change_makes_the_next_version(api: Api) -> None:
    plan_id = await api.register()
    outcome = await api.change("gemeente-arnhem", plan_id, 1, {"onderdak": {"toelichting": "  kamer geregeld "}})
    assert outcome == {"__typename": "PlanGewijzigd", "plan": {"id": plan_id, "versie": 2}, "samengevoegd": []}
    assert (await _read(api, plan_id))["onderdak"]["toelichting"] == "kamer geregeld"


async def test_null_takes_a_value_away_and_absence_leaves_it(api: Api) -> None:
    plan_id = await api.register(detention(onderdak={"toelichting": "a", "hulpvraag": "b"}))
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": None}})
    assert (await _read(api, plan_id))["onderdak"] == {"toelichting": None, "hulpvraag": "b", "onbekend": []}


async def test_unknown_is_a_value_that_is_set_and_replaced(api: Api) -> None:
    plan_id = await api.register(detention(schulden={"toelichting": "a", "onbekend": ["totaalSchulden"]}))
    assert (await _read(api, plan_id))["schulden"] == {
        "toelichting": "a",
        "totaalSchulden": None,
        "onbekend": ["totaalSchulden"],
    }
    same = await api.change(
        CASEMANAGER, plan_id, 1, {"schulden": {"totaalSchulden": None, "onbekend": ["totaalSchulden"]}}
    )
    assert same["plan"]["versie"] == 1
    await api.change(CASEMANAGER, plan_id, 1, {"schulden": {"totaalSchulden": 0}})
    assert (await _read(api, plan_id))["schulden"] == {"toelichting": "a", "totaalSchulden": 0, "onbekend": []}
    await api.change(CASEMANAGER, plan_id, 2, {"schulden": {"onbekend": ["totaalSchulden", "toelichting"]}})
    assert (await _read(api, plan_id))["schulden"] == {
        "toelichting": None,
        "totaalSchulden": None,
        "onbekend": ["toelichting", "totaalSchulden"],
    }


async def test_disjoint_changes_on_a_stale_version_merge(api: Api) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "van de casemanager"}})
    outcome = await api.change("gemeente-arnhem", plan_id, 1, {"onderdak": {"hulpvraag": "van de gemeente"}})
    assert outcome["plan"]["versie"] == 3
    assert outcome["samengevoegd"] == [
        {
            "pad": "onderdak.toelichting",
            "oud": None,
            "nieuw": "van de casemanager",
            "versie": 2,
            "organisatie": "00000099100000001000",
        }
    ]
    assert (await _read(api, plan_id))["onderdak"] == {
        "toelichting": "van de casemanager",
        "hulpvraag": "van de gemeente",
        "onbekend": [],
    }


async def test_the_same_field_with_another_value_conflicts_and_writes_nothing(api: Api) -> None:
    plan_id = await api.register(detention(onderdak={"toelichting": "basis"}))
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "huidig"}})
    wanted = {"onderdak": {"toelichting": "voorgesteld", "hulpvraag": "ook nieuw"}}
    outcome = await api.change("gemeente-arnhem", plan_id, 1, wanted)
    assert outcome == {
        "__typename": "VersieConflict",
        "huidigeVersie": 2,
        "conflicten": [
            {"pad": "onderdak.toelichting", "basis": "basis", "huidig": "huidig", "voorgesteld": "voorgesteld"}
        ],
    }
    assert await _read(api, plan_id) == (await _read(api, plan_id)) | {"versie": 2}


async def test_the_same_value_twice_is_no_conflict_and_no_version(api: Api) -> None:
    plan_id = await api.register()
    for base, version in ((1, 2), (1, 2), (2, 2)):
        outcome = await api.change("gemeente-arnhem", plan_id, base, {"onderdak": {"toelichting": "gelijk"}})
        assert (outcome["__typename"], outcome["plan"]["versie"]) == ("PlanGewijzigd", version)


async def test_a_removed_item_conflicts_with_a_stale_change_of_it(api: Api) -> None:
    plan_id = await api.register(detention(contacten={"toevoegen": [{"naam": "Contact"}]}))
    found = await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { contacten { id } } }", id=plan_id)
    item = found["plan"]["contacten"][0]["id"]
    await api.change(CASEMANAGER, plan_id, 1, {"contacten": {"verwijderen": [item]}})
    stale = await api.change(CASEMANAGER, plan_id, 1, {"contacten": {"wijzigen": [{"id": item, "naam": "Nieuw"}]}})
    assert stale["__typename"] == "VersieConflict"
    assert [entry["pad"] for entry in stale["conflicten"]] == [f"contacten[{item}]"]
    again = await api.change(CASEMANAGER, plan_id, 1, {"contacten": {"verwijderen": [item]}})
    assert again["plan"]["versie"] == 2


async def test_a_stale_change_passes_over_a_removed_goal_with_actions(api: Api) -> None:
    goal = {"omschrijving": "Doel", "acties": {"toevoegen": [{"omschrijving": "Actie"}]}}
    plan_id = await api.register(detention(doelen={"toevoegen": [goal]}))
    found = await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { doelen { id } } }", id=plan_id)
    await api.change(CASEMANAGER, plan_id, 1, {"doelen": {"verwijderen": [found["plan"]["doelen"][0]["id"]]}})
    outcome = await api.change("gemeente-arnhem", plan_id, 1, {"onderdak": {"toelichting": "x"}})
    assert (outcome["__typename"], outcome["plan"]["versie"]) == ("PlanGewijzigd", 3)


async def test_every_field_that_may_not_be_written_is_named(api: Api) -> None:
    plan_id = await api.register()
    patch = {
        "onderdak": {"toelichting": "mag wel"},
        "detentie": {"regime": "GEVANGENIS"},
        "betrokkene": {"geslachtsnaam": "Anders"},
        "stemBetrokkene": {"wensen": "Anders"},
    }
    outcome = await api.change("gemeente-arnhem", plan_id, 1, patch)
    assert outcome["__typename"] == "VeldenNietToegestaan"
    by_path = {entry["pad"]: entry for entry in outcome["velden"]}
    assert set(by_path) == {"detentie.regime", "betrokkene.geslachtsnaam", "stemBetrokkene.wensen"}
    assert by_path["betrokkene.geslachtsnaam"]["reden"] == "GEEN_REGEL"
    assert by_path["betrokkene.geslachtsnaam"]["grondslag"] == ["PM-20d-2-a"]
    assert "DJI CASEMANAGER" in by_path["betrokkene.geslachtsnaam"]["wieWel"]
    assert (await _read(api, plan_id))["versie"] == 1


async def test_a_field_that_may_be_read_only_may_stand_in_a_patch_with_its_own_value(api: Api) -> None:
    plan_id = await api.register()
    outcome = await api.change(
        "gemeente-arnhem", plan_id, 1, {"betrokkene": {"geslachtsnaam": "Voorbeeld"}, "onderdak": {"toelichting": "x"}}
    )
    assert outcome["__typename"] == "PlanGewijzigd"


@pytest.mark.parametrize("value", ["1234567", "7654321", None])
async def test_a_field_that_may_not_be_read_is_refused_whatever_its_value(api: Api, value: str | None) -> None:
    plan_id = await api.register()
    outcome = await api.change("gemeente-arnhem", plan_id, 1, {"betrokkene": {"sknNummer": value}})
    assert [entry["pad"] for entry in outcome["velden"]] == ["betrokkene.sknNummer"]


async def test_a_plan_that_is_not_there_is_not_found(api: Api) -> None:
    outcome = await api.change(CASEMANAGER, _ABSENT, 1, {"onderdak": {"toelichting": "x"}})
    assert outcome["__typename"] == "PlanNietGevonden"
    assert_dutch(outcome["melding"])


async def test_a_stale_change_that_contradicts_what_was_merged_is_invalid(api: Api) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"detentie": {"datumInvrijheidstelling": "2026-12-01"}})
    outcome = await api.change(CASEMANAGER, plan_id, 1, {"detentie": {"datumAanvang": "2026-12-02"}})
    assert [(entry["pad"], entry["code"]) for entry in outcome["problemen"]] == [
        ("detentie.datumInvrijheidstelling", "datumVolgorde")
    ]
    assert (await _read(api, plan_id))["versie"] == 2


@pytest.mark.parametrize("case", READABLE, ids=lambda case: "+".join((case[0], *case[1])))
async def test_writing_back_what_was_read_makes_no_version(world: World, case: tuple[str, tuple[str, ...]]) -> None:
    persona, purposes = case
    query = plan_query(without=EVERYTHING - READABLE[case], house=False)
    response = await world.api.ask(persona, query, doelen=purposes or None, id=world.plan.id)
    patch = as_patch(PLAN, response.json()["data"]["plan"])
    assert patch["betrokkene"]["onbekend"] == ["geboorteplaats"]
    before = world.stored()
    outcome = await world.api.data(
        persona,
        """mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { __typename
            ... on PlanGewijzigd { plan { versie } } ... on VeldenNietToegestaan { velden { pad } }
            ... on OngeldigeWijziging { problemen { pad code } } } }""",
        doelen=purposes or None,
        input={"planId": world.plan.id, "verwachteVersie": world.plan.version, "wijziging": patch},
    )
    assert outcome["wijzigPlan"] == {"__typename": "PlanGewijzigd", "plan": {"versie": world.plan.version}}
    assert world.stored() == before


@pytest.fixture
async def plan(api: Api) -> RichPlan:
    return await make_rich_plan(api)


async def test_conflicts_within_items_name_the_item(api: Api, plan: RichPlan) -> None:
    query = "query ($id: ID!) { plan(id: $id) { contacten { id organisatie } } }"
    items = (await api.data(CASEMANAGER, query, id=plan.id))["plan"]["contacten"]
    item = next(entry["id"] for entry in items if entry["organisatie"] == ARNHEM)
    patch = {"contacten": {"wijzigen": [{"id": item, "functie": "een"}]}}
    await api.change(CASEMANAGER, plan.id, plan.version, patch)
    outcome = await api.change(
        "gemeente-arnhem", plan.id, plan.version, {"contacten": {"wijzigen": [{"id": item, "functie": "twee"}]}}
    )
    assert [(entry["pad"], entry["huidig"]) for entry in outcome["conflicten"]] == [
        (f"contacten[{item}].functie", "een")
    ]
    removed = await api.change("gemeente-arnhem", plan.id, plan.version, {"contacten": {"verwijderen": [item]}})
    assert removed["__typename"] == "VersieConflict"
    assert [entry["pad"] for entry in removed["conflicten"]] == [f"contacten[{item}].functie"]


async def test_what_others_wrote_out_of_sight_is_not_in_the_merge(api: Api, plan: RichPlan) -> None:
    await api.change(
        RECLASSERING, plan.id, plan.version, {"som": {"deel2": {"overigeInformatie": "niet voor de gemeente"}}}
    )
    outcome = await api.change(
        "gemeente-arnhem", plan.id, plan.version, {"schulden": {"toelichting": "van de gemeente"}}
    )
    assert outcome["__typename"] == "PlanGewijzigd"
    assert outcome["samengevoegd"] == []
