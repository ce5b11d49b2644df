"""No road to a plan is forgotten: each root field is asked, and what came out is what was logged."""

import asyncio
from collections.abc import Collection, Iterable
from typing import Any, Final

import pytest

from api.graphql.context import RequestContext
from plan_schema.process.casus.case import CASE_PATHS
from plan_schema.process.sheets.informatieblad import SHEET_PATHS
from plan_schema.values import schema_path
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.graphql.selection import selection
from tests.api.logbook import seen
from tests.api.logbook.conftest import Asked, Logged

CASEMANAGER: Final = "casemanager-arnhem"
LENIENT: Final = {"Prefer": "handling=lenient"}
EVERYTHING: Final = selection(house=False).removeprefix("{ id").removesuffix("}")
NODE: Final = f"id versie {EVERYTHING}"
CHANGES: Final = "pad nieuw oud versie"


async def _plan(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    asked = await logged.ask(
        CASEMANAGER, f"query ($id: ID!) {{ plan(id: $id) {{ {NODE} }} }}", LENIENT, id=logged.plan.id
    )
    return asked, seen.in_plan(asked.data["plan"])


async def _plannen(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    asked = await logged.ask(CASEMANAGER, f"{{ plannen {{ nodes {{ {NODE} }} }} }}", LENIENT)
    return asked, (entry for node in asked.data["plannen"]["nodes"] for entry in seen.in_plan(node))


async def _historie(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = f"query ($id: ID!) {{ historie(planId: $id) {{ nodes {{ nummer wijzigingen {{ {CHANGES} }} }} }} }}"
    asked = await logged.ask(CASEMANAGER, query, id=logged.plan.id)
    nodes = asked.data["historie"]["nodes"]
    return asked, (entry for node in nodes for entry in seen.in_changes(logged.plan.id, node["wijzigingen"]))


async def _verschil(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = f"query ($id: ID!) {{ verschil(planId: $id, van: 1) {{ {CHANGES} }} plan(id: $id) {{ versie }} }}"
    asked = await logged.ask(CASEMANAGER, query, id=logged.plan.id)
    # On balance: the new value is that of the last version, the old one that of the first.
    last = asked.data["plan"]["versie"]
    paths = [change["pad"] for change in asked.data["verschil"]]
    return asked, (
        entry
        for version in (1, last)
        for entry in seen.in_changes(logged.plan.id, [{"pad": path, "versie": version} for path in paths])
    )


async def _rights(
    logged: Logged, query: str, persona: str = CASEMANAGER, doelen: Collection[str] | None = None
) -> tuple[Asked, Iterable[seen.Seen]]:
    asked = await logged.ask(persona, query, id=logged.plan.id, doelen=doelen)
    assert asked.data
    assert [record["planId"] for record in asked.plans] == [logged.plan.id]
    return asked, iter(())


async def _mijn_rechten(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    return await _rights(logged, "query ($id: ID!) { mijnRechten(planId: $id) { pad lezen } }")


async def _waarom(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    return await _rights(
        logged, 'query ($id: ID!) { waarom(planId: $id, pad: "onderdak.hulpvraag", actie: LEZEN) { toegestaan } }'
    )


async def _ontvangers(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    return await _rights(
        logged,
        'query ($id: ID!) { ontvangers(planId: $id, pad: "onderdak.hulpvraag", versie: 1) { vanVersie } }',
    )


async def _verwerkingen(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = "query ($id: ID!) { verwerkingen(planId: $id) { spoor } }"
    return await _rights(logged, query, persona="fg", doelen=["BEHEER"])


def with_everything(query: str) -> str:
    changed = query.replace("plan { id versie }", f"plan {{ {NODE} }}")
    assert changed != query
    return changed


async def _registreer(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    given = {"gegevens": detention("3000001")}
    asked = await logged.ask(CASEMANAGER, with_everything(REGISTER), LENIENT, input=given)
    return asked, seen.in_plan(asked.data["registreerDetentie"]["plan"])


async def _wijzig(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    plan_id = await logged.api.register(detention("3000002"))
    await logged.api.change("gemeente-arnhem", plan_id, 1, {"schulden": {"hulpvraag": "anders"}})
    given = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "vraag"}}}
    asked = await logged.ask(CASEMANAGER, with_everything(CHANGE), LENIENT, input=given)
    return asked, changed(plan_id, asked.data["wijzigPlan"])


async def _herstel(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    plan_id = await logged.api.register(detention("3000003"))
    await logged.api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "vraag"}})
    query = (
        with_everything(CHANGE).replace("WijzigPlanInput", "HerstelPlanInput").replace("wijzigPlan(", "herstelPlan(")
    )
    asked = await logged.ask(
        CASEMANAGER, query, LENIENT, input={"planId": plan_id, "verwachteVersie": 2, "versie": 1, "paden": ["onderdak"]}
    )
    [record] = asked.plans
    assert logged.paths(record["geschreven"]["velden"]) == {"onderdak.hulpvraag"}
    return asked, changed(plan_id, asked.data["herstelPlan"])


def changed(plan_id: str, outcome: dict[str, Any]) -> Iterable[seen.Seen]:
    yield from seen.in_plan(outcome["plan"])
    yield from seen.in_changes(plan_id, outcome["samengevoegd"])


async def _wijzigingen(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = f"{{ wijzigingen(first: 100) {{ nodes {{ planId versie plan {{ {NODE} }} }} }} }}"
    asked = await logged.ask(CASEMANAGER, query, LENIENT)
    # The relay tells of a change a moment after it.
    while not asked.data["wijzigingen"]["nodes"]:
        await asyncio.sleep(0.05)
        asked = await logged.ask(CASEMANAGER, query, LENIENT)
    nodes = asked.data["wijzigingen"]["nodes"]
    told = {(node["planId"], node["versie"], "plan") for node in nodes if node["planId"]}
    return asked, (*told, *(entry for node in nodes if node["plan"] for entry in seen.in_plan(node["plan"])))


async def _informatieblad(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = "query ($id: ID!) { informatieblad(planId: $id) { versie leefgebieden { hulpvraag } } }"
    asked = await logged.ask(CASEMANAGER, query, id=logged.plan.id)
    # A sheet is made as a whole, whatever is selected of it.
    return asked, ((logged.plan.id, asked.data["informatieblad"]["versie"], path) for path in SHEET_PATHS)


async def _casus(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    query = "query ($id: ID!) { anoniemeCasus(planId: $id) { __typename } plan(id: $id) { versie } }"
    asked = await logged.ask(CASEMANAGER, query, id=logged.plan.id)
    assert asked.data["anoniemeCasus"]
    version = asked.data["plan"]["versie"]
    return asked, ((logged.plan.id, version, path) for path in CASE_PATHS)


SOM: Final = f"planId versie criteria {{ feiten {{ paden }} }} plan {{ {NODE} }}"


def _in_som(found: dict[str, Any]) -> Iterable[seen.Seen]:
    yield from seen.in_plan(found["plan"])
    for criterion in found["criteria"]:
        for fact in criterion["feiten"]:
            yield from ((found["planId"], found["versie"], schema_path(path)) for path in fact["paden"])


async def _som(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    asked = await logged.ask(
        CASEMANAGER, f"query ($id: ID!) {{ som(planId: $id) {{ {SOM} }} }}", LENIENT, id=logged.plan.id
    )
    return asked, _in_som(asked.data["som"])


async def _som_overzicht(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    asked = await logged.ask(CASEMANAGER, f"{{ somOverzicht {{ nodes {{ {SOM} }} }} }}", LENIENT)
    return asked, (entry for node in asked.data["somOverzicht"]["nodes"] for entry in _in_som(node))


async def _besluit(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    plan_id = await logged.api.register(detention("3000005"))
    query = (
        with_everything(CHANGE)
        .replace("WijzigPlanInput", "NeemSomBesluitInput")
        .replace("wijzigPlan(", "neemSomBesluit(")
    )
    given = {"planId": plan_id, "verwachteVersie": 1, "besluiten": [{"soort": "HERHALEN_NA_VONNIS"}]}
    asked = await logged.ask(CASEMANAGER, query, LENIENT, input=given)
    [record] = asked.plans
    # What followed from it by rules was written too.
    assert {"som.besluit.besluiten", "som.uitkomst.bijBesluit"} <= logged.paths(record["geschreven"]["velden"])
    return asked, changed(plan_id, asked.data["neemSomBesluit"])


async def _zorgen(logged: Logged) -> tuple[Asked, Iterable[seen.Seen]]:
    plan_id = await logged.api.register(detention("3000006"))
    query = (
        with_everything(CHANGE)
        .replace("WijzigPlanInput", "MeldSomZorgenInput")
        .replace("wijzigPlan(", "meldSomZorgen(")
    )
    given = {"planId": plan_id, "verwachteVersie": 1, "zorgen": "Weet niet waarheen."}
    asked = await logged.ask(CASEMANAGER, query, LENIENT, input=given)
    return asked, changed(plan_id, asked.data["meldSomZorgen"])


ROADS: Final = {
    "som": _som,
    "somOverzicht": _som_overzicht,
    "neemSomBesluit": _besluit,
    "meldSomZorgen": _zorgen,
    "informatieblad": _informatieblad,
    "anoniemeCasus": _casus,
    "wijzigingen": _wijzigingen,
    "plan": _plan,
    "plannen": _plannen,
    "historie": _historie,
    "verschil": _verschil,
    "mijnRechten": _mijn_rechten,
    "waarom": _waarom,
    "ontvangers": _ontvangers,
    "verwerkingen": _verwerkingen,
    "registreerDetentie": _registreer,
    "wijzigPlan": _wijzig,
    "herstelPlan": _herstel,
}
SHOW_NOTHING: Final = {"mijnRechten", "waarom", "ontvangers", "verwerkingen"}
ABOUT_NO_PLAN: Final = {"mijnAbonnementen", "abonneerWebhook", "herleverWebhook", "beeindigAbonnement", "indicatoren"}


@pytest.mark.parametrize("road", ROADS)
async def test_what_came_out_is_what_was_logged(logged: Logged, road: str) -> None:
    asked, shown = await ROADS[road](logged)
    expected = set(shown)
    recorded = check(logged, asked, expected)
    assert bool(expected) is (road not in SHOW_NOTHING)
    if road in SHOW_NOTHING:
        assert {path for _, _, path in recorded} <= {"plan"}


def check(logged: Logged, asked: Asked, expected: set[seen.Seen]) -> set[seen.Seen]:
    """Hold what an answer showed against the records of it; what these name."""
    recorded = {
        (record["planId"], entry["versie"], path)
        for record in asked.plans
        for entry in record["gelezen"]
        for path in logged.paths(entry["velden"])
    }
    assert {entry for entry in expected if not _held_by(entry, recorded)} == set()
    return recorded


def _held_by(shown: seen.Seen, recorded: set[seen.Seen]) -> bool:
    """Whether a record names it; an item, and the plan, are named by the fields in them."""
    plan_id, version, path = shown
    around = "" if path == "plan" else f"{path}." if path.endswith("[]") else None
    inside = around is not None and any(found[:2] == shown[:2] and found[2].startswith(around) for found in recorded)
    return (plan_id, version, path) in recorded or inside


async def test_an_answer_that_nobody_accounted_for_does_not_leave(
    logged: Logged, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A resolver that goes round the way out: here one that shows a plan without its trail."""
    monkeypatch.setattr(RequestContext, "answer", lambda _, view, __: view.shown)
    asked = await logged.ask(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { id } }", id=logged.plan.id)
    assert asked.response.status_code == 500
    assert logged.plan.id not in asked.response.text
    assert "answer_without_account" in [record.getMessage() for record in caplog.records]
    [audit] = asked.of("audit")
    assert audit["httpStatus"] == 500


async def test_two_names_for_one_root_field_are_both_accounted_for(logged: Logged) -> None:
    query = (
        "query ($id: ID!) { a: plan(id: $id) { onderdak { hulpvraag } } b: plan(id: $id) { schulden { hulpvraag } } }"
    )
    [record] = (await logged.ask(CASEMANAGER, query, id=logged.plan.id)).plans
    [entry] = record["gelezen"]
    assert logged.paths(entry["velden"]) == {"onderdak.hulpvraag", "schulden.hulpvraag"}
