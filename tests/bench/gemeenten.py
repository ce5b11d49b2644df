"""Many gemeenten beside the organisations of development: a table of them, and their tokens."""

import json
import time
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import RSAKey

from api.identity.claims import ACR
from api.identity.development import CLIENT, ISSUER_URL, KEY_FILE
from api.settings import load_settings
from plan_schema.gemeenten import GEMEENTEN
from policies.context import AssuranceLevel

_KNOWN: Final[list[dict[str, Any]]] = json.loads(
    files("api.identity").joinpath("organisations.json").read_text("utf-8")
)


class Gemeenten:
    """The first `count` gemeenten of the code table, on this data folder; `table` is the organisation table with them in it."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        known = {row.get("gemeentecode"): row["oin"] for row in _KNOWN}
        self.codes = [code for code, row in GEMEENTEN.items() if row.valid_until is None][:count]
        self._oins = {code: known.get(code, f"000000993{code}".ljust(20, "9")) for code in self.codes}
        self.table = folder / "organisations.json"
        others = [
            {"oin": oin, "naam": GEMEENTEN[code].name, "soort": "GEMEENTE", "gemeentecode": code}
            for code, oin in self._oins.items()
            if code not in known
        ]
        self.table.write_text(json.dumps([*_KNOWN, *others]), "utf-8")

    def token(self, code: str) -> str:
        """A token of the nazorgcoördinator of this gemeente, signed by the development issuer of the folder."""
        key = RSAKey.import_key(json.loads((self._folder / KEY_FILE).read_bytes()))
        now = int(time.time())
        claims = {
            "iss": ISSUER_URL,
            "aud": load_settings(mode="development", data_dir=self._folder).audience,
            "sub": f"gemeente-{code}",
            "azp": CLIENT,
            "jti": f"bench-{code}",
            "iat": now,
            "exp": now + 3600,
            "oin": self._oins[code],
            "rol": "NAZORGCOORDINATOR",
            "doel": ["ESSENTIELE_VOORWAARDEN"],
            "acr": ACR[AssuranceLevel.SUBSTANTIEEL],
        }
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "at+jwt"}, claims, key)
