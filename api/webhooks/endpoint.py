"""The endpoint of a webhook, over the wire: the handshake that lets us send, and the sending.

Source of the handshake and of what the answers mean: HTTP 1.1 Web Hooks for Event Delivery (CloudEvents), and its guideline in
CloudEvents-NL. Redirects are answers like any other and are not followed; no proxy is taken from the environment.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

import httpcore
import httpx

from api.webhooks.keys import WebhookKeys
from api.webhooks.network import NotPublic, PublicNetwork

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"

_MOST_READ: Final = 4_096
"""Bytes of an answer that are read, so that its connection can be used again; what is in them is not looked at."""
_PASSING: Final = frozenset({408, 425, 429})


class Fault(StrEnum):
    """Waarom een bericht niet aankwam."""

    ADRES_NIET_OPENBAAR = "ADRES_NIET_OPENBAAR"
    """De naam in het adres staat voor een adres dat niet openbaar is; er is geen verbinding gemaakt."""
    GEEN_VERBINDING = "GEEN_VERBINDING"
    """Er kwam geen (veilige) verbinding tot stand, of zij brak af."""
    GEEN_ANTWOORD = "GEEN_ANTWOORD"
    """Het antwoord bleef te lang uit."""
    DOORVERWIJZING = "DOORVERWIJZING"
    """De ontvanger verwees door; dat wordt nooit gevolgd."""
    GEWEIGERD = "GEWEIGERD"
    """De ontvanger weigerde het bericht (4xx)."""
    STORING = "STORING"
    """De ontvanger meldde een storing (5xx) of vroeg om te wachten (429)."""


class Verdict(StrEnum):
    """What an attempt came to."""

    ARRIVED = "ARRIVED"
    GONE = "GONE"
    REFUSED = "REFUSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt ended; `asked`: seconds that the endpoint wants us to wait."""

    verdict: Verdict
    fault: Fault | None = None
    asked: float | None = None


class Endpoints:
    """Sends to endpoints, over connections of its own. `origin`: the name of this sender in DNS; `seconds`: for one attempt."""

    def __init__(
        self, keys: WebhookKeys, origin: str, network: PublicNetwork, tls: ssl.SSLContext, seconds: float
    ) -> None:
        self._keys = keys
        self._origin = origin
        self._seconds = seconds
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, max_connections=64, keepalive_expiry=30.0, network_backend=network
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    async def agrees(self, url: str, subscriber: str) -> Fault | None:
        """Ask whether the endpoint wants messages from us, for this subscriber (OIN); None when it does."""
        attempt, headers = await self._exchange("OPTIONS", url, subscriber, None)
        if attempt.fault in {Fault.ADRES_NIET_OPENBAAR, Fault.GEEN_VERBINDING, Fault.GEEN_ANTWOORD}:
            return attempt.fault
        # Not the status: whoever answers OPTIONS by habit has not agreed to anything.
        agreed = headers.get("webhook-allowed-origin", "").strip().lower()
        return None if agreed in {"*", self._origin.lower()} else attempt.fault or Fault.GEWEIGERD

    async def send(self, url: str, subscriber: str, body: bytes) -> Attempt:
        """Send one event, signed."""
        attempt, _ = await self._exchange("POST", url, subscriber, body)
        return attempt

    async def _exchange(
        self, method: str, url: str, subscriber: str, body: bytes | None
    ) -> tuple[Attempt, Mapping[str, str]]:
        headers = {"WebHook-Request-Origin": self._origin, "Origin": self._origin, "WebHook-Subscriber": subscriber}
        if body is not None:
            headers["Content-Type"] = CONTENT_TYPE
        request = httpx.Request(method, url, headers=headers, content=body)
        self._keys.sign(request, body)
        # Each part may take as long as the whole; the whole is what ends an answer that trickles in.
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._pool.stream(
                    method,
                    str(request.url),
                    headers=request.headers.raw,
                    content=body,
                    extensions={"timeout": timeouts},
                ) as response,
            ):
                answer = httpx.Headers(response.headers)
                await _read_a_little(response)
                return _judged(response.status, answer), answer
        except NotPublic:
            return Attempt(Verdict.FAILED, Fault.ADRES_NIET_OPENBAAR), {}
        except (TimeoutError, httpcore.TimeoutException):
            return Attempt(Verdict.FAILED, Fault.GEEN_ANTWOORD), {}
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return Attempt(Verdict.FAILED, Fault.GEEN_VERBINDING), {}


async def _read_a_little(response: httpcore.Response) -> None:
    read = 0
    async for part in response.aiter_stream():
        read += len(part)
        if read > _MOST_READ:
            # Leaving now closes the connection.
            return


def _judged(status: int, headers: Mapping[str, str]) -> Attempt:
    if 200 <= status < 300:
        return Attempt(Verdict.ARRIVED)
    if status == HTTPStatus.GONE:
        return Attempt(Verdict.GONE, Fault.GEWEIGERD)
    if status >= 500 or status in _PASSING:
        return Attempt(Verdict.FAILED, Fault.STORING, _seconds(headers.get("retry-after")))
    return Attempt(Verdict.REFUSED, Fault.DOORVERWIJZING if 300 <= status < 400 else Fault.GEWEIGERD)


def _seconds(value: str | None) -> float | None:
    """Retry-After in seconds; its other form, a date, is left to our own backoff."""
    return float(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 9 else None
