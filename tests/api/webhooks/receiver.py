"""A receiver of webhooks: a real server on this machine that answers as it is told, and checks every signature as the README shows."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

README: Final = Path(__file__).parents[3] / "README.md"

Behaviour = Callable[[dict[str, Any]], Response | None]
"""What to answer to an event; None: 204."""


def example() -> dict[str, Any]:
    """The names that the example in the README defines."""
    [code] = re.findall(r"^```python\n(import json\n.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, str(README), "exec"), names)  # noqa: S102 - what readers are told to run
    return names


@dataclass
class Receiver:
    """What came in; `events` in order of arrival, those that were answered with an error included."""

    host: str = "127.0.0.1"
    port: int = 0
    own_oin: str = ""
    allowed: str | None = "*"
    behaviour: Behaviour = lambda _: None
    tls: ssl.SSLContext | None = None
    key_set: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0
    """The most messages that were here at one time."""
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address to subscribe."""
        return f"http://{self.host}:{self.port}/ontvangst"

    def start(self) -> None:
        """Listen, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        self.port = listener.getsockname()[1]
        routes = [
            Route("/ontvangst", self._agree, methods=["OPTIONS"]),
            Route("/ontvangst", self._receive, methods=["POST"]),
            Route("/elders", self._other, methods=["GET", "POST", "OPTIONS"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        config.load()
        config.ssl = self.tls
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        running = Retrying(retry=retry_if_result(lambda up: not up), wait=wait_fixed(0.02), stop=stop_after_delay(20))
        running(lambda: self._server is not None and self._server.started)

    def stop(self) -> None:
        """Stop listening; what was received stays."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(20)
            self._server = None

    def numbers(self, plan_id: str | None = None) -> list[int]:
        """The numbers that were accepted, in order of arrival."""
        return [int(event["sequence"]) for event in self.accepted if plan_id in {None, event["subject"]}]

    async def _agree(self, request: Request) -> Response:
        self.asked.append(dict(request.headers))
        return Response(status_code=200, headers={"WebHook-Allowed-Origin": self.allowed} if self.allowed else {})

    async def _receive(self, request: Request) -> Response:
        body, names = await request.body(), example()
        headers = dict(request.headers)
        event = names["received"](names["verifier"](self.key_set), self.url, headers, body, self.own_oin)
        self.headers.append(headers)
        self.events.append(event)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await anyio.sleep(0.02)
        self.busy -= 1
        answer = self.behaviour(event) or Response(status_code=204)
        if isinstance(answer, StreamingResponse) and answer.headers.get("x-hang"):
            await anyio.sleep_forever()
        if answer.status_code < 300:
            self.accepted.append(event)
        return answer

    async def _other(self, request: Request) -> Response:
        self.elsewhere.append(request.method)
        return Response(status_code=204, headers={"WebHook-Allowed-Origin": "*"})


@contextmanager
def receiving(key_set: dict[str, Any], own_oin: str, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver(own_oin=own_oin, key_set=key_set, tls=tls)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()


def hangs() -> Response:
    """An answer that never comes."""
    return StreamingResponse(iter(()), headers={"x-hang": "1"})
