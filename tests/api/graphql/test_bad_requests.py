"""Requests that are refused as a whole: status, code, Dutch message, one shape, nothing changed, nothing repeated."""

from typing import Any, Final

import pytest

from api.identity.development import DevelopmentIssuer
from tests.api.graphql.conftest import PRIVATE, World
from tests.api.graphql.refusals import PROBLEM_JSON, assert_refused

_ID: Final = f'"{PRIVATE}"'

DOCUMENTS: Final[dict[str, tuple[str, dict[str, Any], set[str]]]] = {
    "empty": ("", {}, {"syntaxfout"}),
    "no graphql": (f"select {PRIVATE}", {}, {"syntaxfout"}),
    "unfinished": (f"{{ plan(id: {_ID})", {}, {"syntaxfout"}),
    "half a character": ('{ plan(id: "\\uD800") { id } }', {}, {"syntaxfout"}),
    "unknown field": (f"{{ plan(id: {_ID}) {{ bestaatNiet }} }}", {}, {"onbekendVeld"}),
    "missing argument": ("{ plan { id } }", {}, {"ontbrekendArgument"}),
    "unknown type": (f"{{ plan(id: {_ID}) {{ ... on Dossier {{ id }} }} }}", {}, {"onbekendType"}),
    "no selection": (f"{{ plan(id: {_ID}) }}", {}, {"ongeldigeVraag"}),
    "selection of a leaf": (f"{{ plan(id: {_ID}) {{ status {{ id }} }} }}", {}, {"ongeldigeVraag"}),
    "unknown fragment": (f"{{ plan(id: {_ID}) {{ ...F }} }}", {}, {"ongeldigeVraag"}),
    "unused fragment": (f"{{ plan(id: {_ID}) {{ id }} }} fragment F on Plan {{ id }}", {}, {"ongeldigeVraag"}),
    "undeclared variable": ("{ plan(id: $id) { id } }", {}, {"ongeldigeVraag"}),
    "unused variable": ("query ($x: Int) { plannen { totaal } }", {}, {"ongeldigeVraag"}),
    "variable of another type": ("query ($x: Int!) { plan(id: $x) { id } }", {"x": 3}, {"ongeldigeVraag"}),
    "unknown directive": (f"{{ plan(id: {_ID}) @geheim {{ id }} }}", {}, {"ongeldigeVraag"}),
    "same name twice": (f"{{ plan(id: {_ID}) {{ id }} plan(id: \"x\") {{ id }} }}", {}, {"ongeldigeVraag"}),
    "same name in a fragment": (
        f'{{ plan(id: {_ID}) {{ id }} ...F }} fragment F on Query {{ plan(id: "x") {{ id }} }}', {}, {"ongeldigeVraag"}
    ),
    "same name deeper": (
        f"{{ plan(id: {_ID}) {{ onderdak {{ a: hulpvraag a: toelichting }} }} }}", {}, {"ongeldigeVraag"}
    ),
    "wrong type": (f'{{ plan(id: {_ID}, versie: "{PRIVATE}") {{ id }} }}', {}, {"ongeldigeWaarde"}),
    "number too large": (f"{{ plan(id: {_ID}, versie: 99999999999) {{ id }} }}", {}, {"ongeldigeWaarde"}),
    "unknown enum value": (f"{{ plannen(filter: {{fase: {PRIVATE.upper()}}}) {{ totaal }} }}", {}, {"ongeldigeWaarde"}),
    "wrong type in a variable": (
        "query ($v: Int) { plan(id: \"x\", versie: $v) { id } }", {"v": PRIVATE}, {"ongeldigeWaarde"}
    ),
    "missing variable": ("query ($id: ID!) { plan(id: $id) { id } }", {}, {"ontbrekendArgument"}),
    "null for a variable": ("query ($id: ID!) { plan(id: $id) { id } }", {"id": None}, {"ongeldigeWaarde"}),
    "unknown key in a variable": (
        "query ($f: PlanFilter) { plannen(filter: $f) { totaal } }", {"f": {"naam": PRIVATE}}, {"onbekendVeld"}
    ),
    "page of nothing": ("{ plannen(first: 0) { totaal } }", {}, {"ongeldigeWaarde"}),
    "page too large": ("{ plannen(first: 101) { totaal } }", {}, {"ongeldigeWaarde"}),
    "BSN that fails the elfproef": (
        '{ plannen(filter: {burgerservicenummer: "123456789"}) { totaal } }', {}, {"ongeldigeWaarde"}
    ),
    "unknown gemeentecode": ('{ plannen(filter: {gemeente: "9999"}) { totaal } }', {}, {"ongeldigeWaarde"}),
    "no moment": ('{ plan(id: "x", bekendOp: "2026-02-30T00:00:00Z") { id } }', {}, {"ongeldigeWaarde"}),
    "moment without zone": ('{ plan(id: "x", bekendOp: "2026-02-20T00:00:00") { id } }', {}, {"ongeldigeWaarde"}),
    "unknown cursor": (f"{{ plannen(after: {_ID}) {{ nodes {{ id }} }} }}", {}, {"onbekendeCursor"}),
    "cursor of no version": (f'{{ historie(planId: "x", after: {_ID}) {{ nodes {{ nummer }} }} }}', {}, {"ongeldigeWaarde"}),
    "cursor beyond every number": (
        f'{{ historie(planId: "x", after: "{"9" * 5000}") {{ nodes {{ nummer }} }} }}', {}, {"ongeldigeWaarde"}
    ),
    "subscription": ("subscription { wijzigingen { planId } }", {}, {"abonnementVraagtStroom"}),
    "type definition": (f"type {PRIVATE} {{ id: ID }} {{ plannen {{ totaal }} }}", {}, {"ongeldigeVraag"}),
    "two operations, none chosen": ("query A { plannen { totaal } } query B { plannen { totaal } }", {}, {"onbekendeBewerking"}),
    "only a fragment": ("fragment F on Plan { id }", {}, {"ongeldigeVraag"}),
    "two changes at once": (
        "mutation ($input: WijzigPlanInput!) { a: wijzigPlan(input: $input) { __typename } b: wijzigPlan(input: $input) { __typename } }",
        {"input": {"planId": PRIVATE, "verwachteVersie": 1, "wijziging": {}}},
        {"vraagTeZwaar"},
    ),
    "eleven root fields": (
        "{ " + " ".join(f"p{n}: plannen {{ totaal }}" for n in range(11)) + " }", {}, {"vraagTeZwaar"}
    ),
    "depth bomb": ("{ plannen " + "{ edges { node " * 8 + "{ id }" + " } }" * 8 + " }", {}, {"vraagTeZwaar"}),
    "introspection depth bomb": (
        "{ __schema { types { fields { type " + "{ ofType " * 14 + "{ name }" + " }" * 14 + " } } } }", {}, {"vraagTeZwaar"}
    ),
    "brackets without end": ("{ plan(id: " + "[" * 5000 + "]" * 5000 + ") { id } }", {}, {"vraagTeZwaar", "syntaxfout"}),
    "fragment bomb": (
        "{ ...F0 } "
        + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40))
        + " fragment F40 on Query { plannen { totaal } }",
        {},
        {"vraagTeZwaar"},
    ),
    "chain of fragments": (
        "{ ...F0 } "
        + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(1500))
        + " fragment F1500 on Query { plannen { totaal } }",
        {},
        {"vraagTeZwaar"},
    ),
    "fragment cycle": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A plannen { totaal } }", {}, {"ongeldigeVraag"}
    ),
    "one field a thousand times": ('{ plan(id: "x") { ' + "id " * 1000 + "} }", {}, {"vraagTeZwaar"}),
    "ten thousand aliases": (
        "{ plan(id: \"x\") { " + " ".join(f"a{n}: id" for n in range(10_000)) + " } }", {}, {"vraagTeZwaar"}
    ),
}  # fmt: skip
"""What is asked, with which variables, and the codes of which one or more come back."""


