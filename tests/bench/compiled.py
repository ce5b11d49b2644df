"""`python -m tests.bench.compiled [seconds]`: the plan query in one process, 64 at a time: compiled, not compiled, and the floor.

No network: the applications are called as a server would call them. All have tokens, masks and durable logs on, except the floor.
"""

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import httpx
import orjson
import uvloop
from starlette.types import ASGIApp, Message, Scope

from api.demo.folder import demo_histories
from api.demo.loader import Loader
from api.embedded.server import EmbeddedMongo
from tests.api.client import running
from tests.bench.floor import floor
from tests.bench.question import PERSONA, plan_query, readable

AT_ONCE: Final = 64
ROUNDS: Final = 5


@dataclass(slots=True)
class Caller:
    """Calls one application, over and over, with the same question."""

    app: ASGIApp
    body: bytes
    headers: dict[str, str]

    async def __call__(self) -> bytes:
        """The body of the answer, which must be 200."""
        headers = {"Content-Type": "application/json", "Host": "bench"} | self.headers
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/v1/graphql",
            "raw_path": b"/v1/graphql",
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("bench", 80),
            "state": {},
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": self.body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        assert sent[0]["status"] == 200, sent
        return bytes(sent[1]["body"])


async def load(ask: Caller, seconds: float) -> tuple[float, float]:
    """Requests per second, and microseconds of this process per request."""
    done, end = 0, perf_counter() + seconds

    async def client() -> None:
        nonlocal done
        while perf_counter() < end:
            await ask()
            done += 1

    started, spent = perf_counter(), process_time()
    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
    return done / (perf_counter() - started), (process_time() - spent) / done * 1e6


async def measure(uri: str, folder: Path, seconds: float) -> list[str]:
    """Each in turn, so that all meet the same machine."""
    callers: dict[str, Caller] = {}
    async with AsyncExitStack() as stack:
        for name, compiled in (("compiled", True), ("not compiled", False)):
            database = name.replace(" ", "_")
            api = await stack.enter_async_context(running(uri, database, folder, compiled=compiled))
            await Loader(api.http, api.issuer.issue).load_histories(demo_histories(date(2026, 11, 22))[:1], workers=1)
            listed = await api.data("casemanager-arnhem", "{ plannen(first: 1) { nodes { id } } }")
            body = {"query": plan_query(readable()), "variables": {"id": listed["plannen"]["nodes"][0]["id"]}}
            headers = {"Authorization": f"Bearer {api.issuer.issue(PERSONA)}"}
            transport: Any = api.http._transport
            assert isinstance(transport, httpx.ASGITransport)
            callers[name] = Caller(transport.app, orjson.dumps(body), headers)
        callers["floor"] = Caller(floor(uri, database, api.settings.mongo_driver), orjson.dumps(body), headers)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in callers}
        for ask in callers.values():
            await load(ask, 0.5)
        for _ in range(ROUNDS):
            for name, ask in callers.items():
                found[name].append(await load(ask, seconds))
    lines = []
    for name, rounds in found.items():
        speeds = [speed for speed, _ in rounds]
        ratio = median(speed / bare for speed, (bare, _) in zip(speeds, found["floor"], strict=True))
        lines.append(
            f"{name:<14}{median(speeds):>8.0f} req/s ({min(speeds):.0f} - {max(speeds):.0f}), "
            f"{median(cpu for _, cpu in rounds):>6.0f} µs CPU per request, {ratio:.2f} of the floor"
        )
    return lines


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongodb", cache_gb=0.25) as server:
        for line in uvloop.run(measure(server.uri, Path(folder), seconds)):
            print(line)


if __name__ == "__main__":
    main()
