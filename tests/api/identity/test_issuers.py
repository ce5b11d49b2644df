import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from api.identity.issuers import FRESH_FOR, REFRESH_INTERVAL, USABLE_FOR, KeySource
from tests.api.identity.forge import KEY, Clock, token, verifier


class Publisher:
    """A real issuer's key address: publishes what it is told, counts who asks."""

    def __init__(self) -> None:
        self.body: bytes = b""
        self.status = 200
        self.asked = 0
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked += 1
                self.send_response(publisher.status)
                self.end_headers()
                self.wfile.write(publisher.body)

            def log_message(self, *_: object) -> None:
                """Keep the test output quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"

    def publish(self, *keys: RSAKey) -> None:
        self.body = json.dumps(jwks(*keys)).encode()


def jwks(*keys: RSAKey) -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False) for key in keys]}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    made.publish(KEY)
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


NEXT_KEY = RSAKey.generate_key(2048, {"kid": "sleutel-twee"})


def test_keys_are_fetched_when_first_needed_and_then_kept(publisher: Publisher) -> None:
    source = KeySource.from_url(publisher.url, clock=Clock())
    assert publisher.asked == 0
    assert source.key("sleutel-een") is not None
    assert source.key("sleutel-een") is not None
    assert publisher.asked == 1


async def test_a_token_is_verified_with_fetched_keys(publisher: Publisher) -> None:
    checked = verifier(Clock(), KeySource.from_url(publisher.url))
    assert (await checked.verify_in_background(token())).user == "pseudoniem-7f3a"


def test_an_unknown_kid_fetches_at_most_once_a_minute(publisher: Publisher) -> None:
    clock = Clock()
    source = KeySource.from_url(publisher.url, clock=clock)
    assert source.key("sleutel-een") is not None
    publisher.publish(KEY, NEXT_KEY)
    for _ in range(5):
        assert source.key("sleutel-twee") is None
    assert publisher.asked == 1
    clock.now += REFRESH_INTERVAL
    assert source.key("sleutel-twee") is not None
    assert publisher.asked == 2


def test_a_withdrawn_key_stops_counting_once_the_set_is_no_longer_fresh(publisher: Publisher) -> None:
    clock = Clock()
    source = KeySource.from_url(publisher.url, clock=clock)
    assert source.key("sleutel-een") is not None
    publisher.publish(NEXT_KEY)
    clock.now += FRESH_FOR
    assert source.key("sleutel-een") is None


@pytest.mark.parametrize("broken", [b"geen json", b"[]", b'{"keys": []}', b'{"keys": "x"}'])
def test_keys_at_hand_outlive_a_broken_publisher_for_a_bounded_time(publisher: Publisher, broken: bytes) -> None:
    clock = Clock()
    source = KeySource.from_url(publisher.url, clock=clock)
    assert source.key("sleutel-een") is not None
    publisher.body = broken
    clock.now += USABLE_FOR - 1
    assert source.key("sleutel-een") is not None
    assert publisher.asked == 2
    clock.now += 1
    assert source.key("sleutel-een") is None


def test_a_failing_publisher_is_not_asked_again_and_again(publisher: Publisher) -> None:
    clock = Clock()
    source = KeySource.from_url(publisher.url, clock=clock)
    publisher.status = 503
    assert source.key("sleutel-een") is None
    assert source.key("sleutel-een") is None
    assert publisher.asked == 1
    publisher.status = 200
    clock.now += REFRESH_INTERVAL
    assert source.key("sleutel-een") is not None


def test_a_publisher_that_is_away_gives_no_keys_and_no_exception(publisher: Publisher) -> None:
    publisher.server.shutdown()
    publisher.server.server_close()
    assert KeySource.from_url(publisher.url).key("sleutel-een") is None


@pytest.mark.parametrize(
    "url", ["http://uitgever.example/jwks", "ftp://localhost/jwks", "jwks.json", "", "https://", "https://a:b:c/"]
)
def test_a_key_address_without_https_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        KeySource.from_url(url)


def test_a_key_set_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(jwks(KEY)))
    assert KeySource.from_file(path).key("sleutel-een") is not None
    assert KeySource.from_file(path).key("sleutel-twee") is None


@pytest.mark.parametrize("content", [None, "geen json", "[]", '{"keys": [{"kty": "RSA"}]}'])
def test_an_unusable_key_file_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "jwks.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ValueError, match=r"jwks\.json is niet bruikbaar"):
        KeySource.from_file(path)


def test_keys_for_other_uses_and_types_are_passed_over() -> None:
    usable = KEY.as_dict(private=False)
    others: list[Any] = [
        {**usable, "kid": "versleuteling", "use": "enc"},
        {**usable, "kid": "ander-algoritme", "alg": "RS512"},
        {name: value for name, value in usable.items() if name != "kid"},
        {"kty": "RSA", "kid": "zonder-modulus", "e": "AQAB"},
        {"kty": "RSA", "kid": "kapot", "n": "$$$", "e": "AQAB"},
        {"kty": "AKP", "kid": "onbekende-soort"},
        ECKey.generate_key("P-256", {"kid": "elliptisch"}).as_dict(private=False),
        "geen sleutel",
    ]
    source = KeySource.static({"keys": [*others, usable]})
    assert source.key("sleutel-een") is not None
    assert all(source.key(str(other["kid"])) is None for other in others if isinstance(other, dict) and "kid" in other)


def test_a_short_key_does_not_count() -> None:
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024, {"kid": "kort"}).as_dict(private=False)
    with pytest.warns(SecurityWarning), pytest.raises(ValueError, match="2048 bits"):
        KeySource.static({"keys": [short]})
