"""Subscribers that come back whatever happens, and keep every message that they got."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.typing import Subprotocol

QUESTION: Final = """subscription ($na: String) { wijzigingen(na: $na) {
    volgnummer cursor soort planId versie groepen } }"""
_GONE: Final = (OSError, TimeoutError, WebSocketException, InvalidHandshake)


@dataclass
class Follower:
    """One subscriber: it reconnects, to any of the servers, from the last change that it got."""

    persona: str
    token: str
    ports: list[int]
    rng: random.Random
    got: list[dict[str, Any]] = field(default_factory=list)
    connections: int = 0

    @property
    def reached(self) -> int:
        """The number of the last change that it got."""
        return int(self.got[-1]["volgnummer"]) if self.got else 0

    async def follow(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                await self._connection()
            except _GONE:
                await asyncio.sleep(self.rng.uniform(0.05, 0.5))

    async def _connection(self) -> None:
        address = f"ws://127.0.0.1:{self.rng.choice(self.ports)}/v1/graphql"
        protocols = [Subprotocol("graphql-transport-ws")]
        async with connect(address, subprotocols=protocols, open_timeout=5) as socket:
            self.connections += 1
            await socket.send(json.dumps({"type": "connection_init", "payload": {"token": self.token}}))
            payload = {"query": QUESTION, "variables": {"na": self.got[-1]["cursor"] if self.got else "0"}}
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "connection_ack":
                    await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
                elif message["type"] == "next":
                    self.got.append(message["payload"]["data"]["wijzigingen"])
                elif message["type"] == "ping":
                    await socket.send(json.dumps({"type": "pong"}))
                else:
                    raise AssertionError(message)
