"""A client of server-sent events that reads them as they come."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.api.graphql.subscriptions.socket import PATIENCE
from tests.api.live import Live


class Events:
    """The events of one response; comments are passed over."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def event(self) -> dict[str, str] | None:
        """The next event with its fields; None at the end."""
        found: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if line.startswith(":"):
                    continue
                if not line:
                    if found:
                        return found
                    continue
                name, _, value = line.partition(":")
                found[name] = value.removeprefix(" ")
        return None

    async def change(self) -> dict[str, Any]:
        """The change in the next event, which must be one; with its id."""
        event = await self.event()
        assert event is not None
        assert event["event"] == "next"
        body = json.loads(event["data"])
        assert "errors" not in body, body
        return {"id": event["id"], **body["data"]["wijzigingen"]}

    async def ended(self) -> tuple[list[dict[str, Any]], bool]:
        """The extensions of the errors that end the stream, and whether it is said to be complete."""
        event = await self.event()
        assert event is not None
        assert "id" not in event
        errors = [error["extensions"] for error in json.loads(event["data"])["errors"]]
        last = await self.event()
        assert last in (None, {"event": "complete", "data": ""})
        return errors, last is not None


@asynccontextmanager
async def events_of(
    live: Live,
    persona: str,
    query: str,
    *,
    lifetime: int = 3600,
    headers: dict[str, str] | None = None,
    **variables: Any,
) -> AsyncIterator[Events]:
    """The stream of a persona."""
    sent = {
        "Authorization": f"Bearer {live.issuer.issue(persona, None, lifetime)}",
        "Accept": "text/event-stream",
    } | (headers or {})
    body = {"query": query, "variables": variables}
    async with live.http.stream("POST", "/v1/graphql", json=body, headers=sent) as response:
        yield Events(response)
