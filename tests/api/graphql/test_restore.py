"""`herstelPlan`: what an earlier version held comes back as a new version, as far as the caller may write it."""

from typing import Any, Final

import pytest

from tests.api.client import Api, detention
from tests.api.graphql.rich_plan import CASEMANAGER

GEMEENTE: Final = "gemeente-arnhem"
RESTORE: Final = """mutation ($input: HerstelPlanInput!) { herstelPlan(input: $input) {
    __typename
    ... on PlanGewijzigd { plan { id versie } samengevoegd { pad } nietHersteld { pad reden wieWel } }
    ... on VersieConflict { huidigeVersie conflicten { pad basis huidig voorgesteld } }
    ... on OngeldigeWijziging { problemen { pad code } }
    ... on VeldenNietToegestaan { velden { pad } }
    ... on PlanNietGevonden { melding } } }"""
STATE: Final = """query ($id: ID!, $versie: Int) { plan(id: $id, versie: $versie) {
    onderdak { hulpvraag toelichting onbekend } detentie { artikelcode }
    doelen { id omschrijving status acties { id omschrijving status } } } }"""
SEEN_BY_GEMEENTE: Final = "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag toelichting } } }"


async def restore(api: Api, persona: str, plan_id: str, expected: int, version: int, **more: Any) -> Any:
    given = {"planId": plan_id, "verwachteVersie": expected, "versie": version, **more}
    return (await api.data(persona, RESTORE, input=given))["herstelPlan"]


async def state(api: Api, plan_id: str, version: int | None = None) -> Any:
    return (await api.data(CASEMANAGER, STATE, id=plan_id, versie=version))["plan"]


@pytest.fixture
async def plan_id(api: Api) -> str:
    """Version 1: texts and a goal with an action. 2: other texts, unknown. 3: goal removed, another added."""
    goal = {"omschrijving": "een huis", "acties": {"toevoegen": [{"omschrijving": "bellen"}]}}
    plan_id = await api.register(
        detention(
            onderdak={"toelichting": "een", "hulpvraag": "huis"}, doelen={"toevoegen": [goal]}, detentie=_detention("x")
        )
    )
    patch: dict[str, Any] = {"onderdak": {"toelichting": None, "hulpvraag": "flat"}, "detentie": {"artikelcode": "y"}}
    assert (await api.change(CASEMANAGER, plan_id, 1, patch))["plan"]["versie"] == 2
    (goal_now,) = (await state(api, plan_id))["doelen"]
    patch = {"doelen": {"verwijderen": [goal_now["id"]], "toevoegen": [{"omschrijving": "werk"}]}}
    assert (await api.change(CASEMANAGER, plan_id, 2, patch))["plan"]["versie"] == 3
    return plan_id


def _detention(code: str) -> dict[str, str]:
    return {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05", "artikelcode": code}


async def test_all_of_an_earlier_version_comes_back_as_a_new_one(api: Api, plan_id: str) -> None:
    outcome = await restore(api, CASEMANAGER, plan_id, 3, 1, toelichting="vergissing")
    assert outcome == {
        "__typename": "PlanGewijzigd",
        "plan": {"id": plan_id, "versie": 4},
        "samengevoegd": [],
        "nietHersteld": [],
    }
    assert await state(api, plan_id) == await state(api, plan_id, 1)
    assert await state(api, plan_id, 3) != await state(api, plan_id, 1)


async def test_only_the_paths_asked_for_come_back(api: Api, plan_id: str) -> None:
    before, first = await state(api, plan_id), await state(api, plan_id, 1)
    await restore(api, CASEMANAGER, plan_id, 3, 1, paden=["doelen", "onderdak.hulpvraag"])
    after = await state(api, plan_id)
    assert after["doelen"] == first["doelen"]
    assert after["onderdak"]["hulpvraag"] == first["onderdak"]["hulpvraag"]
    assert after["onderdak"]["toelichting"] == before["onderdak"]["toelichting"]
    assert after["detentie"] == before["detentie"]


async def test_a_single_item_comes_back_with_all_that_is_in_it(api: Api, plan_id: str) -> None:
    (goal,) = (await state(api, plan_id, 1))["doelen"]
    await restore(api, CASEMANAGER, plan_id, 3, 1, paden=[f"doelen[{goal['id']}]"])
    goals = (await state(api, plan_id))["doelen"]
    assert goal in goals
    assert len(goals) == 2


async def test_what_he_may_not_write_is_left_and_told_but_not_what_he_may_not_see(api: Api, plan_id: str) -> None:
    outcome = await restore(api, GEMEENTE, plan_id, 3, 1)
    assert outcome["__typename"] == "PlanGewijzigd"
    # What he cannot read (artikelcode) is not even named.
    assert not any("artikelcode" in entry["pad"] for entry in outcome["nietHersteld"])
    assert [entry["pad"].split("[")[0] for entry in outcome["nietHersteld"]] == ["doelen"] * len(
        outcome["nietHersteld"]
    )
    assert outcome["nietHersteld"]
    seen = (await api.data(GEMEENTE, SEEN_BY_GEMEENTE, id=plan_id))["plan"]["onderdak"]
    assert seen == {"hulpvraag": "huis", "toelichting": "een"}
    after, before = await state(api, plan_id), await state(api, plan_id, 3)
    assert after["doelen"] == before["doelen"]
    assert after["detentie"]["artikelcode"] == "y"


async def test_restoring_what_is_there_already_makes_no_version(api: Api, plan_id: str) -> None:
    outcome = await restore(api, CASEMANAGER, plan_id, 3, 3)
    assert outcome["plan"]["versie"] == 3


async def test_what_others_wrote_since_is_kept_or_conflicts(api: Api, plan_id: str) -> None:
    await api.change(GEMEENTE, plan_id, 3, {"onderdak": {"hulpvraag": "boot"}})
    outcome = await restore(api, CASEMANAGER, plan_id, 3, 1, paden=["onderdak"])
    assert outcome["__typename"] == "VersieConflict"
    assert outcome["conflicten"] == [
        {"pad": "onderdak.hulpvraag", "basis": "flat", "huidig": "boot", "voorgesteld": "huis"}
    ]
    outcome = await restore(api, CASEMANAGER, plan_id, 3, 1, paden=["onderdak.toelichting"])
    assert (outcome["__typename"], outcome["samengevoegd"]) == ("PlanGewijzigd", [{"pad": "onderdak.hulpvraag"}])
    assert (await state(api, plan_id))["onderdak"]["hulpvraag"] == "boot"


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"version": 0}, {"pad": "versie", "code": "versieOnbekend"}),
        ({"version": 4}, {"pad": "versie", "code": "versieOnbekend"}),
        ({"version": 1, "paden": ["onderdak", "kelder"]}, {"pad": "paden", "code": "onbekendVeld"}),
        ({"version": 1, "expected": 9}, {"pad": "verwachteVersie", "code": "versieOnbekend"}),
    ],
)
async def test_bad_input_is_named_and_changes_nothing(
    api: Api, plan_id: str, more: dict[str, Any], problem: dict[str, str]
) -> None:
    before = await state(api, plan_id)
    outcome = await restore(api, CASEMANAGER, plan_id, more.pop("expected", 3), more.pop("version"), **more)
    assert outcome == {"__typename": "OngeldigeWijziging", "problemen": [problem]}
    assert await state(api, plan_id) == before


async def test_a_stranger_restores_nothing(api: Api, plan_id: str) -> None:
    outcome = await restore(api, "gemeente-utrecht", plan_id, 3, 1)
    assert outcome["__typename"] == "PlanNietGevonden"
