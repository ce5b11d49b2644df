"""Strict reading: one forbidden field refuses the operation, names itself, and costs no database command."""

from typing import Any, Final

import pytest

from plan_schema.plan import PLAN
from plan_schema.tree import Leaf
from tests.api.client import CHANGE, Api, detention
from tests.api.graphql.conftest import World
from tests.api.graphql.refusals import assert_refused, paths_of

_FIFTY_ALLOWED: Final = " ".join(
    f"{group.name} {{ {' '.join(leaf.name for leaf in group.leaves)} }}"
    for group in (PLAN.children[name] for name in ("onderdak", "werkEnInkomen", "schulden"))
    if not isinstance(group, Leaf)
)
SKN: Final = "betrokkene { sknNummer }"

ROADS: Final = {
    "plain": f"query ($id: ID!) {{ plan(id: $id) {{ {SKN} }} }}",
    "among fifty": f"query ($id: ID!) {{ plan(id: $id) {{ {_FIFTY_ALLOWED} {SKN} }} }}",
    "alias": "query ($id: ID!) { p: plan(id: $id) { b: betrokkene { naam: sknNummer } } }",
    "named fragment": f"query ($id: ID!) {{ plan(id: $id) {{ ...F }} }} fragment F on Plan {{ {SKN} }}",
    "fragment in fragment": """query ($id: ID!) { ...R } fragment R on Query { plan(id: $id) { betrokkene { ...B } } }
        fragment B on Betrokkene { sknNummer }""",
    "inline fragment": f"query ($id: ID!) {{ plan(id: $id) {{ ... on Plan {{ ... {{ {SKN} }} }} }} }}",
    "not included": f"query ($id: ID!) {{ plan(id: $id) {{ id ... @include(if: false) {{ {SKN} }} }} }}",
    "skipped": "query ($id: ID!) { plan(id: $id) { id betrokkene { geslachtsnaam sknNummer @skip(if: true) } } }",
    "included by variable": """query ($id: ID!, $ja: Boolean = false) {
        plan(id: $id) { id betrokkene @include(if: $ja) { sknNummer } } }""",
    "list nodes": f"query ($id: ID!) {{ plan(id: $id) {{ id }} plannen {{ nodes {{ {SKN} }} }} }}",
    "list edges": f"query ($id: ID!) {{ plan(id: $id) {{ id }} plannen {{ edges {{ node {{ {SKN} }} }} }} }}",
    "second operation root": f"query ($id: ID!) {{ plan(id: $id) {{ id }} q: plan(id: $id) {{ {SKN} }} }}",
}


@pytest.mark.parametrize("road", ROADS)
async def test_a_forbidden_field_refuses_everything_by_every_road(world: World, road: str) -> None:
    world.api.commands.names.clear()
    response = await world.api.ask("gemeente-arnhem", ROADS[road], id=world.plan.id)
    errors = assert_refused(response, 403, "unauthorizedField")
    assert paths_of(errors) == {"betrokkene.sknNummer"}
    assert world.api.commands.names == []


