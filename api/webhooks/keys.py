"""The keys that webhooks are signed with: HTTP Message Signatures (RFC 9421), Ed25519, published as a key set (RFC 7517).

A signature over the message, rather than a JWS around or beside the body: it covers method, address and body together, so a
message for one receiver is worth nothing at another, and the body stays plain CloudEvents. The other way that the guideline for
webhooks of CloudEvents-NL knows, a bearer token of the receiver, would have us keep secrets of others.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from api.startup_error import StartupError

TAG: Final = "reintegratieplan-webhook"
"""What the signature is for: part of what is signed, so that it cannot pass for a signature with another meaning."""
COVERED_WITHOUT_BODY: Final = ("@method", "@target-uri", "webhook-subscriber")
COVERED: Final = (*COVERED_WITHOUT_BODY, "content-type", "content-digest")
VALID_FOR: Final = timedelta(minutes=5)

_SHAPE: Final = '{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "2026-1", "x": "…", "d": "…"}]}, de eerste tekent'


class BadWebhookKeys(StartupError):
    """The file with keys cannot be used; the message (Dutch) says what was expected."""


@dataclass(frozen=True, slots=True)
class WebhookKeys:
    """The first key signs; all are published, so that a next one is known before it signs, and a previous one still verifies."""

    keys: tuple[OKPKey, ...]

    def key_set(self) -> dict[str, Any]:
        """The public keys as a JWK Set."""
        return {"keys": [key.as_dict(private=False, use="sig", alg="EdDSA") for key in self.keys]}

    def sign(self, request: httpx.Request, body: bytes | None) -> None:
        """Sign a request in place; with a body its digest too (`Content-Digest`, RFC 9530)."""
        key = self.keys[0]
        private = key.private_key
        assert isinstance(private, Ed25519PrivateKey)  # noqa: S101 - checked when it was loaded
        resolver = MappingKeyResolver(public_keys={}, private_keys={str(key.kid): private})
        signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)
        now = datetime.now(UTC)
        signer.sign(
            request,
            key_id=str(key.kid),
            created=now,
            expires=now + VALID_FOR,
            tag=TAG,
            label="sig1",
            covered_component_ids=COVERED_WITHOUT_BODY if body is None else COVERED,
            body=body,
        )

    @classmethod
    def load(cls, path: Path) -> "WebhookKeys":
        """The keys in a file; BadWebhookKeys says what is wrong with it, never what it holds."""
        try:
            keys = tuple(OKPKey.import_key(entry) for entry in json.loads(path.read_bytes())["keys"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, JoseError):
            raise BadWebhookKeys(f"De webhooksleutels in {path} zijn niet te lezen; verwacht {_SHAPE}.") from None
        names = {key.kid for key in keys}
        if not keys or None in names or len(names) < len(keys) or not all(_signs(key) for key in keys):
            raise BadWebhookKeys(
                f"De webhooksleutels in {path} zijn niet bruikbaar: elke is een geheime Ed25519-sleutel met een eigen kid; verwacht {_SHAPE}."
            )
        return cls(keys)

    @classmethod
    def of_development(cls, folder: Path) -> "WebhookKeys":
        """The key of a development machine, made the first time it is asked for."""
        path = folder / "webhooksleutels.json"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            key = OKPKey.generate_key("Ed25519", auto_kid=True)
            made = path.with_suffix(f".{secrets.token_hex(4)}")
            made.touch(mode=0o600)
            made.write_text(json.dumps({"keys": [key.as_dict(private=True)]}), "utf-8")
            try:
                # Two processes that start at once agree on the key of the first.
                path.hardlink_to(made)
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return cls.load(path)


def _signs(key: OKPKey) -> bool:
    return bool(key.is_private) and key.curve_name == "Ed25519"
