"""The load generator counts every answer, keeps to a rate, and follows the version that its connection heard of."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.load import Run, Spec


@asynccontextmanager
async def answering(status: int = 200, body: bytes | None = None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that answers with the version after the one that it was asked for; its port, and what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"Content-Length: (\d+)", head)
                assert length is not None
                asked.append(await reader.readexactly(int(length[1])))
                answer = body or b'{"__typename":"PlanGewijzigd","versie":%d}' % (int(asked[-1]) + 1)
                writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (status, len(answer), answer))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked


async def test_each_connection_goes_on_from_the_version_that_it_heard_of() -> None:
    async with answering() as (port, asked):
        found = await Run(Spec(port, ["@VERSION@"], 2, 0.1, versions=[1, 100])).go()
    assert found["statuses"] == {"200": found["count"]}
    assert found["outcomes"] == {"PlanGewijzigd": found["count"]}
    low = [int(body) for body in asked if int(body) < 100]
    assert low == list(range(1, len(low) + 1))


async def test_a_rate_is_kept_to() -> None:
    async with answering() as (port, asked):
        await Run(Spec(port, ["7"], 4, 0.2, rate=100.0)).go()
    assert len(asked) <= 20


async def test_a_refusal_counts_as_one_whatever_its_status() -> None:
    async with answering(body=b'{"errors":[]}') as (port, _):
        found = await Run(Spec(port, ["7"], 1, 0.05)).go()
    assert set(found["statuses"]) == {"0"}
    assert found["first_refusal"] == '{"errors":[]}'
    async with answering(503, b"{}") as (port, _):
        found = await Run(Spec(port, ["7"], 1, 0.05)).go()
    assert set(found["statuses"]) == {"503"}