@pytest.mark.parametrize("case", DOCUMENTS)
async def test_a_question_that_cannot_be_is_refused(world: World, nothing_repeated: list[str], case: str) -> None:
    query, variables, codes = DOCUMENTS[case]
    response = await world.api.ask("casemanager-arnhem", query, **variables)
    # A type's name is the client's own word for what it defines, and comes back as such.
    if case != "type definition":
        nothing_repeated.append(response.text)
    found = {error["extensions"]["code"] for error in response.json()["errors"]}
    assert found <= codes
    assert_refused(response, 400, *found)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ plan(id: "x", nummer: 3) { id } }', "onbekendArgument"),
        ('{ plan(id: "x") { ... on PlanVersie { nummer } } }', "ongeldigeVraag"),
    ],
)
async def test_a_rule_that_reports_by_another_way_is_worded_too(world: World, query: str, code: str) -> None:
    errors = assert_refused(await world.api.ask("casemanager-arnhem", query), 400, code)
    assert "te veel" not in errors[0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        'query ($v: ID = "x") { plan(id: $v) { id } }',
        "query ($v: PlanSorteerveld = GESLACHTSNAAM) { plannen(sorteer: [{veld: $v}]) { totaal } }",
    ],
)
async def test_null_for_a_variable_with_a_default_is_refused(world: World, query: str) -> None:
    assert_refused(await world.api.ask("casemanager-arnhem", query, v=None), 400, "ongeldigeWaarde")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_a_moment_outside_the_calendar_is_refused(world: World, moment: str) -> None:
    query = 'query ($m: DateTime) { plan(id: "x", bekendOp: $m) { id } }'
    assert_refused(await world.api.ask("casemanager-arnhem", query, m=moment), 400, "ongeldigeWaarde")


