"""The resource server's side of an access token: is it genuine, is it meant for us, and whom does it speak for.

Source: NL GOV Assurance profile for OAuth 2.0 (Logius), on RFC 9068 and RFC 8725: compact JWS only, RS256 or PS256,
`kid` and issuer from our own lists, so that nothing in a token decides how that token is checked.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any, Final

from cachetools import TTLCache
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from api.identity.caller import Caller
from api.identity.claims import ClaimRules
from api.identity.issuers import ALGORITHMS, Issuer
from api.identity.organisations import Organisations
from api.identity.token_error import TokenCode, TokenError

__all__ = ["MAX_TOKEN_LENGTH", "TokenCode", "TokenError", "TokenVerifier"]

MAX_TOKEN_LENGTH: Final = 16_384
"""Characters; room for a certificate in the header and a chain of actors, not for more."""

_CACHE_SIZE: Final = 10_000
_CACHE_SECONDS: Final = 300
"""A verified token is checked in full again after this time, so that a withdrawn key or organisation takes effect."""

_MALFORMED: Final = (JoseError, ValueError, TypeError, RecursionError)


class _Registry(jws.JWSRegistry):
    """Joserfc's limits, widened for a certificate chain in the header; unknown header fields are ignored (RFC 7515)."""

    max_header_length = 8_192
    max_payload_length = MAX_TOKEN_LENGTH


_REGISTRY: Final = _Registry(algorithms=ALGORITHMS, strict_check_header=False)


class TokenVerifier:
    """Turns access tokens into callers, and remembers those it has verified.

    Safe to use from several threads. `max_lifetime` and `leeway` in seconds; `clock` gives seconds since 1970.
    """

    def __init__(
        self,
        issuers: Iterable[Issuer],
        audience: str,
        organisations: Organisations,
        max_lifetime: int = 3600,
        leeway: int = 30,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuers: Mapping[str, Issuer] = {issuer.url: issuer for issuer in issuers}
        self._organisations = organisations
        self._rules = ClaimRules(audience, max_lifetime, leeway)
        self._clock = clock
        self._verified: TTLCache[bytes, Caller] = TTLCache(_CACHE_SIZE, _CACHE_SECONDS, timer=clock)
        self._lock = Lock()

    def verify(self, token: str) -> Caller:
        """Return whom this token speaks for; TokenError says why not.

        May fetch an issuer's keys: on an event loop use `verify_in_background`.
        """
        remembered = self._remembered(token)
        return self._verify(token) if remembered is None else remembered

    async def verify_in_background(self, token: str) -> Caller:
        """Do what `verify` does without holding up the event loop: a token seen before costs no thread."""
        remembered = self._remembered(token)
        return await asyncio.to_thread(self._verify, token) if remembered is None else remembered

    def _remembered(self, token: str) -> Caller | None:
        if not token.isascii():
            return None
        with self._lock:
            caller = self._verified.get(_fingerprint(token))
        if caller is None or caller.expires_at.timestamp() + self._rules.leeway <= self._clock():
            return None
        # What was replaced or taken out of the table is judged again at once.
        return caller if self._organisations.get(caller.organisation.oin) == caller.organisation else None

    def _verify(self, token: str) -> Caller:
        if not token:
            raise TokenError(TokenCode.ONTBREEKT, "Er is geen token meegestuurd; stuur een access-token mee.")
        signed = _parse(token)
        header = signed.headers()
        claims = _claims(signed.payload)
        key = self._key(header, claims)
        try:
            genuine = jws.validate_compact(signed, key, registry=_REGISTRY)
        except _MALFORMED:
            genuine = False
        if not genuine:
            raise TokenError(
                TokenCode.ONGELDIG,
                "De handtekening van het token klopt niet; stuur het token ongewijzigd zoals de uitgever het gaf.",
            )
        caller = self._rules.caller(claims, header, self._organisations, self._clock())
        with self._lock:
            self._verified[_fingerprint(token)] = caller
        return caller

    def _key(self, header: Mapping[str, Any], claims: Mapping[str, Any]) -> RSAKey:
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise _wrong_algorithm()
        # The issuer is not verified yet: it only chooses among the issuers that we trust.
        url = claims.get("iss")
        issuer = self._issuers.get(url) if isinstance(url, str) else None
        if issuer is None:
            raise TokenError(
                TokenCode.ISSUER_ONBEKEND,
                'De uitgever in de claim "iss" wordt hier niet vertrouwd; gebruik een token van een aangesloten '
                "uitgever, met precies het afgesproken adres.",
            )
        kid = header.get("kid")
        key = issuer.jwks.key(kid) if isinstance(kid, str) else None
        if key is None:
            raise TokenError(
                TokenCode.SLEUTEL_ONBEKEND,
                'De sleutel van het token is niet bekend; "kid" in de header is verplicht en noemt een sleutel die de '
                "uitgever nu publiceert. Is de sleutel net vervangen, probeer het dan over een minuut opnieuw.",
            )
        if key.alg not in (None, algorithm):
            raise _wrong_algorithm()
        return key


def _fingerprint(token: str) -> bytes:
    # The token itself is not kept in memory: a dump of the cache holds no credentials.
    return hashlib.sha256(token.encode("ascii")).digest()


def _parse(token: str) -> jws.CompactSignature:
    if len(token) <= MAX_TOKEN_LENGTH and token.isascii():
        try:
            signed = jws.extract_compact(token.encode("ascii"), registry=_REGISTRY)
        except _MALFORMED:
            raise _malformed() from None
        header: object = signed.headers()
        # No extension (RFC 7515 "crit") is understood here, so each must be refused.
        if isinstance(header, dict) and "crit" not in header:
            return signed
    raise _malformed()


def _claims(payload: bytes) -> Mapping[str, Any]:
    try:
        claims = json.loads(payload)
    except _MALFORMED:
        raise _malformed() from None
    if not isinstance(claims, dict):
        raise _malformed()
    return claims


def _malformed() -> TokenError:
    return TokenError(
        TokenCode.ONGELDIG,
        "Het token is niet leesbaar; verwacht wordt een ondertekend JWT in drie delen (compacte JWS, niet versleuteld) "
        f"van ten hoogste {MAX_TOKEN_LENGTH} tekens.",
    )


def _wrong_algorithm() -> TokenError:
    return TokenError(
        TokenCode.ALGORITME_NIET_TOEGESTAAN,
        f"Het token is niet ondertekend met een toegestaan algoritme; gebruik {' of '.join(ALGORITHMS)}.",
    )
