"""A client of graphql-transport-ws that says exactly what it is told to, and what it got."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.api.eventually import eventually
from tests.api.live import Live

PATIENCE: Final = 30.0
"""Seconds after which a test that hangs ends; it is no measure of speed."""
CHANGES: Final = "volgnummer cursor soort planId versie tijdstip groepen"


class Socket:
    """One connection."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.connection.send(json.dumps(message))

    async def heard(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(PATIENCE):
            message: dict[str, Any] = json.loads(await self.connection.recv())
            return message

    async def begin(self, **payload: Any) -> None:
        """Be let in."""
        await self.say(type="connection_init", payload=payload)
        assert await self.heard() == {"type": "connection_ack"}

    async def subscribe(self, query: str, operation_id: str = "1", **variables: Any) -> None:
        """Begin an operation."""
        await self.say(type="subscribe", id=operation_id, payload={"query": query, "variables": variables})

    async def change(self) -> dict[str, Any]:
        """The change in the next message, which must be one."""
        message = await self.heard()
        assert message["type"] == "next", message
        found: dict[str, Any] = message["payload"]["data"]["wijzigingen"]
        return found

    async def changes(self, count: int) -> list[dict[str, Any]]:
        """The next so many changes."""
        return [await self.change() for _ in range(count)]

    async def refused(self) -> list[dict[str, Any]]:
        """The extensions of the errors in the next message, which must end an operation."""
        message = await self.heard()
        assert message["type"] == "error", message
        return [error["extensions"] for error in message["payload"]]

    async def closed(self) -> tuple[int | None, str | None]:
        """The code and reason with which the server closes; what comes before is passed over."""
        async with asyncio.timeout(PATIENCE):
            await self.connection.wait_closed()
        return self.connection.close_code, self.connection.close_reason


@asynccontextmanager
async def connected(
    live: Live, protocol: str | None = "graphql-transport-ws", query: str = "", **more: Any
) -> AsyncIterator[Socket]:
    """A connection on which nothing was said yet."""
    protocols = None if protocol is None else [Subprotocol(protocol)]
    async with connect(f"ws://{live.address}{query}", subprotocols=protocols, **more) as connection:
        yield Socket(connection)


@asynccontextmanager
async def socket_of(
    live: Live, persona: str, doelen: Collection[str] | None = None, lifetime: int = 3600, **payload: Any
) -> AsyncIterator[Socket]:
    """The connection of a persona."""
    async with connected(live) as socket:
        await socket.begin(Authorization=f"Bearer {live.issuer.issue(persona, doelen, lifetime)}", **payload)
        yield socket


def asking(selection: str = CHANGES) -> str:
    """A subscription."""
    return f"subscription ($na: String, $planId: ID) {{ wijzigingen(na: $na, planId: $planId) {{ {selection} }} }}"


async def page(live: Live, persona: str, na: str | None = None, **asked: Any) -> Any:
    """The changes that a persona finds by asking."""
    query = f"query ($na: String) {{ wijzigingen(na: $na) {{ nodes {{ {CHANGES} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    response = await live.ask(persona, query, na=na, **asked)
    assert response.status_code == 200, response.text
    return response.json()["data"]["wijzigingen"]["nodes"]


async def page_of(live: Live, persona: str, na: str, count: int) -> Any:
    """So many changes after a cursor, as soon as they are there."""

    async def enough() -> Any:
        found = await page(live, persona, na)
        return found if len(found) >= count else None

    return await eventually(enough)