async def test_everything_that_is_wrong_is_reported_at_once(world: World) -> None:
    query = """query ($a: Int, $f: PlanFilter) { plan(id: "x", versie: $a) { id nietHier } plannen(first: "x", filter: $f) { totaal nooit } }"""
    assert (
        len(assert_refused(await world.api.ask("casemanager-arnhem", query), 400, "onbekendVeld", "ongeldigeWaarde"))
        == 3
    )
    query = """query ($a: Int, $f: PlanFilter) { plan(id: "x", versie: $a) { id } plannen(filter: $f) { totaal } }"""
    wrong: dict[str, Any] = {"a": "drie", "f": {"fase": "NOOIT", "status": ["NIETS"], "naam": PRIVATE}}
    errors = assert_refused(
        await world.api.ask("casemanager-arnhem", query, **wrong), 400, "ongeldigeWaarde", "onbekendVeld"
    )
    assert {error["extensions"].get("pad") for error in errors} == {"a", "f.fase", "f.status[0]", "f.naam"}
    assert all("verwacht" in error["extensions"] for error in errors)


_JSON: Final = "application/json"
TRANSPORT: Final[dict[str, tuple[str, str, dict[str, str], bytes, int, str]]] = {
    "broken JSON": ("POST", "/v1/graphql", {}, b'{"query": "' + PRIVATE.encode(), 400, "ongeldigeJson"),
    "batch": ("POST", "/v1/graphql", {}, b'[{"query": "{ plannen { totaal } }"}]', 400, "bundelNietToegestaan"),
    "no object": ("POST", "/v1/graphql", {}, b'"query"', 400, "ongeldigeAanvraag"),
    "no query": ("POST", "/v1/graphql", {}, b'{"variables": {}}', 400, "ongeldigeAanvraag"),
    "variables no object": ("POST", "/v1/graphql", {}, b'{"query": "{ a }", "variables": [1]}', 400, "ongeldigeAanvraag"),
    "empty body": ("POST", "/v1/graphql", {}, b"", 400, "ongeldigeJson"),
    "deep JSON": ("POST", "/v1/graphql", {}, b'{"query": ' + b"[" * 100_000, 400, "ongeldigeJson"),
    "two megabytes": ("POST", "/v1/graphql", {}, b'{"query": "' + b"a" * 2_000_000 + b'"}', 413, "aanvraagTeGroot"),
    "form": ("POST", "/v1/graphql", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=x", 415, "mediatypeNietOndersteund"),
    "graphql text": ("POST", "/v1/graphql", {"Content-Type": "application/graphql"}, b"{ a }", 415, "mediatypeNietOndersteund"),
    "html wanted": ("POST", "/v1/graphql", {"Accept": "text/html"}, b'{"query": "{ plannen { totaal } }"}', 406, "nietAcceptabel"),
    "GET": ("GET", "/v1/graphql?query={plannen{totaal}}", {}, b"", 405, "methodeNietToegestaan"),
    "DELETE": ("DELETE", "/v1/graphql", {}, b"", 405, "methodeNietToegestaan"),
    "unknown path": ("POST", f"/v1/{PRIVATE}", {}, b"", 404, "nietGevonden"),
    "root": ("GET", "/", {}, b"", 404, "nietGevonden"),
    "POST to a document": ("POST", "/v1/openapi.json", {}, b"", 405, "methodeNietToegestaan"),
}  # fmt: skip


@pytest.mark.parametrize("case", TRANSPORT)
async def test_a_transport_that_cannot_be_is_refused(world: World, nothing_repeated: list[str], case: str) -> None:
    method, url, headers, body, status, code = TRANSPORT[case]
    token = world.api.issuer.issue("casemanager-arnhem")
    world.api.commands.names.clear()
    response = await world.api.http.request(
        method, url, content=body, headers={"Content-Type": _JSON, "Authorization": f"Bearer {token}"} | headers
    )
    nothing_repeated.append(response.text)
    assert_refused(response, status, code)
    assert response.headers["content-type"] == PROBLEM_JSON
    assert world.api.commands.names == []


def _tokens(world: World, other: DevelopmentIssuer) -> dict[str, tuple[str, dict[str, str], int, str]]:
    good = world.api.issuer.issue("casemanager-arnhem")
    return {
        "none": ("", {}, 401, "tokenOntbreekt"),
        "basic": ("", {"Authorization": "Basic YTpi"}, 401, "tokenOntbreekt"),
        "nonsense": ("", {"Authorization": f"Bearer {PRIVATE}"}, 401, "tokenOngeldig"),
        "expired": (
            "",
            {"Authorization": f"Bearer {world.api.issuer.issue('casemanager-arnhem', lifetime=-120)}"},
            401,
            "tokenVerlopen",
        ),
        "another issuer's": (
            "",
            {"Authorization": f"Bearer {other.issue('casemanager-arnhem')}"},
            401,
            "tokenSleutelOnbekend",
        ),
        "changed": ("", {"Authorization": f"Bearer {good[:-8]}AAAAAAAA"}, 401, "tokenOngeldig"),
        "in the URL": (f"?access_token={good}", {"Authorization": f"Bearer {good}"}, 400, "tokenInUrl"),
        "in the URL under another name": (f"?x={good}", {"Authorization": f"Bearer {good}"}, 400, "tokenInUrl"),
        "too long a life": (
            "",
            {"Authorization": f"Bearer {world.api.issuer.issue('casemanager-arnhem', lifetime=90_000)}"},
            401,
            "tokenTeLangGeldig",
        ),
    }


async def test_a_token_that_cannot_be_is_refused(
    world: World, nothing_repeated: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = DevelopmentIssuer(tmp_path_factory.mktemp("other"), world.api.settings.audience, [])
    world.api.commands.names.clear()
    for case, (query, headers, status, code) in _tokens(world, other).items():
        for method, path in (("POST", "/v1/graphql"), ("GET", "/v1/schema.graphql")):
            body = b'{"query": "{ plannen { totaal } }"}' if method == "POST" else b""
            response = await world.api.http.request(
                method, path + query, content=body, headers={"Content-Type": _JSON} | headers
            )
            nothing_repeated.append(response.text)
            assert_refused(response, status, code)
            challenge = response.headers["WWW-Authenticate"]
            assert challenge.startswith('Bearer realm="re-integratieplan"'), case
    assert world.api.commands.names == []


@pytest.mark.parametrize(
    "accept", ["application/json", "application/graphql-response+json", "*/*", "text/html, */*;q=0.1"]
)
async def test_both_media_types_of_graphql_are_answered(world: World, accept: str) -> None:
    response = await world.api.ask("casemanager-arnhem", "{ __typename }", headers={"Accept": accept})
    expected = accept if accept.startswith("application/") else "application/graphql-response+json"
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
