"""Receipts: a request that is sent again after a lost answer gives the first answer, and makes no second version.

After the draft "The Idempotency-Key HTTP Header Field" of the IETF (draft-ietf-httpapi-idempotency-key-header). A receipt is
stored in the transaction of the version that it is for, so it survives a crash exactly when that version does. It holds no
answer and no value of a person: the answer is made again from the versions, under the rights of the moment.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from api.identity.caller import Caller
from api.store.collections import RECEIPTS
from api.store.driver import Database, Document
from api.store.scribe import Clock
from api.store.signing import Keyring


class KeyReused(Exception):
    """The key came before, with another request."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """What recognises a request: who sent it under which key, and what it asks."""

    id: str
    content: str

    @classmethod
    def of(cls, key: str | None, caller: Caller, root: str, content: Any) -> "Repeat | None":
        """The request of this caller with this key; None without a key."""
        if key is None:
            return None
        sender = orjson.dumps([caller.organisation.oin, caller.user, key])
        text = orjson.dumps([root, content], option=orjson.OPT_SORT_KEYS, default=str)
        return cls(hashlib.sha256(sender).hexdigest(), hashlib.sha256(text).hexdigest())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a request.

    The version of the plan in its answer, the versions of others that were merged in (after `base_version`, up to and
    including `merged_upto`), and the paths that were left out.
    """

    plan_id: str
    version: int
    base_version: int
    merged_upto: int
    left_out: tuple[str, ...]


class Receipts:
    """Finds and makes receipts, each kept for some hours."""

    def __init__(self, database: Database, keys: Keyring, clock: Clock, hours: int) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._kept = timedelta(hours=hours)

    async def find(self, repeat: Repeat | None) -> Receipt | None:
        """What came of this request before; KeyReused when its key came with another one."""
        if repeat is None:
            return None
        found = await self._database.find_one(RECEIPTS, {"_id": repeat.id})
        if found is None:
            return None
        if not self._keys.verifies(repeat.content, found["inhoud"]):
            raise KeyReused
        return Receipt(
            found["planId"], found["versie"], found["basis"], found["samengevoegdTot"], tuple(found["nietHersteld"])
        )

    def record(self, repeat: Repeat | None, receipt: Receipt) -> Document | None:
        """The stored form; None for a request without a key."""
        if repeat is None:
            return None
        return {
            "_id": repeat.id,
            "planId": receipt.plan_id,
            "versie": receipt.version,
            "basis": receipt.base_version,
            "samengevoegdTot": receipt.merged_upto,
            "nietHersteld": list(receipt.left_out),
            # Keyed: what was asked could otherwise be guessed from its hash.
            "inhoud": self._keys.sign(repeat.content),
            "vervaltOp": self._clock() + self._kept,
        }
