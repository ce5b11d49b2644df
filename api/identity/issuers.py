"""The issuers whose tokens count, and where their public keys come from.

Sources: NL GOV Assurance profile for OAuth 2.0 (a limited list of trusted issuers, `kid` in every token); RFC 7517
(a key set may hold keys for other uses and of other types: those are passed over).
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALGORITHMS: Final = ("RS256", "PS256")
"""The signature algorithms that the profile names; `none` and the shared-secret ones can never be configured."""

MIN_KEY_BITS: Final = 2048
REFRESH_INTERVAL: Final = 60.0
"""Seconds between two attempts to fetch a key set, whatever tokens arrive."""
FRESH_FOR: Final = 3600.0
"""Seconds after which a fetched key set is fetched again."""
USABLE_FOR: Final = 24 * 3600.0
"""Seconds after which a key set that could not be fetched again no longer counts."""

_FETCH_TIMEOUT: Final = 5.0
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_NEVER: Final = float("-inf")

_log = structlog.get_logger(__name__)


def _usable_key(data: object) -> RSAKey | None:
    if not isinstance(data, dict) or data.get("kty") != "RSA" or not isinstance(data.get("kid"), str):
        return None
    if data.get("use", "sig") != "sig" or data.get("alg", ALGORITHMS[0]) not in ALGORITHMS:
        return None
    try:
        key = RSAKey.import_key(data)
        # Only the public half is kept, also when someone configured a private key by mistake.
        public = RSAKey.import_key(key.as_dict(private=False))
    except (JoseError, ValueError, TypeError):
        return None
    return public if public.raw_value.key_size >= MIN_KEY_BITS else None


def _keys_of(jwks: object) -> Mapping[str, RSAKey]:
    listed = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(listed, list):
        # A ValueError like every other key set that cannot be used.
        raise ValueError('een sleutelset is een JSON-object met een lijst "keys" (RFC 7517)')  # noqa: TRY004
    keys = {str(key.kid): key for data in listed if (key := _usable_key(data)) is not None}
    if not keys:
        raise ValueError(
            f"de sleutelset bevat geen bruikbare sleutel: nodig is een RSA-sleutel van ten minste {MIN_KEY_BITS} bits "
            f'met een "kid", bedoeld voor ondertekenen met {" of ".join(ALGORITHMS)}'
        )
    return keys


class KeySource:
    """The public keys of one issuer, by `kid`; made with `static`, `from_file` or `from_url`."""

    def __init__(
        self, keys: Mapping[str, RSAKey], url: str | None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._keys = keys
        self._url = url
        self._clock = clock
        self._fetched_at = _NEVER
        self._attempted_at = _NEVER
        self._refreshing = Lock()

    @classmethod
    def static(cls, jwks: Mapping[str, object]) -> "KeySource":
        """Return the source of a key set that never changes; ValueError (Dutch) when no key in it can be used."""
        return cls(_keys_of(jwks), None)

    @classmethod
    def from_file(cls, path: Path) -> "KeySource":
        """Return the source of the key set in this JSON file; ValueError (Dutch) names the file and what is wrong."""
        try:
            return cls.static(json.loads(path.read_bytes()))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise ValueError(f"sleutelbestand {path} is niet bruikbaar: {reason}") from None

    @classmethod
    def from_url(cls, url: str, *, clock: Callable[[], float] = time.monotonic) -> "KeySource":
        """Return the source of the key set at this URL, fetched when first needed; ValueError (Dutch) without https.

        `clock` gives seconds that never run back.
        """
        try:
            parts = httpx.URL(url)
        except httpx.InvalidURL:
            parts = httpx.URL()
        if not parts.host or not (parts.scheme == "https" or (parts.scheme == "http" and parts.host in _LOOPBACK)):
            raise ValueError("het adres van een sleutelset begint met https:// (http alleen op localhost)")
        return cls({}, url, clock=clock)

    def key(self, kid: str) -> RSAKey | None:
        """Return the key with this `kid`, or None when the issuer does not publish it (or no set could be had).

        May fetch, so it may take seconds: call it in a worker thread. Fetches at most once in `REFRESH_INTERVAL`;
        when that fails, the keys at hand stay in use until `USABLE_FOR` has passed.
        """
        if self._url is None:
            return self._keys.get(kid)
        found = self._current(kid)
        if found is None or self._clock() - self._fetched_at >= FRESH_FOR:
            self._refresh(self._url, wait=found is None)
            found = self._current(kid)
        return found

    def _current(self, kid: str) -> RSAKey | None:
        return self._keys.get(kid) if self._clock() - self._fetched_at < USABLE_FOR else None

    def _refresh(self, url: str, *, wait: bool) -> None:
        # Who has a key at hand does not wait for another thread's fetch.
        if not self._refreshing.acquire(blocking=wait):
            return
        try:
            now = self._clock()
            if now - self._attempted_at < REFRESH_INTERVAL:
                return
            self._attempted_at = now
            response = httpx.get(url, timeout=_FETCH_TIMEOUT, headers={"Accept": "application/json"})
            response.raise_for_status()
            self._keys = _keys_of(response.json())
            self._fetched_at = now
        except (httpx.HTTPError, ValueError) as error:
            _log.warning("issuer_keys_not_fetched", url=url, error=type(error).__name__)
        finally:
            self._refreshing.release()


@dataclass(frozen=True, slots=True)
class Issuer:
    """A trusted issuer: its exact `iss` value and its keys."""

    url: str
    jwks: KeySource
