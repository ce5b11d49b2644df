"""`waarom`: the row that decides, or who may be asked instead; always the same answer as the decision itself."""

import csv
from typing import Any, Final

import httpx
import pytest

from api.identity.personas import PERSONAS
from policies.context import Action
from policies.table import COLUMNS, TABLES
from tests.api.access.callers import caller
from tests.api.client import Api
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused, paths_of
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, NIJMEGEN, PI_ARNHEM, RECLASSERING

GEMEENTE: Final = "gemeente-arnhem"
LENIENT: Final = {"Prefer": "handling=lenient"}
WHY: Final = """
query ($planId: ID, $pad: String!, $actie: Actie!) {
  waarom(planId: $planId, pad: $pad, actie: $actie) {
    toegestaan pad actie regel toelichting grondslag doel relatie fase voorwaarde reden wieWel revisie
  }
}
"""
NO_PLAN: Final = "01900000-0000-7000-8000-000000000000"


async def _response(api: Api, persona: str, path: str, action: Action, plan: str | None, **how: Any) -> httpx.Response:
    return await api.ask(persona, WHY, planId=plan, pad=path, actie=action, **how)


async def _why(api: Api, persona: str, path: str, action: Action, plan: str | None = None, **how: Any) -> Any:
    response = await _response(api, persona, path, action, plan, **how)
    assert response.status_code == 200, response.text
    return response.json()["data"]["waarom"]


def _row(line: str) -> dict[str, str]:
    """The row that stands at a line of a table, read as a privacy officer would: open the file, go to the line."""
    name, _, number = line.partition(":")
    text = (TABLES / name).read_text("utf-8").split("\n")[int(number) - 1]
    return dict(zip(COLUMNS, next(csv.reader([text])), strict=True))


def _names(row: dict[str, str], path: str) -> bool:
    return any(
        path == pattern or (pattern.endswith(".*") and path.startswith(pattern[:-1]))
        for pattern in row["pad"].split("|")
    )


def _in_cell(value: str, cell: str) -> bool:
    return cell == "*" or value in cell.split("|")


# Allowed --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "doelen", "path", "action"),
    [
        (GEMEENTE, None, "onderdak.hulpvraag", Action.SCHRIJVEN),
        (GEMEENTE, None, "betrokkene.burgerservicenummer", Action.LEZEN),
        (GEMEENTE, ["ORGANISEREN_ZORG"], "zorg.zorgNodig", Action.SCHRIJVEN),
        (GEMEENTE, ["ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET"], "overleg.motivatie", Action.LEZEN),
        (GEMEENTE, None, "contacten[].naam", Action.SCHRIJVEN),
        ("gemeente-nijmegen", None, "terugkeer.vestigingsgemeenteBevestigd", Action.SCHRIJVEN),
        ("integrator-arnhem", None, "doelen[].acties[].status", Action.SCHRIJVEN),
        (CASEMANAGER, None, "screening.saprof.datum", Action.LEZEN),
        (CASEMANAGER, None, "samenStarten.gedeeldeInformatie[].tekst", Action.LEZEN),
        ("hoofd-denr-arnhem", None, "vastgesteldOp", Action.SCHRIJVEN),
        (RECLASSERING, None, "som.deel2.datumScreening", Action.SCHRIJVEN),
    ],
)
async def test_the_row_that_is_named_stands_there_and_grants_it(
    world: World, persona: str, doelen: list[str] | None, path: str, action: Action
) -> None:
    found = await _why(world.api, persona, path, action, world.plan.id, doelen=doelen)
    assert (found["toegestaan"], found["pad"], found["actie"]) == (True, path, action)
    row, who = _row(found["regel"]), PERSONAS[persona]
    assert row["organisatie"] == caller(persona).organisation.kind
    assert _names(row, path)
    assert _in_cell(who.role, row["rol"])
    assert _in_cell(found["doel"], row["doel"])
    assert found["doel"] in (doelen or who.purposes)
    assert _in_cell(found["relatie"], row["relatie"])
    assert _in_cell(found["fase"], row["fase"])
    assert found["fase"] == "DETENTIE"
    assert row["recht"] in (action, "SCHRIJVEN")
    assert [row["grondslag"]] == found["grondslag"]
    assert (row["voorwaarde"] or None, row["toelichting"] or None) == (found["voorwaarde"], found["toelichting"])
    assert (found["reden"], found["wieWel"]) == (None, [])


