"""Lenient reading: what is withheld is null and listed, never an error."""

from typing import Any, Final

import pytest

from tests.api.client import Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.rich_plan import RECLASSERING, filled_group

LENIENT: Final = {"Prefer": "handling=lenient"}
_RISC: Final = "query ($id: ID!) { plan(id: $id) { screening { risc { recidiverisico gedeeld } } } }"


async def test_withheld_fields_are_null_and_listed(world: World) -> None:
    query = (
        "query ($id: ID!) { plan(id: $id) { id betrokkene { geslachtsnaam sknNummer } som { deel1 { casemanager } } } }"
    )
    response = await world.api.ask("gemeente-arnhem", query, headers=LENIENT, id=world.plan.id)
    assert response.status_code == 200
    assert response.headers["Preference-Applied"] == "handling=lenient"
    body = response.json()
    assert set(body) == {"data", "extensions"}
    assert body["data"]["plan"] == {
        "id": world.plan.id,
        "betrokkene": {"geslachtsnaam": "tekst van betrokkene.geslachtsnaam", "sknNummer": None},
        "som": None,
    }
    withheld = body["extensions"]["afgeschermd"]
    assert [entry["pad"] for entry in withheld] == ["betrokkene.sknNummer", "som.deel1.casemanager"]
    assert withheld[0] == {
        "planId": world.plan.id,
        "pad": "betrokkene.sknNummer",
        "reden": "GEEN_REGEL",
        "grondslag": ["PBW-18a", "SAMEN-STARTEN"],
        "wieWel": withheld[0]["wieWel"],
    }
    assert "RECLASSERING RECLASSERINGSWERKER" in withheld[0]["wieWel"]


@pytest.mark.parametrize("header", ["respond-async, handling=lenient", "Handling=Lenient", "handling=lenient"])
async def test_the_preference_is_found_among_others(world: World, header: str) -> None:
    response = await world.api.ask("gemeente-arnhem", _RISC, headers={"Prefer": header}, id=world.plan.id)
    assert response.headers["Preference-Applied"] == "handling=lenient"


async def test_without_the_preference_nothing_is_applied(world: World) -> None:
    query = "query ($id: ID!) { plan(id: $id) { id } }"
    response = await world.api.ask("gemeente-arnhem", query, headers={"Prefer": "handling=strict"}, id=world.plan.id)
    assert "Preference-Applied" not in response.headers
    assert set(response.json()) == {"data"}


async def test_nothing_withheld_is_an_empty_list(world: World) -> None:
    query = "query ($id: ID!) { plan(id: $id) { id } }"
    response = await world.api.ask("gemeente-arnhem", query, headers=LENIENT, id=world.plan.id)
    assert response.json()["extensions"] == {"afgeschermd": []}


async def test_a_shared_group_shows_once_it_is_shared_and_hides_again(api: Api) -> None:
    plan_id = await _assigned_plan(api)
    shown: list[Any] = []
    for version, (shared, risk) in enumerate((("NEE", "HOOG"), ("JA", "HOOG"), ("NEE", "MATIG")), 3):
        outcome = await api.change(
            RECLASSERING, plan_id, version, {"screening": {"risc": {"recidiverisico": risk, "gedeeld": shared}}}
        )
        assert outcome["__typename"] == "PlanGewijzigd"
        response = await api.ask("casemanager-arnhem", _RISC, headers=LENIENT, id=plan_id)
        body = response.json()
        shown.append((body["data"]["plan"]["screening"]["risc"], len(body["extensions"]["afgeschermd"])))
        strict = await api.ask("casemanager-arnhem", _RISC, id=plan_id)
        assert strict.status_code == (200 if shared == "JA" else 403)
    assert shown == [(None, 2), ({"recidiverisico": "HOOG", "gedeeld": "JA"}, 0), (None, 2)]


@pytest.mark.parametrize(("needed", "seen"), [("JA", "JA"), ("NEE", None), ("ONBEKEND", None)])
async def test_care_shows_only_to_who_organises_care_that_is_needed(api: Api, needed: str, seen: str | None) -> None:
    plan_id = await api.register(detention(zorg={"zorgNodig": needed}))
    query = "query ($id: ID!) { plan(id: $id) { zorg { zorgNodig } } }"
    purposes = ["ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG"]
    response = await api.ask("gemeente-arnhem", query, doelen=purposes, headers=LENIENT, id=plan_id)
    body = response.json()
    assert body["data"]["plan"]["zorg"] == (None if seen is None else {"zorgNodig": seen})
    assert [entry["reden"] for entry in body["extensions"]["afgeschermd"]] == ([] if seen else ["VOORWAARDE"])
    strict = await api.ask("gemeente-arnhem", query, doelen=purposes, id=plan_id)
    assert strict.status_code == (200 if seen else 403)
    without = await api.ask("gemeente-arnhem", query, headers=LENIENT, id=plan_id)
    assert without.json()["data"]["plan"]["zorg"] is None
    assert [entry["reden"] for entry in without.json()["extensions"]["afgeschermd"]] == ["ANDER_DOEL"]


async def test_a_list_tells_per_plan_what_is_withheld(api: Api) -> None:
    closed, opened = await _assigned_plan(api, "1234567"), await _assigned_plan(api, "2345678")
    for plan_id, shared in ((closed, "NEE"), (opened, "JA")):
        await api.change(
            RECLASSERING, plan_id, 3, {"screening": {"risc": {"recidiverisico": "HOOG", "gedeeld": shared}}}
        )
    query = "{ plannen { nodes { id screening { risc { recidiverisico } } } totaal } }"
    response = await api.ask("casemanager-arnhem", query, headers=LENIENT)
    body = response.json()
    assert {node["id"]: node["screening"]["risc"] for node in body["data"]["plannen"]["nodes"]} == {
        closed: None,
        opened: {"recidiverisico": "HOOG"},
    }
    assert [(entry["planId"], entry["pad"]) for entry in body["extensions"]["afgeschermd"]] == [
        (closed, "screening.risc.recidiverisico")
    ]


async def test_items_that_are_not_shared_are_left_out_of_a_list_that_is(world: World) -> None:
    query = """query ($id: ID!) { plan(id: $id) {
        samenStarten { gedeeldeInformatie { tekst } } screening { criminogeneFactoren { problematiek } } } }"""
    for persona, notes, factors in (
        ("casemanager-arnhem", ["gedeelde notitie"], ["gedeelde factor"]),
        (
            RECLASSERING,
            ["gedeelde notitie", "nog niet gedeelde notitie"],
            ["gedeelde factor", "nog niet gedeelde factor"],
        ),
    ):
        plan = (await world.api.data(persona, query, id=world.plan.id))["plan"]
        assert [item["tekst"] for item in plan["samenStarten"]["gedeeldeInformatie"]] == notes
        assert [item["problematiek"] for item in plan["screening"]["criminogeneFactoren"]] == factors


async def _assigned_plan(api: Api, skn: str = "1234567") -> str:
    plan_id = await api.register(detention(skn))
    await api.change(
        "casemanager-arnhem", plan_id, 1, {"samenStarten": {"signaal": filled_group("samenStarten.signaal")}}
    )
    outcome = await api.change(
        RECLASSERING, plan_id, 2, {"samenStarten": {"toewijzing": filled_group("samenStarten.toewijzing")}}
    )
    assert outcome["__typename"] == "PlanGewijzigd"
    return plan_id