async def test_only_the_operation_that_is_asked_counts(world: World) -> None:
    query = f"query A($id: ID!) {{ plan(id: $id) {{ id }} }} query B($id: ID!) {{ plan(id: $id) {{ {SKN} }} }}"
    for name, status in (("A", 200), ("B", 403)):
        response = await world.api.http.post(
            "/v1/graphql",
            json={"query": query, "operationName": name, "variables": {"id": world.plan.id}},
            headers={"Authorization": f"Bearer {world.api.issuer.issue('gemeente-arnhem')}"},
        )
        assert response.status_code == status


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (
            "betrokkene { sknNummer } som { deel1 { casemanager } } detentie { artikelcode regime }",
            {"betrokkene.sknNummer", "som.deel1.casemanager", "detentie.artikelcode", "detentie.regime"},
        ),
        ("doelen { acties { resultaat } } overleggen { mdo { verslag deelnemers { naam } } }",
         {"overleggen.mdo[].verslag", "overleggen.mdo[].deelnemers[].naam"}),
        ("som { __typename }", {"som"}),
        ("samenStarten { signaal { __typename } }", {"samenStarten.signaal"}),
        ("som { deel1 { herkomst { organisatie } } }", {"som.deel1"}),
        ("som { deel1 { onbekend } }", {"som.deel1"}),
        ("screening { criminogeneFactoren { id } }", {"screening.criminogeneFactoren[]"}),
        ("screening { risc { __typename } saprof { datum } }", {"screening.risc", "screening.saprof.datum"}),
    ],
)  # fmt: skip
async def test_every_forbidden_field_is_named(world: World, selection: str, expected: set[str]) -> None:
    query = f"query ($id: ID!) {{ plan(id: $id) {{ id onderdak {{ toelichting }} {selection} }} }}"
    errors = assert_refused(await world.api.ask("gemeente-arnhem", query, id=world.plan.id), 403, "unauthorizedField")
    assert paths_of(errors) == expected


async def test_a_refusal_says_why_and_who_may(world: World) -> None:
    query = "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } zorg { zorgNodig } } }"
    errors = assert_refused(await world.api.ask("gemeente-arnhem", query, id=world.plan.id), 403, "unauthorizedField")
    by_path = {error["extensions"]["pad"]: error["extensions"] for error in errors}
    assert by_path["betrokkene.sknNummer"]["reden"] == "GEEN_REGEL"
    assert by_path["betrokkene.sknNummer"]["grondslag"] == ["PBW-18a", "SAMEN-STARTEN"]
    assert "DJI CASEMANAGER" in by_path["betrokkene.sknNummer"]["wieWel"]
    assert by_path["zorg.zorgNodig"]["reden"] == "ANDER_DOEL"


async def test_who_may_see_no_plan_at_all_is_refused_before_any_look(world: World) -> None:
    world.api.commands.names.clear()
    for persona in ("fg", "inspectie"):
        response = await world.api.ask(persona, "query ($id: ID!) { plan(id: $id) { id } }", id=world.plan.id)
        assert_refused(response, 403, "unauthorizedField")
    assert world.api.commands.names == []


async def test_what_this_plan_does_not_show_refuses_too_after_one_look(world: World) -> None:
    query = "query ($id: ID!) { plan(id: $id) { screening { saprof { uitkomst } risc { datum } } } }"
    errors = assert_refused(
        await world.api.ask("casemanager-arnhem", query, id=world.plan.id), 403, "unauthorizedField"
    )
    assert paths_of(errors) == {"screening.risc.datum"}
    assert errors[0]["extensions"]["reden"] == "VOORWAARDE"


PAYLOAD: Final = CHANGE.replace("plan { id versie }", "plan { id betrokkene { sknNummer } }")


async def test_a_forbidden_field_in_the_payload_of_a_change_writes_nothing(world: World) -> None:
    before = world.stored()
    change: dict[str, Any] = {"planId": world.plan.id, "verwachteVersie": world.plan.version}
    response = await world.api.ask(
        "gemeente-arnhem", PAYLOAD, input=change | {"wijziging": {"onderdak": {"toelichting": "anders"}}}
    )
    assert paths_of(assert_refused(response, 403, "unauthorizedField")) == {"betrokkene.sknNummer"}
    assert world.stored() == before


async def test_a_field_that_this_plan_withholds_in_the_payload_of_a_change_writes_nothing(world: World) -> None:
    before = world.stored()
    query = CHANGE.replace("plan { id versie }", "plan { id screening { risc { datum } } }")
    change: dict[str, Any] = {"planId": world.plan.id, "verwachteVersie": world.plan.version}
    response = await world.api.ask(
        "casemanager-arnhem", query, input=change | {"wijziging": {"onderdak": {"toelichting": "anders"}}}
    )
    assert paths_of(assert_refused(response, 403, "unauthorizedField")) == {"screening.risc.datum"}
    assert world.stored() == before