async def test_without_a_plan_it_says_whether_it_is_possible_in_any(world: World) -> None:
    found = await _why(world.api, "toezichthouder-rn", "onderdak.hulpvraag", Action.SCHRIJVEN)
    assert (found["toegestaan"], found["relatie"], found["fase"]) == (True, "TOEGEWEZEN", "NA_DETENTIE")
    for persona in ("inspectie", "fg"):
        refused = await _why(world.api, persona, "onderdak.hulpvraag", Action.LEZEN)
        assert (refused["toegestaan"], refused["reden"]) == (False, "GEEN_REGEL")


async def test_the_revision_is_that_of_the_published_matrix(world: World) -> None:
    found = await _why(world.api, GEMEENTE, "status", Action.LEZEN, world.plan.id)
    published = await world.api.http.get("/v1/autorisatiematrix", headers={"Accept": "application/json"})
    assert found["revisie"] == published.json()["revisie"]


# Refused --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "path", "action", "reason"),
    [
        (GEMEENTE, "betrokkene.sknNummer", Action.LEZEN, "GEEN_REGEL"),
        (GEMEENTE, "betrokkene.geslachtsnaam", Action.SCHRIJVEN, "GEEN_REGEL"),
        (CASEMANAGER, "som.uitkomst.prioriteit", Action.SCHRIJVEN, "GEEN_REGEL"),
        (GEMEENTE, "zorg.zorgNodig", Action.LEZEN, "ANDER_DOEL"),
        (GEMEENTE, "terugkeer.vestigingsgemeenteBevestigd", Action.SCHRIJVEN, "ANDERE_RELATIE"),
        (CASEMANAGER, "screening.risc.datum", Action.LEZEN, "VOORWAARDE"),
        ("gemeente-utrecht", "onderdak.hulpvraag", Action.LEZEN, "GEEN_RELATIE"),
        ("toezichthouder-rn", "onderdak.hulpvraag", Action.LEZEN, "GEEN_RELATIE"),
    ],
)
async def test_a_refusal_says_why_and_who_may(
    world: World, persona: str, path: str, action: Action, reason: str
) -> None:
    found = await _why(world.api, persona, path, action, world.plan.id)
    assert (found["toegestaan"], found["reden"], found["pad"], found["actie"]) == (False, reason, path, action)
    assert [found[name] for name in ("regel", "toelichting", "doel", "relatie", "fase", "voorwaarde")] == [None] * 6
    granting = [
        row
        for table in TABLES.glob("*.csv")
        for line in table.read_text("utf-8").splitlines()
        if line.count(",") >= len(COLUMNS) - 1 and not line.startswith(("#", "organisatie,"))
        for row in [dict(zip(COLUMNS, next(csv.reader([line])), strict=True))]
        if _names(row, path) and row["recht"] in (action, "SCHRIJVEN")
    ]
    assert found["grondslag"] == sorted({row["grondslag"] for row in granting})
    assert found["wieWel"] == sorted(
        {f"{row['organisatie']} {role}" for row in granting for role in row["rol"].split("|")}
    )
    role = PERSONAS[persona].role
    assert any(who.endswith(f" {role}") for who in found["wieWel"]) is (reason != "GEEN_REGEL")


async def test_a_condition_that_is_met_later_opens_the_field(api: Api) -> None:
    plan_id = await api.register()
    care = ["ORGANISEREN_ZORG"]
    closed = await _why(api, GEMEENTE, "zorg.toelichting", Action.SCHRIJVEN, plan_id, doelen=care)
    assert closed["reden"] == "VOORWAARDE"
    outcome = await api.change(CASEMANAGER, plan_id, 1, {"zorg": {"zorgNodig": "JA"}})
    assert outcome["__typename"] == "PlanGewijzigd"
    opened = await _why(api, GEMEENTE, "zorg.toelichting", Action.SCHRIJVEN, plan_id, doelen=care)
    assert (opened["toegestaan"], opened["voorwaarde"], opened["fase"]) == (True, "ZORG_NODIG", "INSTROOM")


# Items ----------------------------------------------------------------------------------------------------------------

