"""`python -m tests.bench.load`: the load generator, a process of its own. One JSON line in says what to ask, one line out what came of it.

Raw connections with uvloop and httptools (the parser that uvicorn has): tens of microseconds per request, so that what is
measured is the server.
"""

import asyncio
import re
import sys
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from time import perf_counter, sleep
from typing import Any, Final, cast

import httptools
import orjson
import uvloop

_VERSION: Final = re.compile(rb'"(?:versie|huidigeVersie)":\s*(\d+)')
_PATIENCE_SECONDS: Final = 60.0
_OUTCOME: Final = re.compile(rb'"(?:__typename|soort)":\s*"(\w+)"')


@dataclass(slots=True)
class Spec:
    """What is asked. In a body `@VERSION@` is the newest version that its connection heard of, `@N@` a number that is new."""

    port: int
    bodies: list[str]
    connections: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    path: str = "/v1/graphql"
    rate: float | None = None
    versions: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What came back. Seconds per answer that counts, and how many had which status and outcome."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    first_refusal: str = ""


class Connection(asyncio.Protocol):
    """One connection, with at most one request in flight."""

    def __init__(self, run: "Run", number: int) -> None:
        self._run, self._number = run, number
        versions = run.spec.versions
        self._version = versions[number % len(versions)] if versions else 0
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._answer = bytearray()
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transports are not of asyncio's classes.
        self._transport = cast("asyncio.Transport", transport)
        self._run.idle(self)

    def ask(self, began: float) -> None:
        """Send the next request; its time counts from `began`."""
        self._began = began
        self._answer.clear()
        self._parser = httptools.HttpResponseParser(self)
        assert self._transport is not None
        self._transport.write(self._run.request(self._number, self._version))

    def data_received(self, data: bytes) -> None:
        """Part of an answer."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Part of its body (called by the parser)."""
        self._answer += body

    def on_message_complete(self) -> None:
        """All of it (called by the parser)."""
        status = self._parser.get_status_code()
        if found := _VERSION.search(self._answer):
            self._version = int(found[1])
        self._run.done(perf_counter() - self._began, status, bytes(self._answer))
        self._run.idle(self)

    def connection_lost(self, _: Exception | None) -> None:
        """A server that hangs up takes no further part."""

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


class Run:
    """One load: closed (each connection asks again when it has its answer) or, with a rate, open."""

    def __init__(self, spec: Spec) -> None:
        self.spec, self.tally = spec, Tally()
        self._numbers = count()
        self._waiting: deque[float] = deque()
        self._free: deque[Connection] = deque()
        head = "".join(f"{name}: {value}\r\n" for name, value in spec.headers.items())
        self._head = f"POST {spec.path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{head}"
        self._fixed = [self._message(body) for body in spec.bodies if "@" not in body]
        self._end = 0.0

    def _message(self, body: str) -> bytes:
        given = body.encode()
        return f"{self._head}Content-Length: {len(given)}\r\n\r\n".encode() + given

    def request(self, number: int, version: int) -> bytes:
        """What a connection sends."""
        if self._fixed:
            return self._fixed[next(self._numbers) % len(self._fixed)]
        body = self.spec.bodies[number % len(self.spec.bodies)]
        return self._message(body.replace("@VERSION@", str(version)).replace("@N@", str(next(self._numbers))))

    def idle(self, connection: Connection) -> None:
        """A connection has its answer, or is new."""
        if perf_counter() >= self._end:
            return
        if self.spec.rate is None:
            connection.ask(perf_counter())
        elif self._waiting:
            # From when it should have been asked, so that a slow server does not hide how long its clients waited.
            connection.ask(self._waiting.popleft())
        else:
            self._free.append(connection)

    def done(self, seconds: float, status: int, answer: bytes) -> None:
        """Put an answer down."""
        if perf_counter() > self._end and self.tally.times:
            return
        self.tally.times.append(seconds)
        # GraphQL servers say what is wrong with status 200, too.
        judged = status if status != 200 or b'"errors":' not in answer else 0
        self.tally.statuses[judged] += 1
        if self.spec.versions and (found := _OUTCOME.search(answer)):
            self.tally.outcomes[found[1].decode()] += 1
        if judged != 200 and not self.tally.first_refusal:
            self.tally.first_refusal = answer[:300].decode(errors="replace")

    def _ask(self, due: float) -> None:
        """Ask what was due at this moment, as soon as a connection has nothing to do."""
        if self._free:
            self._free.popleft().ask(due)
        else:
            self._waiting.append(due)

    def _keep_time(self, rate: float, loop: asyncio.AbstractEventLoop) -> None:
        # In a thread: the timers of a loop go by whole milliseconds, and what falls within one would be asked at once.
        began = perf_counter()
        for number in count():
            due = began + number / rate
            if due >= self._end:
                return
            if (early := due - perf_counter()) > 0:
                sleep(early)
            loop.call_soon_threadsafe(self._ask, due)

    async def go(self) -> dict[str, Any]:
        """Put the load on; what came of it."""
        loop = asyncio.get_running_loop()
        began = perf_counter()
        self._end = began + self.spec.seconds
        made = [
            await loop.create_connection(partial(Connection, self, number), "127.0.0.1", self.spec.port)
            for number in range(self.spec.connections)
        ]
        if self.spec.rate is not None:
            await loop.run_in_executor(None, self._keep_time, self.spec.rate, loop)
        await asyncio.sleep(max(0.0, self._end - perf_counter()))
        # A server that is slower than that has as long as it needs for one answer.
        while not self.tally.times and perf_counter() < began + _PATIENCE_SECONDS:  # noqa: ASYNC110 - a look now and then costs the load least
            await asyncio.sleep(0.02)
        seconds = perf_counter() - began
        for _, connection in made:
            connection.close()
        times = sorted(self.tally.times)
        share = [times[int(len(times) * part)] * 1e3 if times else 0.0 for part in (0.5, 0.99)]
        return {
            "count": len(times),
            "per_second": len(times) / seconds,
            "p50": share[0],
            "p99": share[1],
            "statuses": {str(status): number for status, number in self.tally.statuses.items()},
            "outcomes": dict(self.tally.outcomes),
            "first_refusal": self.tally.first_refusal,
        }


async def main() -> None:
    """Loads, one a line, until there are no more lines."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        found = await Run(Spec(**orjson.loads(line))).go()
        print(orjson.dumps(found).decode(), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
