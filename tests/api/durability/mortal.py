"""A process that serves one request and dies at a chosen database command: `python -m tests.api.durability.mortal`.

Reads a line `{"uri", "database", "folder"}`, then for each request a line `{"token", "query", "input", "key", "dies_at"}`, and
answers each with a line. Each request is served by a process of its own, forked from one that has loaded everything and
talked to nobody yet: so a death costs no start.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

import httpx
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent
from starlette.applications import Starlette

from api.app import create_app
from api.settings import load_settings
from tests.api.durability.served import ask


class Killer(CommandListener):
    """Counts what the driver tells of its commands once it is armed, and kills its own process at the chosen one."""

    def __init__(self) -> None:
        self.armed = False
        self.dies_at: int | None = None
        self.met: list[str] = []
        self._names: dict[int, str] = {}

    def started(self, event: CommandStartedEvent) -> None:
        collection = event.command[event.command_name]
        self._names[event.request_id] = (
            f"{event.command_name} {collection if isinstance(collection, str) else ''}".strip()
        )
        self._count("before", event.request_id)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        self._count("after", event.request_id)

    def failed(self, event: CommandFailedEvent) -> None:
        self._count("failed", event.request_id)

    def _count(self, when: str, request_id: int) -> None:
        if self.armed:
            self.met.append(f"{when} {self._names[request_id]}")
            if len(self.met) == self.dies_at:
                os.kill(os.getpid(), signal.SIGKILL)


async def _answer(app: Starlette, killer: Killer, asked: dict[str, Any], out: TextIO) -> None:
    """Answer, and end as suddenly as the deaths do: what is answered must be durable by then."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http,
    ):
        killer.armed, killer.dies_at = True, asked["dies_at"]
        response = await ask(http, asked["token"], asked["query"], asked["input"], asked["key"])
        killer.armed = False
        with out:
            json.dump({"status": response.status_code, "body": response.json(), "met": killer.met}, out)
        os._exit(0)


def _serve(app: Starlette, killer: Killer, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer of a process of its own, or the signal that ended it."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        asyncio.run(_answer(app, killer, asked, os.fdopen(write, "w")))
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status)}
    return json.loads(said)  # type: ignore[no-any-return] # JSON is untyped by nature


def main() -> None:
    """Serve what standard input asks."""
    given = json.loads(sys.stdin.readline())
    killer = Killer()
    settings = load_settings(
        mode="development", mongodb_uri=given["uri"], database=given["database"], data_dir=Path(given["folder"])
    )
    app = create_app(settings, listeners=[killer])
    # What is loaded stays shared with every child: looked at by its garbage collector, all of it would be copied.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        # A fork takes one thread along; with more there would be locks that nobody opens.
        assert threading.active_count() == 1
        print(json.dumps(_serve(app, killer, json.loads(line))), flush=True)  # noqa: T201 - how it answers


if __name__ == "__main__":
    main()
