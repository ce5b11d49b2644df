"""AuthZEN over HTTP: answers as `waarom` has them, refusals in the one shape, nothing said of a plan that is not the caller's."""

import uuid
from typing import Any, Final

import pytest

from tests.api.authzen.conftest import ONE, SEVERAL, Authzen, evaluation
from tests.api.graphql.refusals import assert_fixed_headers, assert_refused, paths_of
from tests.api.graphql.rich_plan import ARNHEM, NIJMEGEN

CASEMANAGER: Final = "casemanager-arnhem"
GEMEENTE: Final = "gemeente-arnhem"
PATH: Final = "onderdak.hulpvraag"
WHY: Final = """query ($id: ID, $pad: String!, $actie: Actie!) { waarom(planId: $id, pad: $pad, actie: $actie) {
    toegestaan pad actie regel grondslag doel relatie fase voorwaarde reden wieWel revisie } }"""


@pytest.mark.parametrize(
    ("persona", "path", "action"),
    [
        (CASEMANAGER, PATH, "SCHRIJVEN"),
        (GEMEENTE, PATH, "LEZEN"),
        (GEMEENTE, "betrokkene.sknNummer", "LEZEN"),
        (GEMEENTE, "zorg.toelichting", "LEZEN"),
        ("mentor-arnhem", PATH, "SCHRIJVEN"),
        ("inspectie", PATH, "LEZEN"),
    ],
)
@pytest.mark.parametrize("anywhere", [True, False])
async def test_it_says_what_waarom_says(
    authzen: Authzen, persona: str, path: str, action: str, *, anywhere: bool
) -> None:
    plan = None if anywhere else authzen.plan_id
    asked = await authzen.ask(persona, evaluation(persona, path, action, plan or "*"))
    assert asked.response.status_code == 200
    assert_fixed_headers(asked.response)
    answer = asked.response.json()
    why = (await authzen.logged.api.data(persona, WHY, id=plan, pad=path, actie=action))["waarom"]
    assert answer["decision"] is why.pop("toegestaan")
    assert answer["context"] == {name: why[name] for name in answer["context"]}
    given = {"reden", "wieWel"} if not answer["decision"] else {"doel", "relatie", "fase", "regel", "voorwaarde"}
    assert set(answer["context"]) == {"pad", "actie", "revisie", "grondslag"} | given


@pytest.mark.parametrize("subject_id", [f"persona:{GEMEENTE}", ARNHEM, f"urn:nld:oin:{ARNHEM}", f"urn:oin:{ARNHEM}"])
@pytest.mark.parametrize("properties", [{}, {"rol": "NAZORGCOORDINATOR"}, {"oin": ARNHEM}])
async def test_one_asks_about_oneself(authzen: Authzen, subject_id: str, properties: dict[str, str]) -> None:
    body = evaluation(GEMEENTE, PATH)
    body["subject"] = {"type": "x", "id": subject_id, "properties": properties}
    assert (await authzen.ask(GEMEENTE, body)).response.json()["decision"] is True


@pytest.mark.parametrize(
    ("subject_id", "properties", "place"),
    [
        (f"persona:{CASEMANAGER}", {}, "subject.id"),
        (NIJMEGEN, {}, "subject.id"),
        (f"urn:oin:{NIJMEGEN}", {}, "subject.id"),
        (f"urn:other:{ARNHEM}", {}, "subject.id"),
        (f"persona:{GEMEENTE}", {"rol": "CASEMANAGER"}, "subject.properties"),
        (f"persona:{GEMEENTE}", {"rol": None}, "subject.properties"),
        (f"persona:{GEMEENTE}", {"afdeling": "WMO"}, "subject.properties"),
    ],
)
async def test_nobody_asks_about_another(
    authzen: Authzen, subject_id: str, properties: dict[str, Any], place: str
) -> None:
    body = evaluation(GEMEENTE, PATH)
    body["subject"] = {"type": "gebruiker", "id": subject_id, "properties": properties}
    asked = await authzen.ask(GEMEENTE, body)
    assert paths_of(assert_refused(asked.response, 403, "subjectNietUzelf")) == {place}
    assert asked.decision["codes"] == ["subjectNietUzelf"]
    assert asked.decision["toegestaan"] is False
    assert "evaluaties" not in asked.decision


async def test_every_subject_that_is_another_is_named(authzen: Authzen) -> None:
    others = [evaluation(name, PATH) for name in (GEMEENTE, CASEMANAGER, "mentor-arnhem")]
    asked = await authzen.ask(GEMEENTE, {"evaluations": others}, SEVERAL)
    errors = assert_refused(asked.response, 403, "subjectNietUzelf")
    assert paths_of(errors) == {"evaluations[1].subject.id", "evaluations[2].subject.id"}


@pytest.mark.parametrize("by_header", [True, False])
async def test_a_doel_narrows(authzen: Authzen, *, by_header: bool) -> None:
    both = ["ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET"]
    decided = []
    for doel in both:
        body = evaluation(GEMEENTE, PATH, **({} if by_header else {"doel": doel}))
        headers = {"X-Doelbinding": doel} if by_header else {}
        asked = await authzen.ask(GEMEENTE, body, doelen=both, headers=headers)
        answer = asked.response.json()
        [entry] = asked.decision["evaluaties"]
        assert entry["doelen"] == [doel]
        decided.append((answer["decision"], answer["context"].get("doel"), answer["context"].get("reden")))
    assert decided == [(True, "ESSENTIELE_VOORWAARDEN", None), (False, None, "ANDER_DOEL")]


