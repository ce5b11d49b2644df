"""The development issuer: tokens for the personas, signed with a key of this machine.

It has no place beside production settings: it cannot even be made when a production issuer is configured.
"""

import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from api.identity.claims import ACR, PERSON_CLAIM
from api.identity.issuers import Issuer, KeySource
from api.identity.personas import persona_named

ISSUER_URL: Final = "https://issuer.localhost/dev"
"""`localhost` is reserved (RFC 6761): no real issuer can ever have this address."""
CLIENT: Final = "ontwikkelomgeving"
KEY_FILE: Final = "issuer.json"
DEFAULT_LIFETIME: Final = 3600


class DevelopmentIssuerError(RuntimeError):
    """The development issuer cannot be used here; the message (Dutch) says why and what to do."""


def assert_development(production_issuers: Collection[str]) -> None:
    """Raise DevelopmentIssuerError when any production issuer is configured: test tokens never reach real plans."""
    if production_issuers:
        raise DevelopmentIssuerError(
            "de ontwikkeluitgever kan niet samen met productie-instellingen aan staan: er zijn "
            f"{len(production_issuers)} uitgever(s) ingesteld. Zet de ontwikkelmodus uit, of haal de uitgevers uit de "
            "instellingen."
        )


class DevelopmentIssuer:
    """Issues tokens for personas; makes its RSA key on first use and keeps it in the data folder.

    `audience` is what this API expects in `aud`; `production_issuers` are the configured issuers, which must be none.
    """

    def __init__(
        self,
        data_dir: Path,
        audience: str,
        production_issuers: Collection[str],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        assert_development(production_issuers)
        self._key = _kept_key(data_dir / KEY_FILE)
        self._audience = audience
        self._clock = clock

    def jwks(self) -> dict[str, Any]:
        """Return the public key set (RFC 7517)."""
        return {"keys": [self._key.as_dict(private=False, use="sig", alg="RS256")]}

    def issuer(self) -> Issuer:
        """Return this issuer as the token verifier wants it."""
        return Issuer(ISSUER_URL, KeySource.static(self.jwks()))

    def issue(self, persona: str, doelen: Collection[str] | None = None, lifetime: int = DEFAULT_LIFETIME) -> str:
        """Return an access token for this persona, valid for `lifetime` seconds, for its own doelen or those asked.

        PersonaError when the persona is unknown or may not ask one of the doelen.
        """
        who = persona_named(persona)
        now = int(self._clock())
        claims = {
            "iss": ISSUER_URL,
            "aud": [self._audience],
            "sub": f"persona:{who.name}",
            "azp": CLIENT,
            "client_id": CLIENT,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "nbf": now,
            "exp": now + lifetime,
            "oin": who.oin,
            "rol": who.role.value,
            "doel": sorted(who.purposes_for(doelen)),
        }
        if who.level is not None:
            claims["acr"] = ACR[who.level]
        if who.person is not None:
            claims[PERSON_CLAIM] = who.person
        return jwt.encode({"alg": "RS256", "kid": self._key.kid, "typ": "at+jwt"}, claims, self._key)


def _kept_key(path: Path) -> RSAKey:
    if not path.exists():
        _create(path)
    try:
        path.chmod(0o600)
        key = RSAKey.import_key(json.loads(path.read_bytes()))
    except (OSError, JoseError, ValueError, TypeError):
        # `from None`: the cause may quote the file, which holds a private key.
        raise _unreadable(path) from None
    if not key.is_private or key.kid is None:
        raise _unreadable(path)
    return key


def _unreadable(path: Path) -> DevelopmentIssuerError:
    return DevelopmentIssuerError(
        f"de sleutel van de ontwikkeluitgever in {path} is niet leesbaar; verwijder het bestand, dan wordt bij de "
        "volgende start een nieuwe sleutel gemaakt (tokens van daarvoor vervallen)"
    )


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = RSAKey.generate_key(2048, auto_kid=True)
    # Written apart and linked whole: of two processes that start together one wins, and neither reads half a key.
    # `mkstemp` makes the file readable for its owner only (0600).
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{KEY_FILE}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(key.as_dict(private=True), file)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
