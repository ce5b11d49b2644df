"""Connections: the address that was checked is the one that is connected to, whatever a name says later."""

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import httpcore
import pytest
import trustme

from api.webhooks.addresses import Address
from api.webhooks.endpoint import Endpoints, Fault, Verdict
from api.webhooks.keys import WebhookKeys
from api.webhooks.network import NotPublic, PublicNetwork, look_up
from tests.api.webhooks.receiver import Receiver, receiving

OIN = "00000099300000202000"


@dataclass
class Names:
    """Names that answer as they are told, in turn, the last answer for ever; and how often they were asked."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        return [ip_address(text) for text in self.answers[min(len(self.asked), len(self.answers)) - 1]]


@pytest.fixture
def keys(tmp_path: Path) -> WebhookKeys:
    return WebhookKeys.of_development(tmp_path)


@pytest.fixture
def receiver(keys: WebhookKeys) -> Iterator[Receiver]:
    with receiving(keys.key_set(), OIN) as receiver:
        yield receiver


def endpoints(keys: WebhookKeys, network: PublicNetwork, tls: ssl.SSLContext | None = None) -> Endpoints:
    return Endpoints(keys, "plan.example", network, tls or ssl.create_default_context(), 2.0)


# Each of these is found by the resolver of the machine, and stands for the machine itself.
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0"])
async def test_in_production_no_spelling_of_this_machine_is_connected_to(
    keys: WebhookKeys, receiver: Receiver, host: str
) -> None:
    sender = endpoints(keys, PublicNetwork(loopback=False))
    attempt = await sender.send(f"http://{host}:{receiver.port}/ontvangst", OIN, b"{}")
    assert (attempt.verdict, attempt.fault) == (Verdict.FAILED, Fault.ADRES_NIET_OPENBAAR)
    assert await sender.agrees(f"http://{host}:{receiver.port}/ontvangst", OIN) is Fault.ADRES_NIET_OPENBAAR
    assert (receiver.events, receiver.asked) == ([], [])
    await sender.close()


@pytest.mark.parametrize(
    "addresses",
    [
        ["169.254.169.254"],
        ["10.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["fe80::1"],
        ["1.1.1.1", "127.0.0.1"],
        ["2606:4700:4700::1111", "fd00::1"],
        [],
    ],
)
async def test_a_name_with_any_address_that_is_not_public_is_not_connected_to(addresses: list[str]) -> None:
    network = PublicNetwork(loopback=False, resolve=Names([addresses]))
    with pytest.raises(NotPublic):
        await network.connect_tcp("systeem.example", 443, timeout=1)


async def test_a_name_is_looked_up_once_and_what_it_says_later_does_not_count(
    keys: WebhookKeys, receiver: Receiver
) -> None:
    # Allowed at first, and elsewhere the second time: a sender that looked again would not reach the receiver.
    names = Names([["127.0.0.1"], ["10.0.0.1"]])
    sender = endpoints(keys, PublicNetwork(loopback=True, resolve=names))
    assert await sender.agrees(f"http://systeem.example:{receiver.port}/ontvangst", OIN) is None
    assert names.asked == ["systeem.example"]
    assert receiver.asked[0]["host"] == f"systeem.example:{receiver.port}"
    await sender.close()
    sender = endpoints(keys, PublicNetwork(loopback=True, resolve=names))
    assert await sender.agrees(f"http://systeem.example:{receiver.port}/ontvangst", OIN) is Fault.ADRES_NIET_OPENBAAR
    await sender.close()


async def test_the_certificate_is_that_of_the_name_not_of_the_address(keys: WebhookKeys) -> None:
    authority = trustme.CA()
    tls = ssl.create_default_context()
    authority.configure_trust(tls)
    for name, expected in (("systeem.example", None), ("elders.example", Fault.GEEN_VERBINDING)):
        served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(name).configure_cert(served)
        with receiving(keys.key_set(), OIN, served) as receiver:
            network = PublicNetwork(loopback=True, resolve=Names([["127.0.0.1"]]))
            sender = endpoints(keys, network, tls)
            assert await sender.agrees(f"https://systeem.example:{receiver.port}/ontvangst", OIN) is expected
            await sender.close()


async def test_the_next_address_of_a_name_is_tried_when_one_does_not_answer(
    keys: WebhookKeys, receiver: Receiver
) -> None:
    # Nothing listens on ::1 at this port.
    network = PublicNetwork(loopback=True, resolve=Names([["::1", "127.0.0.1"]]))
    sender = endpoints(keys, network)
    assert await sender.agrees(f"http://systeem.example:{receiver.port}/ontvangst", OIN) is None
    await sender.close()


async def test_a_name_without_address_is_no_connection(keys: WebhookKeys) -> None:
    assert list(await look_up("127.0.0.1", 443)) == [ip_address("127.0.0.1")]

    async def nothing(host: str, port: int) -> Sequence[Address]:
        raise OSError

    with pytest.raises(httpcore.ConnectError) as failure:
        await PublicNetwork(loopback=False, resolve=nothing).connect_tcp("bestaat-niet.example", 443)
    assert not isinstance(failure.value, NotPublic)


async def test_no_proxy_of_the_environment_is_used(
    keys: WebhookKeys, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    sender = endpoints(keys, PublicNetwork(loopback=True))
    assert await sender.agrees(receiver.url, OIN) is None
    await sender.close()
