"""Every request has a line when it ends, with what operators need and no more."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.api.client import Api, running
from tests.api.graphql.subscriptions.socket import connected, socket_of
from tests.api.live import serving

_ASKED = "query ($id: ID!) { plan(id: $id) { id } }"
_KEYS = ("method", "route", "status", "kind", "fields", "organisation", "codes")


class _Lines(logging.Handler):
    """Keeps what is logged of requests."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def told(self) -> list[dict[str, Any]]:
        """The lines since the last time."""
        found = [
            {"event": record.getMessage()} | {key: getattr(record, key) for key in _KEYS if hasattr(record, key)}
            for record in self.records
        ]
        assert all(vars(record)["duration_ms"] >= 0 for record in self.records)
        self.records.clear()
        return found


@pytest.fixture
async def api(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Api]:
    """An application that tells of every request."""
    async with running(mongodb_uri, database_name, tmp_path, request_log="all") as started:
        yield started


@pytest.fixture
async def lines() -> AsyncIterator[_Lines]:
    log, handler = logging.getLogger("reintegratieplan.requests"), _Lines()
    log.addHandler(handler)
    level = log.level
    log.setLevel(logging.INFO)
    yield handler
    log.setLevel(level)
    log.removeHandler(handler)


async def test_a_line_says_what_was_asked_and_how_it_ended(api: Api, lines: _Lines) -> None:
    await api.data("casemanager-arnhem", _ASKED, id="niet-hier")
    await api.ask("gemeente-arnhem", "{ plannen { nodes { betrokkene { sknNummer } } } }")
    await api.ask("gemeente-arnhem", "{ plannen")
    await api.http.get("/v1/nergens/999990342")
    asked = {"event": "request", "method": "POST", "route": "/v1/graphql"}
    assert lines.told() == [
        asked | {"status": 200, "kind": "query", "fields": ("plan",), "organisation": "DJI"},
        asked
        | {
            "status": 403,
            "kind": "query",
            "fields": ("plannen",),
            "organisation": "GEMEENTE",
            "codes": ["unauthorizedField"],
        },
        asked | {"status": 400, "codes": ["syntaxfout"]},
        {"event": "request", "method": "GET", "route": "unmatched", "status": 404, "codes": ["nietGevonden"]},
    ]


async def test_a_probe_that_succeeds_says_nothing(api: Api, lines: _Lines) -> None:
    assert [(await api.http.get(path)).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    assert lines.told() == []


@pytest.mark.parametrize(("wanted", "statuses"), [("all", [200, 400]), ("refused", [400]), (None, [400]), ("none", [])])
async def test_which_requests_have_a_line_is_a_setting(
    wanted: str | None, statuses: list[int], lines: _Lines, mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with running(mongodb_uri, database_name, tmp_path, request_log=wanted) as api:
        await api.ask("casemanager-arnhem", _ASKED, id="niet-hier")
        await api.ask("casemanager-arnhem", "{")
    assert [line["status"] for line in lines.told()] == statuses


async def test_a_connection_and_each_operation_on_it_have_a_line(
    lines: _Lines, mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with serving(mongodb_uri, database_name, tmp_path, request_log="all") as live:
        async with socket_of(live, "casemanager-arnhem") as socket:
            await socket.subscribe(_ASKED, "1", id="niet-hier")
            assert (await socket.heard())["type"] == "next"
            assert (await socket.heard())["type"] == "complete"
            await socket.subscribe("{ plannen", "2")
            await socket.refused()
        async with connected(live, protocol=None) as other:
            await other.closed()
    asked = {"event": "operation", "method": "WEBSOCKET", "route": "/v1/graphql"}
    told = lines.told()
    assert told[:2] == [
        asked | {"status": 200, "kind": "query", "fields": ("plan",), "organisation": "DJI"},
        asked | {"status": 400, "codes": ["syntaxfout"]},
    ]
    assert told[2:] == [{"event": "connection", "method": "WEBSOCKET", "route": "/v1/graphql", "status": 101}] * 2


async def test_who_leaves_before_he_has_asked_is_no_failure_of_ours(api: Api, lines: _Lines) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None: ...

    transport: Any = api.http._transport
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/graphql",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    with pytest.raises(ClientDisconnect):
        await transport.app(scope, receive, send)
    assert lines.told() == [{"event": "request", "method": "POST", "route": "/v1/graphql", "status": 499}]


async def test_a_websocket_where_there_is_none_is_refused(
    lines: _Lines, mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with serving(mongodb_uri, database_name, tmp_path, request_log="all") as live:
        with pytest.raises(InvalidStatus):
            async with connect(f"ws://127.0.0.1:{live.settings.port}/v1/nergens"):
                pass
    assert lines.told() == [{"event": "connection", "method": "WEBSOCKET", "route": "unmatched", "status": 403}]
