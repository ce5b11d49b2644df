"""A plan that somebody has no relation to is, for him, a plan that does not exist: the same bytes by every road."""

from typing import Any, Final

import httpx
import pytest

from api.identity.personas import PERSONAS
from tests.api.client import CHANGE, REGISTER
from tests.api.graphql.selection import plan_query
from tests.api.leaks.cases import CASES
from tests.api.leaks.planted import Planted

ABSENT: Final = "018f0000-0000-7000-8000-000000000000"
LENIENT: Final = {"Prefer": "handling=lenient"}

_ID: Final = "query ($id: ID!)"
ROADS: Final = {
    "plan": f"{_ID} {{ plan(id: $id) {{ id versie fase }} }}",
    "plan, whole": plan_query(),
    "plan, version": f"{_ID} {{ plan(id: $id, versie: 2) {{ id }} }}",
    "plan, moment": f'{_ID} {{ plan(id: $id, bekendOp: "2999-01-01T00:00:00Z") {{ id }} }}',
    "historie": f"{_ID} {{ historie(planId: $id) {{ nodes {{ nummer }} pageInfo {{ hasNextPage endCursor }} }} }}",
    "historie, after": f'{_ID} {{ historie(planId: $id, after: "3") {{ nodes {{ nummer }} pageInfo {{ hasPreviousPage }} }} }}',
    "verschil": f"{_ID} {{ verschil(planId: $id, van: 1) {{ pad }} }}",
    "verschil, impossible": f"{_ID} {{ verschil(planId: $id, van: 9, tot: 2) {{ pad }} }}",
    "mijnRechten": f"{_ID} {{ mijnRechten(planId: $id) {{ pad lezen }} }}",
    "waarom, reading": f'{_ID} {{ waarom(planId: $id, pad: "onderdak.hulpvraag", actie: LEZEN) {{ toegestaan reden wieWel }} }}',
    "waarom, writing": f'{_ID} {{ waarom(planId: $id, pad: "doelen[x].status", actie: SCHRIJVEN) {{ toegestaan reden }} }}',
    "proces": f"{_ID} {{ proces(planId: $id) {{ versie opdrachten {{ mutatie }} stappen {{ soort }} }} }}",
    "proces, statuses": f"{_ID} {{ proces(planId: $id) {{ samenStartenStatus denRPlanStatus }} }}",
    "cursor": "query ($id: String!) { plannen(after: $id) { nodes { id } } }",
    "cursor, sorted": "query ($id: String!) { plannen(after: $id, sorteer: [{veld: GESLACHTSNAAM}]) { totaal nodes { id } } }",
    "several roads at once": f"{_ID} {{ plan(id: $id) {{ id }} verschil(planId: $id, van: 1) {{ pad }} mijnRechten(planId: $id) {{ pad }} }}",
}
"""Every question that takes the id of a plan."""

CHANGES: Final[dict[str, dict[str, Any]]] = {
    "allowed elsewhere": {"verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "anders"}}},
    "forbidden everywhere": {"verwachteVersie": 1, "wijziging": {"som": {"deel1": {"aandachtspunten": "anders"}}}},
    "version that cannot be": {"verwachteVersie": 99, "wijziging": {"onderdak": {"hulpvraag": "anders"}}},
    "wrong value": {"verwachteVersie": 1, "wijziging": {"betrokkene": {"burgerservicenummer": "1"}}},
    "item that cannot be": {"verwachteVersie": 1, "wijziging": {"contacten": {"verwijderen": [ABSENT]}}},
    "nothing": {"verwachteVersie": 1, "wijziging": {}},
    "wrong note": {"verwachteVersie": 1, "wijziging": {}, "peildatum": "gisteren"},
}


def _strangers() -> list[tuple[str, str]]:
    """Every persona, with a case that its organisation has no relation to."""
    found = []
    for persona in PERSONAS.values():
        case = next((case for case in CASES if persona.oin not in case.ties), None)
        assert case is not None, persona.name
        found.append((persona.name, case.name))
    return found


STRANGERS: Final = _strangers()


def _hidden(planted: Planted, case_name: str) -> str:
    case = next(case for case in CASES if case.name == case_name)
    return next(plan_id for plan_id, known in planted.oracle.plans.items() if known.ties is case.ties)


def _assert_same(hidden: httpx.Response, absent: httpx.Response) -> None:
    assert hidden.status_code == absent.status_code
    assert hidden.headers.raw == absent.headers.raw
    assert hidden.content == absent.content


def test_every_persona_is_a_stranger_to_some_plan() -> None:
    assert {name for name, _ in STRANGERS} == PERSONAS.keys()
    assert ("gemeente-utrecht", "instroom") in STRANGERS


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize(("persona", "case"), STRANGERS)
async def test_a_question_cannot_tell(planted: Planted, persona: str, case: str, road: str) -> None:
    plan_id = _hidden(planted, case)
    for doelen in (None, sorted(PERSONAS[persona].allowed)):
        for headers in ({}, LENIENT):
            hidden, absent = [
                await planted.api.ask(persona, ROADS[road], doelen=doelen, headers=headers, id=some)
                for some in (plan_id, ABSENT)
            ]
            _assert_same(hidden, absent)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("persona", "case"), STRANGERS)
async def test_a_change_cannot_tell(planted: Planted, persona: str, case: str, change: str) -> None:
    plan_id = _hidden(planted, case)
    before = planted.document(plan_id)
    hidden, absent = [
        await planted.api.ask(persona, CHANGE, input={"planId": some, **CHANGES[change]}) for some in (plan_id, ABSENT)
    ]
    _assert_same(hidden, absent)
    assert planted.document(plan_id) == before


@pytest.mark.parametrize(("persona", "case"), STRANGERS)
async def test_a_list_cannot_tell(planted: Planted, persona: str, case: str) -> None:
    """A filter that the hidden plan would match answers like one that nothing matches."""
    document = planted.document(_hidden(planted, case))
    matching: dict[str, Any] = {
        "burgerservicenummer": document["betrokkene"].get("burgerservicenummer"),
        "sknNummer": document["betrokkene"]["sknNummer"],
    }
    nothing = {"burgerservicenummer": "999990342", "sknNummer": "7777777"}
    query = "query ($f: PlanFilter) { plannen(filter: $f) { totaal nodes { id } pageInfo { hasNextPage endCursor } } }"
    for name, value in matching.items():
        if isinstance(value, str):
            for headers in ({}, LENIENT):
                hidden, absent = [
                    await planted.api.ask(persona, query, headers=headers, f={name: some})
                    for some in (value, nothing[name])
                ]
                _assert_same(hidden, absent)
    listed = await planted.api.ask(persona, "{ plannen(first: 100) { nodes { id } } }", headers=LENIENT)
    assert document["_id"] not in listed.text


async def test_a_registration_tells_no_id_of_a_plan_elsewhere(planted: Planted) -> None:
    """That the person has a plan is what the registration must be told; which one it is, is not."""
    document = planted.document(_hidden(planted, "instroom"))
    person = {"geslachtsnaam": "Voorbeeld", "sknNummer": document["betrokkene"]["sknNummer"]}
    given = {"betrokkene": person, "detentie": {"inrichting": "JC Zaanstad", "datumAanvang": "2026-01-01"}}
    response = await planted.api.ask("casemanager-zaanstad", REGISTER, input={"gegevens": given})
    assert response.json()["data"] == {"registreerDetentie": {"__typename": "PlanBestaatAl", "planId": None}}
