"""Tokens of the development issuer with other claims than a persona has."""

import base64
import json

from joserfc import jwt
from joserfc.jwk import RSAKey

from api.identity.development import KEY_FILE
from tests.api.client import Api
from tests.api.identity.forge import WITHOUT


def minted(api: Api, persona: str, **changes: object) -> str:
    """The token of a persona with these claims changed, signed as the issuer signs."""
    payload = api.issuer.issue(persona).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))) | changes
    key = RSAKey.import_key(json.loads((api.settings.data_dir / KEY_FILE).read_bytes()))
    header = {"alg": "RS256", "kid": key.kid, "typ": "at+jwt"}
    return jwt.encode(header, {name: value for name, value in claims.items() if value is not WITHOUT}, key)