async def test_a_forbidden_field_in_the_payload_of_a_registration_writes_nothing(world: World) -> None:
    before = world.stored()
    query = """mutation ($input: RegistreerDetentieInput!) { registreerDetentie(input: $input) {
        ... on DetentieGeregistreerd { plan { samenStarten { bekendheid { aantekeningRpi } } } } } }"""
    response = await world.api.ask("casemanager-arnhem", query, input={"gegevens": detention("7654321")})
    assert paths_of(assert_refused(response, 403, "unauthorizedField")) == {"samenStarten.bekendheid.aantekeningRpi"}
    assert world.stored() == before


PARAMETERS: Final[dict[str, tuple[str, dict[str, Any], set[str]]]] = {
    "literal": ('{ plannen(filter: {sknNummer: "1234567"}) { nodes { id } } }', {}, {"filter.sknNummer"}),
    "whole variable": (
        "query ($f: PlanFilter) { plannen(filter: $f) { nodes { id } } }",
        {"f": {"sknNummer": "1234567"}},
        {"filter.sknNummer"},
    ),
    "variable inside": (
        "query ($s: SKN) { plannen(filter: {sknNummer: $s}) { nodes { id } } }",
        {"s": "1234567"},
        {"filter.sknNummer"},
    ),
    "default of a variable": (
        'query ($s: SKN = "1234567") { plannen(filter: {sknNummer: $s}) { totaal } }',
        {},
        {"filter.sknNummer"},
    ),
    "in a fragment, behind an alias": (
        'query { ...F } fragment F on Query { x: plannen(filter: {sknNummer: "1234567"}) { totaal } }',
        {},
        {"filter.sknNummer"},
    ),
}


@pytest.mark.parametrize("road", PARAMETERS)
async def test_searching_on_a_field_takes_the_right_to_read_it(world: World, road: str) -> None:
    query, variables, expected = PARAMETERS[road]
    world.api.commands.names.clear()
    response = await world.api.ask("gemeente-arnhem", query, **variables)
    assert paths_of(assert_refused(response, 403, "unauthorizedParameter")) == expected
    lenient = await world.api.ask("gemeente-arnhem", query, headers={"Prefer": "handling=lenient"}, **variables)
    assert lenient.status_code == 403
    assert world.api.commands.names == []


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ plannen(sorteer: [{veld: GESLACHTSNAAM}]) { totaal } }", {}, {"sorteer.GESLACHTSNAAM"}),
        ("{ plannen(sorteer: {veld: GESLACHTSNAAM}) { totaal } }", {}, {"sorteer.GESLACHTSNAAM"}),
        (
            "query ($s: [PlanSortering!]) { plannen(sorteer: $s) { totaal } }",
            {"s": [{"veld": "DATUM_AANVANG"}, {"veld": "GESLACHTSNAAM", "richting": "AFLOPEND"}]},
            {"sorteer.GESLACHTSNAAM", "sorteer.DATUM_AANVANG"},
        ),
        (
            'query ($v: PlanSorteerveld!) { plannen(filter: {inrichting: "PI Arnhem"}, sorteer: [{veld: $v}]) { totaal } }',
            {"v": "GESLACHTSNAAM"},
            {"sorteer.GESLACHTSNAAM", "filter.inrichting"},
        ),
    ],
)
async def test_sorting_on_a_field_takes_the_right_to_read_it(
    world: World, query: str, variables: dict[str, Any], expected: set[str]
) -> None:
    world.api.commands.names.clear()
    response = await world.api.ask("inspectie", query, **variables)
    assert paths_of(assert_refused(response, 403, "unauthorizedParameter")) == expected
    assert world.api.commands.names == []


async def test_strict_refuses_a_list_in_which_one_plan_withholds_a_field(api: Api) -> None:
    query = "{ plannen { nodes { id screening { risc { datum } } } } }"
    await api.register(detention("1234567"))
    assert_refused(await api.ask("casemanager-arnhem", query), 403, "unauthorizedField")
