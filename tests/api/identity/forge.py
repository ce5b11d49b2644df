"""Real keys, real tokens and a clock that stands still, for the tests of identity."""

import base64
import json
from typing import Any, Final

from joserfc import jws
from joserfc.jwk import Key, RSAKey

from api.identity.issuers import Issuer, KeySource
from api.identity.organisations import OrganisationTable
from api.identity.tokens import TokenVerifier

NOW: Final = 1_790_000_000
ISSUER: Final = "https://uitgever.example/reintegratie"
AUDIENCE: Final = "https://plan.example/v1/graphql"
KEY: Final = RSAKey.generate_key(2048, {"kid": "sleutel-een"})
OTHER_KEY: Final = RSAKey.generate_key(2048, {"kid": "sleutel-een"})
CASEMANAGER_OIN: Final = "00000099100000001000"

WITHOUT: Final = object()
"""In place of a claim's or header's value: leave it out."""


def claims(**changes: object) -> dict[str, Any]:
    base: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "pseudoniem-7f3a",
        "azp": "front-end",
        "jti": "jti-0123456789abcdef",
        "iat": NOW,
        "nbf": NOW,
        "exp": NOW + 900,
        "oin": CASEMANAGER_OIN,
        "rol": "CASEMANAGER",
        "doel": ["PLAN_UITVOEREN"],
    }
    return {name: value for name, value in (base | changes).items() if value is not WITHOUT}


def header(**changes: object) -> dict[str, Any]:
    base: dict[str, object] = {"alg": "RS256", "kid": "sleutel-een", "typ": "at+jwt"}
    return {name: value for name, value in (base | changes).items() if value is not WITHOUT}


def signed(head: dict[str, Any], payload: object, key: Key = KEY) -> str:
    registry = jws.JWSRegistry(algorithms=[str(head["alg"])], strict_check_header=False)
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return jws.serialize_compact(head, text, key, registry=registry)


def token(**changes: object) -> str:
    return signed(header(), claims(**changes))


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Clock:
    """Seconds since 1970 that pass when the test says so."""

    def __init__(self) -> None:
        self.now: float = NOW

    def __call__(self) -> float:
        return self.now


def verifier(clock: Clock, keys: KeySource | None = None, *, max_lifetime: int = 3600) -> TokenVerifier:
    source = keys or KeySource.static({"keys": [KEY.as_dict(private=False)]})
    return TokenVerifier(
        [Issuer(ISSUER, source)], AUDIENCE, OrganisationTable.load(), max_lifetime, leeway=30, clock=clock
    )
