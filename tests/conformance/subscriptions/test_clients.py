"""Subscriptions with the clients that front-end teams have: subscribe, leave, resume; the sequence is complete."""

import asyncio
import itertools
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

from tests.api.client import detention
from tests.api.eventually import eventually
from tests.api.live import Live

READER: Final = "gemeente-arnhem"
QUERY: Final = "subscription ($na: String) { wijzigingen(na: $na) { volgnummer cursor versie plan { id } } }"
REFUSED: Final = "subscription { wijzigingen { plan { betrokkene { sknNummer } } } }"

_NUMBERS = itertools.count(5_000_001)

Change = dict[str, Any]
Read = Callable[[str, int, Callable[[], Awaitable[None]]], Awaitable[list[Change]]]
"""Reads so many changes after a cursor; calls what it is given once it has subscribed, as far as that can be told."""


async def check_resuming(live: Live, read: Read) -> None:
    """Four changes: one before, one during, one between two connections, and one during the second."""
    data = await live.data(READER, "{ wijzigingen { nodes { volgnummer } } }")
    begin = max((change["volgnummer"] for change in data["wijzigingen"]["nodes"]), default=0)
    plan_id = await live.register(detention(str(next(_NUMBERS))))
    versions = itertools.count(1)

    async def write() -> None:
        version = next(versions)
        outcome = await live.change(
            "casemanager-arnhem", plan_id, version, {"onderdak": {"hulpvraag": f"huis {version}"}}
        )
        assert outcome["__typename"] == "PlanGewijzigd"

    # Told before it is changed, so that each version has its own event.
    await eventually(lambda: told(live, begin))
    await write()
    first = await read(str(begin), 3, write)
    await write()
    second = await read(first[-1]["cursor"], 2, write)
    changes = [*first, *second]
    assert [change["volgnummer"] for change in changes] == list(range(begin + 1, begin + 6))
    assert [change["versie"] for change in changes] == [1, 2, 3, 4, 5]
    assert {change["plan"]["id"] for change in changes} == {plan_id}


async def told(live: Live, begin: int) -> bool:
    """Whether the reader was told anything after a number."""
    query = "query ($na: String) { wijzigingen(na: $na) { nodes { cursor } } }"
    return bool((await live.data(READER, query, na=str(begin)))["wijzigingen"]["nodes"])


async def test_gql(live: Live) -> None:
    def transport() -> WebsocketsTransport:
        return WebsocketsTransport(
            url=f"ws://{live.address}", init_payload={"Authorization": f"Bearer {live.issuer.issue(READER)}"}
        )

    async def read(cursor: str, count: int, then: Callable[[], Awaitable[None]]) -> list[Change]:
        request = gql(QUERY)
        request.variable_values = {"na": cursor}
        found: list[Change] = []
        async with Client(transport=transport()) as session:
            async for result in session.subscribe(request):
                found.append(result["wijzigingen"])
                if len(found) == 1:
                    await then()
                if len(found) == count:
                    break
        return found

    await check_resuming(live, read)
    async with Client(transport=transport()) as session:
        with pytest.raises(TransportQueryError) as refused:
            async for _ in session.subscribe(gql(REFUSED)):
                pass
    [error] = refused.value.errors or []
    assert error["extensions"]["code"] == "unauthorizedField"


@asynccontextmanager
async def process(*command: str | Path, given: bytes = b"", folder: Path | None = None) -> AsyncIterator[Any]:
    """The lines that a program writes while it runs; it is ended at the end."""
    running = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert running.stdin is not None
    running.stdin.write(given)
    running.stdin.close()
    try:
        yield running.stdout
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        running._transport.close()  # type: ignore[attr-defined] # else it is closed after the loop


class NodeClient:
    """One of the JavaScript clients."""

    def __init__(self, live: Live, folder: Path, client: str) -> None:
        self._live = live
        self._folder = folder
        self._client = client

    @asynccontextmanager
    async def lines(self, query: str, count: int, lifetime: int = 3600, **more: Any) -> AsyncIterator[Any]:
        """What it says, line by line."""
        asked = {
            "client": self._client,
            "address": self._live.address,
            "token": self._live.issuer.issue(READER, None, lifetime),
            "query": query,
            "count": count,
        } | more
        async with process("node", "subscribe.mjs", given=json.dumps(asked).encode(), folder=self._folder) as output:
            yield (json.loads(line) async for line in output)

    async def read(self, cursor: str, count: int, then: Callable[[], Awaitable[None]]) -> list[Change]:
        """Read as an application does."""
        # As EventSource: what was asked at first stays the same, and the last id comes beside it.
        more: dict[str, Any] = {"variables": {"na": cursor}}
        if self._client == "graphql-sse":
            more = {"variables": {"na": "0"}, "lastEventId": cursor}
        found: list[Change] = []
        async with self.lines(QUERY, count, **more) as lines:
            async for line in lines:
                if "end" in line:
                    assert line == {"end": "complete"}
                    break
                found.append(line["result"]["data"]["wijzigingen"])
                if len(found) == 1:
                    await then()
        return found


@pytest.mark.parametrize("name", ["graphql-ws", "graphql-sse"])
async def test_node_clients(live: Live, node_folder: Path, name: str) -> None:
    await check_resuming(live, NodeClient(live, node_folder, name).read)


async def test_node_clients_are_told_what_is_refused(live: Live, node_folder: Path) -> None:
    async with NodeClient(live, node_folder, "graphql-ws").lines(REFUSED, 1) as lines:
        [said] = [line async for line in lines]
    assert [fault["extensions"]["code"] for fault in said["faults"]] == ["unauthorizedField"]
    async with NodeClient(live, node_folder, "graphql-sse").lines(REFUSED, 2) as lines:
        refused, ended = [line async for line in lines]
    assert refused["result"]["errors"][0]["extensions"]["code"] == "unauthorizedField"
    assert ended == {"end": "complete"}


async def test_node_clients_are_told_that_their_token_ended(live: Live, node_folder: Path) -> None:
    async with NodeClient(live, node_folder, "graphql-ws").lines(QUERY, 0, lifetime=2) as lines:
        said = [line async for line in lines]
    assert (said[-1]["code"], said[-1]["reason"].partition(":")[0]) == (4403, "tokenVerlopen")
    async with NodeClient(live, node_folder, "graphql-sse").lines(QUERY, 0, lifetime=2) as lines:
        said = [line async for line in lines]
    assert said[-2]["result"]["errors"][0]["extensions"]["code"] == "tokenVerlopen"
    # Not complete, so that a client that is told to will connect again.
    assert said[-1]["end"] == "error"


async def test_curl(live: Live) -> None:
    curl = shutil.which("curl")
    assert curl is not None

    async def read(cursor: str, count: int, then: Callable[[], Awaitable[None]]) -> list[Change]:
        headers = {
            "Authorization": f"Bearer {live.issuer.issue(READER)}",
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "Last-Event-ID": cursor,
        }
        named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        body = json.dumps({"query": QUERY, "variables": {"na": "0"}})
        found: list[Change] = []
        async with process(curl, "-sN", f"http://{live.address}", *named, "-d", body) as output:
            async for line in output:
                if line.startswith(b"data: {"):
                    found.append(json.loads(line.removeprefix(b"data: "))["data"]["wijzigingen"])
                    if len(found) == 1:
                        await then()
                    if len(found) == count:
                        break
        return found

    await check_resuming(live, read)