_ITEMS: Final = """query ($id: ID!) { plan(id: $id) {
    contacten { id organisatie } doelen { id acties { id uitvoerderOrganisatie } }
    samenStarten { gedeeldeInformatie { id gedeeld } } } }"""


async def test_in_an_item_its_owner_decides(world: World) -> None:
    response = await world.api.ask(GEMEENTE, _ITEMS, headers=LENIENT, id=world.plan.id)
    contacts = {item["organisatie"]: item["id"] for item in response.json()["data"]["plan"]["contacten"]}
    assert contacts.keys() == {ARNHEM, NIJMEGEN, PI_ARNHEM}
    for persona, own in ((GEMEENTE, ARNHEM), ("gemeente-nijmegen", NIJMEGEN)):
        for organisation, item in contacts.items():
            path = f"contacten[{item}].naam"
            writing = await _why(world.api, persona, path, Action.SCHRIJVEN, world.plan.id)
            assert writing["pad"] == path
            assert (writing["toegestaan"], writing["voorwaarde"], writing["reden"]) == (
                (True, "EIGEN", None) if organisation == own else (False, None, "VOORWAARDE")
            )
            reading = await _why(world.api, persona, path, Action.LEZEN, world.plan.id)
            assert (reading["toegestaan"], reading["voorwaarde"]) == (True, None)


async def test_in_an_item_within_an_item_the_inner_owner_decides(world: World) -> None:
    plan = (await world.api.data(CASEMANAGER, _ITEMS, id=world.plan.id))["plan"]
    (goal,) = plan["doelen"]
    (action,) = goal["acties"]
    assert action["uitvoerderOrganisatie"] == PI_ARNHEM
    path = f"doelen[{goal['id']}].acties[{action['id']}].status"
    assert (await _why(world.api, GEMEENTE, path, Action.SCHRIJVEN, world.plan.id))["reden"] == "VOORWAARDE"
    assert (await _why(world.api, CASEMANAGER, path, Action.SCHRIJVEN, world.plan.id))["toegestaan"]


async def test_in_an_item_that_is_not_shared_others_are_refused_as_in_one_that_does_not_exist(world: World) -> None:
    plan = (await world.api.data(RECLASSERING, _ITEMS, id=world.plan.id))["plan"]
    notes = {item["gedeeld"]: item["id"] for item in plan["samenStarten"]["gedeeldeInformatie"]}
    answers = {}
    for name, item in (notes | {"nergens": "nergens"}).items():
        path = f"samenStarten.gedeeldeInformatie[{item}].tekst"
        answers[name] = await _why(world.api, CASEMANAGER, path, Action.LEZEN, world.plan.id)
        assert answers[name].pop("pad") == path
    assert answers["JA"]["toegestaan"]
    assert answers["NEE"] == answers["nergens"]
    assert answers["NEE"]["reden"] == "VOORWAARDE"


# Paths that name no field ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        "onderdak",
        "contacten[]",
        "contacten.naam",
        "onderdak[x].hulpvraag",
        "Jansen 999990342",
        "status.",
        "doelen[a.b].status",
    ],
)
async def test_a_path_that_names_no_field_is_refused(world: World, path: str) -> None:
    for plan in (None, world.plan.id, NO_PLAN):
        response = await _response(world.api, GEMEENTE, path, Action.LEZEN, plan)
        assert paths_of(assert_refused(response, 400, "onbekendVeld")) == {"pad"}
        assert "999990342" not in response.text


# No relation ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona",
    ["gemeente-utrecht", "casemanager-zaanstad", "reclassering-svg-arnhem", "toezichthouder-rn", "fg", "inspectie"],
)
async def test_a_plan_of_others_is_as_one_that_does_not_exist(world: World, persona: str) -> None:
    (item,) = (await world.api.data(CASEMANAGER, _ITEMS, id=world.plan.id))["plan"]["doelen"]
    for path in ("status", "betrokkene.sknNummer", "contacten[].naam", f"doelen[{item['id']}].status"):
        for action in Action:
            theirs, none, odd = [
                await _response(world.api, persona, path, action, plan) for plan in (world.plan.id, NO_PLAN, "zomaar")
            ]
            assert theirs.json()["data"]["waarom"]["reden"] == "GEEN_RELATIE"
            assert theirs.content == none.content == odd.content
            assert theirs.headers == none.headers == odd.headers