@pytest.mark.parametrize("doel", ["ORGANISEREN_ZORG", "BESTAAT_NIET", "", "ESSENTIELE_VOORWAARDEN OVERLEG_INZET"])
async def test_a_doel_never_widens(authzen: Authzen, doel: str) -> None:
    by_header = await authzen.ask(GEMEENTE, evaluation(GEMEENTE, PATH), headers={"X-Doelbinding": doel})
    assert_refused(by_header.response, 403, "doelbindingOntbreekt")
    in_body = await authzen.ask(GEMEENTE, evaluation(GEMEENTE, PATH, doel=doel))
    assert paths_of(assert_refused(in_body.response, 403, "doelbindingOntbreekt")) == {"context.doel"}
    for asked in (by_header, in_body):
        assert asked.decision["codes"] == ["doelbindingOntbreekt"]
        assert [audit["httpStatus"] for audit in asked.of("audit")] == [403]


async def test_what_the_header_takes_the_body_does_not_give_back(authzen: Authzen) -> None:
    body = evaluation(GEMEENTE, PATH, doel="ESSENTIELE_VOORWAARDEN")
    both = ["ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET"]
    asked = await authzen.ask(GEMEENTE, body, doelen=both, headers={"X-Doelbinding": "OVERLEG_INZET"})
    assert_refused(asked.response, 403, "doelbindingOntbreekt")


@pytest.mark.parametrize("address", [ONE, SEVERAL])
async def test_a_plan_of_others_is_one_that_does_not_exist(authzen: Authzen, address: str) -> None:
    stranger = "gemeente-utrecht"
    answers = [
        (await authzen.ask(stranger, evaluation(stranger, PATH, plan=plan), address)).response
        for plan in (authzen.plan_id, str(uuid.uuid4()), "x")
    ]
    assert len({(answer.status_code, answer.content, tuple(answer.headers.items())) for answer in answers}) == 1
    assert answers[0].status_code == 200
    assert answers[0].json()["decision"] is False
    assert answers[0].json()["context"]["reden"] == "GEEN_RELATIE"


@pytest.mark.parametrize("address", [ONE, SEVERAL])
async def test_the_transport_is_that_of_graphql(authzen: Authzen, address: str) -> None:
    http, body = authzen.logged.api.http, evaluation(GEMEENTE, PATH)
    token = {"Authorization": f"Bearer {authzen.logged.api.issuer.issue(GEMEENTE)}"}
    assert_refused(await http.post(address, json=body), 401, "tokenOntbreekt")
    refused = await http.post(address, json=body, headers={"Authorization": "Bearer x"})
    assert_refused(refused, 401, "tokenOngeldig")
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    in_url = await http.post(f"{address}?access_token=x", json=body, headers=token)
    assert_refused(in_url, 400, "tokenInUrl")
    assert_refused(await http.post(address, content=b"x", headers=token), 415, "mediatypeNietOndersteund")
    large = {**body, "x": "x" * authzen.logged.api.settings.max_body_bytes}
    assert_refused(await http.post(address, json=large, headers=token), 413, "aanvraagTeGroot")
    assert_refused(await http.post(address, json={}, headers=token), 400, "ongeldigeAanvraag")
    assert_refused(await http.get(address, headers=token), 405, "methodeNietToegestaan")


@pytest.mark.parametrize(
    ("sent", "echoed"),
    [("bfe9eb29-ab87-4ca3-be83-a1d5d8305716", True), ("a b", False), ("x" * 129, False), ("", False), ("é", False)],
)
async def test_a_request_id_comes_back_when_it_is_short_and_printable(
    authzen: Authzen, sent: str, *, echoed: bool
) -> None:
    headers: Any = {"X-Request-ID": sent.encode(), "Content-Type": "application/json"}
    for body in (b"{}", b"x"):
        response = await authzen.logged.api.http.post(ONE, content=body, headers=headers)
        assert response.headers.get("X-Request-ID") == (sent if echoed else None)


async def test_the_transaction_id_is_carried(authzen: Authzen) -> None:
    transaction = "01900000-0000-7000-8000-000000000000"
    asked = await authzen.ask(GEMEENTE, evaluation(GEMEENTE, PATH), headers={"Fsc-Transaction-Id": transaction})
    assert asked.response.headers["Fsc-Transaction-Id"] == transaction
    assert {record["fscTransactionId"] for record in asked.records} == {transaction}


async def test_where_it_is_stands_in_the_configuration(authzen: Authzen) -> None:
    response = await authzen.logged.api.http.get("/.well-known/authzen-configuration")
    assert response.status_code == 200
    assert_fixed_headers(response)
    base = authzen.logged.api.settings.audience.removesuffix("/v1")
    assert response.json() == {
        "policy_decision_point": base,
        "access_evaluation_endpoint": f"{base}{ONE}",
        "access_evaluations_endpoint": f"{base}{SEVERAL}",
    }
