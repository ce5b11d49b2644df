"""What answers of an endpoint come to, over real connections."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from http_message_signatures import InvalidSignature
from starlette.responses import Response

from api.webhooks.endpoint import Attempt, Endpoints, Fault, Verdict
from api.webhooks.keys import WebhookKeys
from api.webhooks.network import PublicNetwork
from tests.api.webhooks.receiver import Receiver, example, hangs, receiving

OIN = "00000099300000202000"
BODY = orjson.dumps({"id": "1", "sequence": "1", "subject": "x"})


@pytest.fixture
def keys(tmp_path: Path) -> WebhookKeys:
    return WebhookKeys.of_development(tmp_path)


@pytest.fixture
def receiver(keys: WebhookKeys) -> Iterator[Receiver]:
    with receiving(keys.key_set(), OIN) as receiver:
        yield receiver


@pytest.fixture
async def sender(keys: WebhookKeys) -> AsyncIterator[Endpoints]:
    network = PublicNetwork(loopback=True)
    sender = Endpoints(keys, "plan.example", network, httpx.create_ssl_context(), 0.5)
    yield sender
    await sender.close()


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, Attempt(Verdict.ARRIVED)),
        (202, {}, Attempt(Verdict.ARRIVED)),
        (204, {}, Attempt(Verdict.ARRIVED)),
        (301, {"Location": "http://127.0.0.1/"}, Attempt(Verdict.REFUSED, Fault.DOORVERWIJZING)),
        (308, {}, Attempt(Verdict.REFUSED, Fault.DOORVERWIJZING)),
        (400, {}, Attempt(Verdict.REFUSED, Fault.GEWEIGERD)),
        (404, {}, Attempt(Verdict.REFUSED, Fault.GEWEIGERD)),
        (408, {}, Attempt(Verdict.FAILED, Fault.STORING)),
        (410, {}, Attempt(Verdict.GONE, Fault.GEWEIGERD)),
        (429, {"Retry-After": "120"}, Attempt(Verdict.FAILED, Fault.STORING, 120.0)),
        (500, {}, Attempt(Verdict.FAILED, Fault.STORING)),
        (503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, Attempt(Verdict.FAILED, Fault.STORING)),
    ],
)
async def test_every_answer_means_one_thing(
    sender: Endpoints, receiver: Receiver, status: int, headers: dict[str, str], expected: Attempt
) -> None:
    receiver.behaviour = lambda _: Response(status_code=status, headers=headers)
    assert await sender.send(receiver.url, OIN, BODY) == expected
    assert len(receiver.events) == 1


async def test_an_answer_that_does_not_come_is_left(sender: Endpoints, receiver: Receiver) -> None:
    receiver.behaviour = lambda _: hangs()
    assert await sender.send(receiver.url, OIN, BODY) == Attempt(Verdict.FAILED, Fault.GEEN_ANTWOORD)


@asynccontextmanager
async def answering(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    """A server that says what no library would; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        with suppress(ConnectionError):
            await answer(writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ontvangst"


async def test_no_more_than_a_little_of_an_answer_is_read(sender: Endpoints) -> None:
    sent, ended = 0, asyncio.Event()

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 65_536)
                await writer.drain()
                sent += 65_536
        finally:
            ended.set()

    async with answering(endless) as url:
        assert await sender.send(url, OIN, BODY) == Attempt(Verdict.ARRIVED)
        await ended.wait()
    # What buffers of the system hold, not what was on offer.
    assert sent < 50_000_000


async def test_an_answer_that_trickles_in_is_left(sender: Endpoints) -> None:
    async def trickle(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            writer.write(b"X-%d: x\r\n" % number)
            await writer.drain()
            await asyncio.sleep(0.1)

    async with answering(trickle) as url:
        assert await sender.send(url, OIN, BODY) == Attempt(Verdict.FAILED, Fault.GEEN_ANTWOORD)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000])
async def test_what_is_no_answer_is_no_connection(sender: Endpoints, answer: bytes) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    async with answering(say) as url:
        assert await sender.send(url, OIN, BODY) == Attempt(Verdict.FAILED, Fault.GEEN_VERBINDING)


async def test_nobody_there_is_no_connection(sender: Endpoints, receiver: Receiver) -> None:
    receiver.stop()
    assert await sender.send(receiver.url, OIN, BODY) == Attempt(Verdict.FAILED, Fault.GEEN_VERBINDING)
    assert await sender.agrees(receiver.url, OIN) is Fault.GEEN_VERBINDING


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ("*", None),
        ("plan.example", None),
        ("PLAN.EXAMPLE", None),
        ("elders.example", Fault.GEWEIGERD),
        (None, Fault.GEWEIGERD),
    ],
)
async def test_only_an_endpoint_that_names_us_agrees(
    sender: Endpoints, receiver: Receiver, allowed: str | None, expected: Fault | None
) -> None:
    receiver.allowed = allowed
    assert await sender.agrees(receiver.url, OIN) is expected
    [asked] = receiver.asked
    assert asked["webhook-request-origin"] == "plan.example"
    assert asked["webhook-subscriber"] == OIN
    assert "signature" in asked


async def test_the_receiver_of_the_readme_refuses_what_was_tampered_with(
    sender: Endpoints, receiver: Receiver, keys: WebhookKeys, tmp_path: Path
) -> None:
    await sender.send(receiver.url, OIN, BODY)
    names: dict[str, Any] = example()
    check, headers = names["verifier"](keys.key_set()), receiver.headers[0]
    assert names["received"](check, receiver.url, headers, BODY, OIN) == orjson.loads(BODY)
    for url, changed, body in (
        (receiver.url, {}, BODY + b" "),
        (receiver.url + "/elders", {}, BODY),
        (receiver.url, {"webhook-subscriber": "00000099300000268000"}, BODY),
        (receiver.url, {"content-type": "application/json"}, BODY),
        (receiver.url, {"signature": headers["signature"].replace("sig1=:", "sig1=:AA")}, BODY),
    ):
        with pytest.raises(InvalidSignature):
            names["received"](check, url, headers | changed, body, OIN)
    other = names["verifier"](WebhookKeys.of_development(tmp_path / "ander").key_set())
    with pytest.raises(InvalidSignature):
        names["received"](other, receiver.url, headers, BODY, OIN)
    with pytest.raises(ValueError, match="somebody else"):
        names["received"](check, receiver.url, headers, BODY, "00000099300000268000")
