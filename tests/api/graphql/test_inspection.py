"""Inzage (Wjsg 51b): who the plan is about sees it and its history, nobody else's, and changes nothing."""

from typing import Any, Final

import pytest

from tests.api.client import CHANGE, REGISTER, Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import BETROKKENE_SKN, CASEMANAGER
from tests.api.graphql.selection import leaf_paths

BETROKKENE: Final = "betrokkene"
MINE: Final = (
    "{ plannen { totaal nodes { id versie betrokkene { geslachtsnaam sknNummer } stemBetrokkene { wensen } } } }"
)
PLAN: Final = (
    "query ($id: ID!, $v: Int) { plan(id: $id, versie: $v) { id versie detentie { inrichting artikelcode } } }"
)
PAST: Final = """query ($id: ID!) {
    historie(planId: $id) { nodes { nummer rol wijzigingen { pad nieuw } } }
    verschil(planId: $id, van: 1) { pad } }"""
RIGHTS: Final = "query ($id: ID) { mijnRechten(planId: $id) { pad lezen schrijven grondslag } }"
WHY: Final = """query ($id: ID!, $pad: String!) {
    waarom(planId: $id, pad: $pad, actie: LEZEN) { toegestaan regel relatie doel reden } }"""


async def test_he_finds_the_plan_about_himself(world: World) -> None:
    found = (await world.api.data(BETROKKENE, MINE))["plannen"]
    assert [node["id"] for node in found["nodes"]] == [world.plan.id]
    assert found["totaal"] == 1
    assert found["nodes"][0]["betrokkene"]["sknNummer"] == BETROKKENE_SKN
    assert found["nodes"][0]["stemBetrokkene"]["wensen"] == "tekst van stemBetrokkene.wensen"


@pytest.mark.parametrize("version", [None, 1, 3])
async def test_he_reads_every_version_of_it(world: World, version: int | None) -> None:
    plan = (await world.api.data(BETROKKENE, PLAN, id=world.plan.id, v=version))["plan"]
    assert plan["versie"] == (version or world.plan.version)
    assert plan["detentie"]["inrichting"] == "PI Arnhem"


async def test_he_sees_who_changed_what_and_when(world: World) -> None:
    found = await world.api.data(BETROKKENE, PAST, id=world.plan.id)
    history = {node["nummer"]: node for node in found["historie"]["nodes"]}
    assert history.keys() == set(range(1, world.plan.version + 1))
    assert history[world.plan.version]["rol"] == "HOOFD_DENR"
    assert "status" in {entry["pad"] for entry in found["verschil"]}
    paths = {entry["pad"] for node in history.values() for entry in node["wijzigingen"]}
    assert not any(path.endswith((".telefoon", ".uitvoerderNaam", ".aantekeningRpi")) for path in paths)


async def test_his_rights_are_to_read(world: World) -> None:
    for plan_id in (world.plan.id, None):
        rights = (await world.api.data(BETROKKENE, RIGHTS, id=plan_id))["mijnRechten"]
        assert {entry["pad"] for entry in rights} == leaf_paths()
        assert sum(entry["lezen"] for entry in rights) > 250
        assert not any(entry["schrijven"] for entry in rights)
    why = (await world.api.data(BETROKKENE, WHY, id=world.plan.id, pad="schulden.toelichting"))["waarom"]
    assert (why["toegestaan"], why["relatie"], why["doel"]) == (True, "ZELF", "INZAGE_BETROKKENE")
    assert why["regel"].startswith("betrokkene.csv:")
    hidden = (await world.api.data(BETROKKENE, WHY, id=world.plan.id, pad="contacten[].telefoon"))["waarom"]
    assert (hidden["toegestaan"], hidden["reden"]) == (False, "GEEN_REGEL")


@pytest.mark.parametrize(
    "wijziging",
    [
        {"stemBetrokkene": {"wensen": "anders"}},
        {"betrokkene": {"sknNummer": "7654321"}},
        {"doelen": {"toevoegen": [{"omschrijving": "werk"}]}},
    ],
)
async def test_he_changes_nothing(world: World, wijziging: dict[str, Any]) -> None:
    given = {"planId": world.plan.id, "verwachteVersie": world.plan.version, "wijziging": wijziging}
    outcome = (await world.api.data(BETROKKENE, CHANGE, input=given))["wijzigPlan"]
    assert outcome["__typename"] == "VeldenNietToegestaan"


async def test_he_registers_nothing(api: Api) -> None:
    outcome = await api.data(BETROKKENE, REGISTER, input={"gegevens": detention(BETROKKENE_SKN)})
    assert outcome["registreerDetentie"]["__typename"] == "VeldenNietToegestaan"
    assert (await api.data(BETROKKENE, MINE))["plannen"]["totaal"] == 0


async def test_the_plan_of_another_does_not_exist_for_him(api: Api) -> None:
    other = await api.register(detention("7654321"))
    own = await api.register(detention(BETROKKENE_SKN))
    assert [node["id"] for node in (await api.data(BETROKKENE, MINE))["plannen"]["nodes"]] == [own]
    absent = "018f0000-0000-7000-8000-000000000000"
    for query in (PLAN, PAST, RIGHTS):
        hidden, missing = [await api.ask(BETROKKENE, query, id=some) for some in (other, absent)]
        assert hidden.content == missing.content
        assert hidden.status_code == missing.status_code == 200
    # A plan that turns out to be about somebody else is no longer his.
    changed = await api.change(CASEMANAGER, own, 1, {"betrokkene": {"sknNummer": "7654322"}})
    assert changed["__typename"] == "PlanGewijzigd"
    assert (await api.data(BETROKKENE, MINE))["plannen"]["totaal"] == 0


async def test_he_asks_for_inspection_and_for_nothing_else(world: World) -> None:
    token = world.api.issuer.issue(BETROKKENE)
    headers = {"Authorization": f"Bearer {token}", "X-Doelbinding": "PLAN_UITVOEREN"}
    response = await world.api.http.post("/v1/graphql", json={"query": MINE}, headers=headers)
    assert_refused(response, 403, "doelbindingOntbreekt")


async def test_the_number_that_ties_him_to_a_plan_is_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await world.api.data(BETROKKENE, MINE)
    await world.api.ask(BETROKKENE, '{ plannen(filter: {burgerservicenummer: "1"}) { totaal } }')
    ours = [record for record in caplog.records if record.name.startswith("reintegratieplan")]
    assert BETROKKENE_SKN not in "".join(f"{record.getMessage()}{vars(record)}" for record in ours)
    logbook = world.client[f"{world.api.settings.database}_logboek"]
    stored = [entry for name in logbook.list_collection_names() for entry in logbook[name].find({})]
    assert stored
    assert BETROKKENE_SKN not in str(stored)
