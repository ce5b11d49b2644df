"""graphql-transport-ws to the letter: who breaks it is closed with the code that the protocol gives it."""

import json
from typing import Any

import pytest

from tests.api.graphql.subscriptions.conftest import NewPlan
from tests.api.graphql.subscriptions.socket import asking, connected, socket_of
from tests.api.live import Live


async def test_another_subprotocol_is_not_acceptable(live: Live) -> None:
    for protocol in (None, "graphql-ws"):
        async with connected(live, protocol) as socket:
            assert (await socket.closed())[0] == 4406


async def test_who_does_not_begin_is_closed(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.websocket.INITIALISATION_SECONDS", 0.05)
    async with connected(live) as socket:
        assert (await socket.closed())[0] == 4408


async def test_nothing_can_be_asked_before_the_beginning(live: Live) -> None:
    async with connected(live) as socket:
        await socket.subscribe("{ __typename }")
        assert (await socket.closed())[0] == 4401


async def test_one_begins_once(live: Live) -> None:
    async with socket_of(live, "fg") as socket:
        await socket.say(type="connection_init")
        assert (await socket.closed())[0] == 4429


async def test_an_id_is_used_once_at_a_time(live: Live) -> None:
    async with socket_of(live, "casemanager-arnhem") as socket:
        await socket.subscribe(asking(), "x")
        await socket.subscribe(asking(), "x")
        assert (await socket.closed())[0] == 4409


async def test_an_id_is_free_once_its_operation_ended(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan()
    async with socket_of(live, "casemanager-arnhem") as socket:
        for _ in range(2):
            await socket.subscribe("{ geenVeld }", "x")
            assert (await socket.refused())[0]["code"] == "onbekendVeld"
        await socket.subscribe(asking(), "x", na=cursor)
        await socket.say(type="complete", id="x")
        await socket.subscribe("{ __typename }", "x")
        assert (await socket.heard())["payload"] == {"data": {"__typename": "Query"}}
        assert await socket.heard() == {"id": "x", "type": "complete"}
        await live.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
        await socket.say(type="ping")
        assert await socket.heard() == {"type": "pong"}


@pytest.mark.parametrize("early", [True, False])
async def test_a_ping_is_answered_at_any_time(live: Live, early: bool) -> None:  # noqa: FBT001 - a case
    async with connected(live) as socket:
        if not early:
            await socket.begin(token=live.issuer.issue("fg"))
        await socket.say(type="pong")
        await socket.say(type="ping", payload={"hoe": "gaat het"})
        assert await socket.heard() == {"type": "pong"}


@pytest.mark.parametrize(
    "text",
    [
        "geen json",
        "[]",
        "{}",
        '{"type": 1}',
        '{"type": "anders"}',
        '{"type": "connection_init", "payload": "token"}',
        '{"type": "connection_init", "payload": {"token": 1}}',
    ],
)
async def test_what_is_no_message_closes_before_the_beginning(live: Live, text: str) -> None:
    async with connected(live) as socket:
        await socket.connection.send(text)
        assert (await socket.closed())[0] == 4400


@pytest.mark.parametrize(
    "message",
    [
        {"type": "subscribe", "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": "x" * 129, "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": "x"},
        {"type": "subscribe", "id": "x", "payload": {}},
        {"type": "subscribe", "id": "x", "payload": {"query": "{ __typename }", "variables": []}},
        {"type": "complete"},
        {"type": "next"},
    ],
)
async def test_what_is_no_message_closes_after_the_beginning(live: Live, message: dict[str, Any]) -> None:
    async with socket_of(live, "fg") as socket:
        await socket.connection.send(json.dumps(message))
        assert (await socket.closed())[0] == 4400


async def test_bytes_are_no_message(live: Live) -> None:
    async with socket_of(live, "fg") as socket:
        await socket.connection.send(b'{"type": "ping"}')
        assert (await socket.closed())[0] == 4400


async def test_a_message_has_a_largest_size(live: Live) -> None:
    async with socket_of(live, "fg") as socket:
        await socket.connection.send("x" * (live.settings.max_body_bytes + 1))
        assert (await socket.closed())[0] == 1009


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "tokenOntbreekt"),
        ({"Authorization": "Basic x"}, "tokenOntbreekt"),
        ({"token": "geen.token.dus"}, "tokenOngeldig"),
    ],
)
async def test_without_a_good_token_nobody_is_let_in(live: Live, payload: dict[str, str], code: str) -> None:
    async with connected(live) as socket:
        await socket.say(type="connection_init", payload=payload)
        closed = await socket.closed()
    assert closed[0] == 4403
    assert (closed[1] or "").startswith(f"{code}: ")


async def test_a_token_in_the_address_is_refused(live: Live) -> None:
    token = live.issuer.issue("fg")
    async with connected(live, query=f"?token={token}") as socket:
        await socket.say(type="connection_init", payload={"token": token})
        code, reason = await socket.closed()
    assert code == 4403
    assert str(reason).startswith("tokenInUrl: ")


@pytest.mark.parametrize(("doelen", "code"), [(["ORGANISEREN_ZORG"], None), (["BEHEER"], "doelbindingOntbreekt")])
async def test_doelen_travel_in_the_beginning(live: Live, doelen: list[str], code: str | None) -> None:
    token = live.issuer.issue("gemeente-arnhem", ["ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG"])
    async with connected(live) as socket:
        await socket.say(type="connection_init", payload={"token": token, "doelbinding": doelen})
        if code is None:
            assert (await socket.heard())["type"] == "connection_ack"
            await socket.subscribe("{ mijnRechten { pad lezen } }")
            rights = (await socket.heard())["payload"]["data"]["mijnRechten"]
            assert {"pad": "zorg.zorgaanbieder", "lezen": True} in rights
            assert {"pad": "onderdak.hulpvraag", "lezen": False} in rights
        else:
            assert (await socket.closed())[1] is not None
            assert str(socket.connection.close_reason).startswith(code)


async def test_questions_and_changes_can_be_asked_too(live: Live, new_plan: NewPlan) -> None:
    plan_id, _ = await new_plan()
    change = "mutation ($i: WijzigPlanInput!) { wijzigPlan(input: $i) { ... on PlanGewijzigd { plan { versie } } } }"
    given = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "huis"}}}
    async with socket_of(live, "casemanager-arnhem") as socket:
        await socket.subscribe(change, i=given)
        assert (await socket.heard())["payload"]["data"]["wijzigPlan"] == {"plan": {"versie": 2}}
        assert (await socket.heard())["type"] == "complete"
        await socket.subscribe("query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } } }", id=plan_id)
        assert (await socket.heard())["payload"]["data"]["plan"] == {"onderdak": {"hulpvraag": "huis"}}


async def test_operations_on_one_connection_have_a_limit(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.websocket.MOST_OPERATIONS", 3)
    async with socket_of(live, "casemanager-arnhem") as socket:
        for number in range(4):
            await socket.subscribe(asking(), str(number))
        message = await socket.heard()
        assert (message["id"], message["type"]) == ("3", "error")
        assert message["payload"][0]["extensions"]["code"] == "teVeelAbonnementen"
