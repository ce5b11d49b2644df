"""Signatures on what is recorded: who can write in the database but lacks the key cannot forge a version."""

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from api.startup_error import StartupError

MINIMUM_BYTES: Final = 32
_SHAPE: Final = '{"actief": "2026-1", "sleutels": {"2026-1": "<base64, 32 bytes of meer>"}}'


class BadKeyring(StartupError):
    """The file with signing keys cannot be used; the message (Dutch) says what was expected."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that versions are signed with: the active one signs, every one that is kept verifies (HMAC-SHA256, RFC 2104)."""

    active: str
    keys: Mapping[str, bytes]

    def sign(self, text: str) -> dict[str, str]:
        """The signature of a text, with the name of its key."""
        return {"sleutel": self.active, "waarde": _mac(self.keys[self.active], text)}

    def verifies(self, text: str, signature: object) -> bool:
        """Whether a signature is that of this text, by a key that is known."""
        if not isinstance(signature, Mapping) or not isinstance(signature.get("waarde"), str):
            return False
        key = self.keys.get(str(signature.get("sleutel")))
        return key is not None and hmac.compare_digest(_mac(key, text), signature["waarde"])

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """The keys in a file; BadKeyring says what is wrong with it, never what it holds."""
        try:
            given: Any = json.loads(path.read_bytes())
            keys = {str(name): base64.b64decode(key, validate=True) for name, key in given["sleutels"].items()}
            active = given["actief"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            raise BadKeyring(f"De sleutels in {path} zijn niet te lezen; verwacht {_SHAPE}.") from None
        if active not in keys or any(len(key) < MINIMUM_BYTES for key in keys.values()):
            raise BadKeyring(
                f"De sleutels in {path} zijn niet bruikbaar: de actieve hoort erbij te staan en elke telt {MINIMUM_BYTES} bytes of meer; verwacht {_SHAPE}."
            )
        return cls(active, keys)

    @classmethod
    def of_development(cls, folder: Path) -> "Keyring":
        """The keys of a development machine, made the first time they are asked for."""
        path = folder / "versiesleutels.json"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            key = base64.b64encode(secrets.token_bytes(MINIMUM_BYTES)).decode()
            made = path.with_suffix(f".{secrets.token_hex(4)}")
            made.touch(mode=0o600)
            made.write_text(json.dumps({"actief": "ontwikkeling", "sleutels": {"ontwikkeling": key}}), "utf-8")
            try:
                # Two processes that start at once agree on the keys of the first.
                path.hardlink_to(made)
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return cls.load(path)


def _mac(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()
