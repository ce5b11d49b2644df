"""Server-sent events: a subscription over `POST` with `Accept: text/event-stream`.

Source: graphql-sse, "distinct connections mode": `next` events with an execution result, then `complete`; what refuses an operation
is told in a `next` event too. Each event has its cursor as `id`, which comes back as `Last-Event-ID`.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, suppress
from typing import Any, Final

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import Fault, RequestRefused
from api.graphql.lifelines import Lifeline, Lifelines
from api.graphql.renderings import Rendered
from api.graphql.streams import TOO_SLOW
from api.identity.caller import Caller
from api.telemetry.activity import note_refusal

EVENT_STREAM: Final = "text/event-stream"
LAST_EVENT: Final = "Last-Event-ID"

HEARTBEAT_SECONDS: Final = 15.0
"""A comment this often keeps proxies from taking a quiet stream for a dead one."""
BLOCKED_SECONDS: Final = 30.0
"""How long a reader may leave lie what is sent."""

_COMPLETE: Final = b"event: complete\ndata:\n\n"


def answered_stream(body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """The stream of an operation that has one answer: the execution result, or why it is refused."""
    return Response(_next(body) + _COMPLETE, 200, headers, EVENT_STREAM)


class EventStream(Response):
    """A response that lasts: until the client leaves, its token runs out, its rights go, or the server stops."""

    media_type = EVENT_STREAM

    def __init__(
        self, source: AsyncGenerator[Rendered, None], caller: Caller, lifelines: Lifelines, headers: dict[str, str]
    ) -> None:
        self._source = source
        self._caller = caller
        self._lifelines = lifelines
        super().__init__(headers=headers)
        # `Response` counts what it was given, and this one is given nothing yet.
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until something ends it; whatever that is, nothing of it stays behind."""
        line = _Line(send)
        with self._lifelines.hold() as lifeline, Lifelines.until(lifeline, self._caller.expires_at):
            tasks = [
                asyncio.create_task(self._feed(line)),
                asyncio.create_task(line.beat()),
                asyncio.create_task(_gone(receive)),
            ]
            try:
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await line.write(b":\n\n")
                ends: list[asyncio.Future[Any]] = [*tasks, lifeline.ended]
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            await _end(line, lifeline, outcomes)

    async def _feed(self, line: "_Line") -> None:
        async with aclosing(self._source) as source:
            async for rendered in source:
                await line.write(_next(rendered.payload, rendered.cursor))


class _Line:
    """The way to the client: one write at a time, and none that waits for ever."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._free = asyncio.Lock()

    async def write(self, data: bytes, *, more: bool = True) -> None:
        """Send; TimeoutError when the client takes nothing any more."""
        async with asyncio.timeout(BLOCKED_SECONDS), self._free:
            await self._send({"type": "http.response.body", "body": data, "more_body": more})

    async def beat(self) -> None:
        """Send a comment now and then."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.write(b":\n\n")


async def _gone(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _end(line: _Line, lifeline: Lifeline, outcomes: list[Any]) -> None:
    """Say why it ends, to who is still there."""
    failures = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    refusal = next((failure for failure in failures if isinstance(failure, RequestRefused)), None)
    if refusal is not None:
        note_refusal(refusal.faults)
        # What passes (ours, below 600) is left without `complete`: clients then connect again by themselves.
        data = _errors(refusal.faults) + (_COMPLETE if refusal.status < 500 else b"")
    elif any(isinstance(failure, TimeoutError) for failure in failures):
        data = _errors([TOO_SLOW])
    elif lifeline.ended.done():
        data = _errors([lifeline.ended.result()])
    else:
        data = b""
    # Who does not read will not read this either, and who has left cannot.
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await line.write(data, more=False)
    others = [failure for failure in failures if not isinstance(failure, RequestRefused | TimeoutError | OSError)]
    if others:
        raise others[0]


def _errors(faults: Sequence[Fault]) -> bytes:
    return _next(orjson.dumps({"errors": [fault.formatted() for fault in faults]}))


def _next(payload: bytes, cursor: str | None = None) -> bytes:
    identified = b"" if cursor is None else b"id: " + cursor.encode() + b"\n"
    return b"event: next\n" + identified + b"data: " + payload + b"\n\n"
