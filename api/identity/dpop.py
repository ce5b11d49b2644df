"""Proofs of possession of a key, one per request (DPoP, RFC 9449).

A proof is a JWT that the client signs with its own key, over the method and address of this very request and over the token it goes
with. It is used once: its `jti` is remembered by this process for as long as the proof could be used again.
"""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, Final

import httpx
from cachetools import TTLCache
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from api.identity.token_error import TokenCode, TokenError

HEADER: Final = "DPoP"
ALGORITHMS: Final = ("ES256", "PS256", "RS256")
LIFETIME: Final = 60
"""Seconds that a proof may be old, or, by a clock that is ahead, young."""

_LONGEST: Final = 8_192
_LONGEST_ID: Final = 128
_REMEMBERED: Final = 100_000
_MIN_RSA_BITS: Final = 2048
_MALFORMED: Final = (JoseError, ValueError, TypeError, KeyError, RecursionError)


class _Registry(jws.JWSRegistry):
    """Joserfc's limits, widened for an RSA key in the header; unknown header fields are ignored (RFC 7515)."""

    max_header_length = 4_096
    max_payload_length = _LONGEST


_REGISTRY: Final = _Registry(algorithms=list(ALGORITHMS), strict_check_header=False)


class Proofs:
    """Judges proofs; `clock` gives seconds since 1970."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._used: TTLCache[bytes, None] = TTLCache(_REMEMBERED, 2 * LIFETIME + 1, timer=clock)
        self._lock = Lock()

    def key_of(self, proof: str, token: str, method: str, addresses: Collection[str]) -> str:
        """The thumbprint (RFC 7638) of the key that signed a proof for this token, method and one of these addresses.

        TokenError when the proof is not good for them, or was used before.
        """
        claims, thumbprint = _read(proof)
        if claims.get("htm") != method or _address(claims.get("htu")) not in set(map(_address, addresses)):
            raise _refused('"htm" en "htu" noemen de methode en het adres van dit verzoek, zonder query')
        if claims.get("ath") != _hash(token):
            raise _refused('"ath" is de SHA-256 in base64url van het token dat u meestuurt')
        moment, number = claims.get("iat"), claims.get("jti")
        if not isinstance(moment, int) or abs(self._clock() - moment) > LIFETIME:
            raise _refused(f'"iat" ligt ten hoogste {LIFETIME} seconden van nu; maak voor elk verzoek een nieuw bewijs')
        if not isinstance(number, str) or not 0 < len(number) <= _LONGEST_ID:
            raise _refused(f'"jti" is een uniek kenmerk van ten hoogste {_LONGEST_ID} tekens')
        self._use(thumbprint, number)
        return thumbprint

    def _use(self, thumbprint: str, number: str) -> None:
        used = hashlib.sha256(f"{thumbprint} {number}".encode()).digest()
        with self._lock:
            if used in self._used:
                raise _refused("dit bewijs is al gebruikt; maak voor elk verzoek een nieuw bewijs")
            self._used[used] = None


def _read(proof: str) -> tuple[dict[str, Any], str]:
    """The claims of a proof, and the thumbprint of the key that it carries and is signed with."""
    try:
        if len(proof) > _LONGEST:
            raise ValueError("too long")
        signed = jws.extract_compact(proof.encode("ascii"), registry=_REGISTRY)
        header = signed.headers()
        key = _public_key(header)
        genuine = jws.validate_compact(signed, key, registry=_REGISTRY)
        claims = json.loads(signed.payload)
    except _MALFORMED:
        genuine, header, claims, key = False, {}, None, None
    if (
        not genuine
        or key is None
        or header.get("typ") != "dpop+jwt"
        or "crit" in header
        or not isinstance(claims, dict)
    ):
        raise _refused(
            f'verwacht wordt een JWT met "typ": "dpop+jwt", "alg" {", ".join(ALGORITHMS)} en uw publieke sleutel in "jwk"'
        )
    return claims, str(key.thumbprint())


def _public_key(header: dict[str, Any]) -> ECKey | RSAKey:
    given = header["jwk"]
    key = ECKey.import_key(given) if header["alg"] == "ES256" else RSAKey.import_key(given)
    if key.is_private:
        raise ValueError("a private key")
    if isinstance(key, RSAKey) and key.raw_value.key_size < _MIN_RSA_BITS:
        raise ValueError("a weak key")
    return key


def _address(value: object) -> str | None:
    """An address without query and fragment, in one spelling (RFC 3986 §6.2.2, §6.2.3)."""
    if not isinstance(value, str):
        return None
    try:
        return str(httpx.URL(value).copy_with(query=None, fragment=None))
    except httpx.InvalidURL:
        return None


def _hash(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode("ascii")).digest()).rstrip(b"=").decode()


def _refused(expected: str) -> TokenError:
    return TokenError(TokenCode.BEWIJS_ONGELDIG, f"Het DPoP-bewijs bij het token klopt niet: {expected} (RFC 9449).")
