"""A client with a key of its own, that makes a proof for every request (RFC 9449)."""

import base64
import hashlib
import json
import uuid
from typing import Any, Final

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tests.api.identity.forge import NOW, WITHOUT

ADDRESS: Final = "https://plan.example/v1/graphql"
KEY: Final = ECKey.generate_key("P-256")
OTHER_KEY: Final = ECKey.generate_key("P-256")
RSA_KEY: Final = RSAKey.generate_key(2048)


class _Roomy(jws.JWSRegistry):
    max_header_length = 20_000
    max_payload_length = 20_000


def proof(token: str, key: ECKey | RSAKey = KEY, *, head: dict[str, Any] | None = None, **changes: object) -> str:
    """A proof for this token, with these changes in what it says."""
    given = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)} | (head or {})
    said = {
        "jti": uuid.uuid4().hex,
        "htm": "POST",
        "htu": ADDRESS,
        "iat": NOW,
        "ath": base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode(),
    } | changes
    header = {name: value for name, value in given.items() if value is not WITHOUT}
    claims = {name: value for name, value in said.items() if value is not WITHOUT}
    registry = _Roomy(algorithms=[str(given["alg"])], strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims), key, registry=registry)
