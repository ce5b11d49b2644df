"""Records of other systems in the store: known again by what is kept of them, and worked out on the plan as it is.

What is kept of a record holds none of its values, only a keyed digest of each: enough to see which of them are new. It is stored in
the transaction of the version that the record made, so that both survive a crash or neither, and goes when the plan is destroyed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import orjson

from api.access.access import Access
from api.access.refusal import Refusal
from api.store.collections import IMPORTS
from api.store.draft import Draft
from api.store.driver import Database, Document, Session
from api.store.ledger import Ledger
from api.store.proposals import Proposed
from api.store.receipts import Receipt, Receipts, Repeat
from api.store.scribe import Clock, new_id
from api.store.signing import Keyring
from plan_schema.patch import resolve
from plan_schema.paths import Paths
from plan_schema.process.imports.records import SourceRecord
from plan_schema.process.imports.settlement import Earlier, Held, HeldReason, settle
from plan_schema.values import Value


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier import of a record left: in which plan and version, what it says again, and what was held back then."""

    plan_id: str
    version: int
    earlier: Earlier
    same: bool
    held: tuple[Held, ...]


@dataclass(slots=True)
class Course:
    """How it went with a record, filled in on the way: where the plan keeps its value, and whether somebody was first with it."""

    held: tuple[Held, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class SourceRepeat(Repeat):
    """What recognises a record of a source when it comes again. `item`: the id of the list item that it makes."""

    record: SourceRecord
    plan_id: str | None
    item: str | None
    course: Course = field(default_factory=Course, compare=False)


class SourceBook(Receipts):
    """What is kept of imported records, for as long as their plans."""

    def __init__(self, database: Database, keys: Keyring, clock: Clock) -> None:
        super().__init__(database, keys, clock, hours=0)

    async def known(self, record: SourceRecord, sender: str) -> Known | None:
        """What an earlier import by this organisation left of a record; None when it is new."""
        found = await self._database.find_one(IMPORTS, {"_id": _id_of(record, sender)})
        return None if found is None else self._read(record, found)

    def repeat(self, record: SourceRecord, sender: str, plan_id: str | None, earlier: Earlier) -> SourceRepeat:
        """What is to recognise a record, in a plan or in one that it makes."""
        made = record.layout.item is not None and any(path.startswith(record.layout.item) for path in record.values)
        item = earlier.item or (new_id() if made else None)
        return SourceRepeat(_id_of(record, sender), "", record, plan_id, item)

    async def find(self, repeat: Repeat | None) -> Receipt | None:
        """What came of exactly this record before, also when somebody else imported it a moment ago."""
        assert isinstance(repeat, SourceRepeat)  # noqa: S101 - made by `repeat`
        found = await self._database.find_one(IMPORTS, {"_id": repeat.id})
        if found is None or (repeat.plan_id is not None and repeat.plan_id != found["planId"]):
            return None
        known = self._read(repeat.record, found)
        repeat.course.recognised = known.same
        return Receipt(known.plan_id, known.version, known.version, known.version, ()) if known.same else None

    def record(self, repeat: Repeat | None, receipt: Receipt) -> Document | None:
        """The stored form."""
        assert isinstance(repeat, SourceRepeat)  # noqa: S101 - made by `repeat`
        digests = [
            {"pad": path, "waarde": self._keys.sign(_text(path, value))["waarde"]}
            for path, value in sorted(repeat.record.values.items())
        ]
        return {
            "_id": repeat.id,
            "planId": receipt.plan_id,
            "versie": receipt.version,
            "sleutel": self._keys.active,
            "velden": digests,
            "onderdeel": repeat.item,
            "vastgehouden": [{"pad": held.path, "reden": held.reason} for held in repeat.course.held],
        }

    def _read(self, record: SourceRecord, found: Document) -> Known:
        before = {entry["pad"]: {"sleutel": found["sleutel"], "waarde": entry["waarde"]} for entry in found["velden"]}
        repeated = frozenset(
            path
            for path, value in record.values.items()
            if path in before and self._keys.verifies(_text(path, value), before[path])
        )
        held = tuple(Held(entry["pad"], HeldReason(entry["reden"])) for entry in found["vastgehouden"])
        # What a source no longer says takes nothing away, so it is nothing new either.
        same = len(repeated) == len(record.values)
        return Known(found["planId"], found["versie"], Earlier(repeated, found["onderdeel"]), same, held)


def _id_of(record: SourceRecord, sender: str) -> str:
    # No key: what could be guessed from it, a person's number, the plan itself holds beside it and as long.
    return hashlib.sha256(orjson.dumps([sender, record.layout.name, *record.identity])).hexdigest()


def _text(path: str, value: Value) -> str:
    return orjson.dumps([path, value], option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z).decode()


@dataclass(frozen=True, slots=True)
class Imported:
    """What a record comes down to on a plan: all that it says anew, save what the plan holds later."""

    repeat: SourceRepeat
    earlier: Earlier
    zone: tzinfo

    def impossible(self, access: Access, paths: Paths) -> tuple[Refusal, ...]:
        """Nothing: whether it may be written is judged on the plan."""
        return ()

    async def on(self, draft: Draft) -> Proposed:
        """The changes, and every field that the record names."""
        settled = settle(draft.base, self.repeat.record, self.earlier, self.zone)
        self.repeat.course.held = settled.held
        item = self.repeat.item
        found = resolve(draft.paths.plan, draft.base, settled.patch, new_id if item is None else lambda: item)
        # Also what changes nothing: that it does tells what the plan holds.
        named = found.named | {path for path in self.repeat.record.values if "[]" not in path}
        return Proposed(draft.scribe.completed(found.changes), found.problems, named)


class ImportLedger(Ledger):
    """Writes versions of imports, each with what is kept of its record."""

    async def keep(self, receipts: Sequence[Document], session: Session) -> None:
        """Store what is kept of records, in the place of what an earlier import of them left."""
        kept = [
            ({"_id": receipt["_id"]}, {"$set": {name: value for name, value in receipt.items() if name != "_id"}})
            for receipt in receipts
        ]
        await self._database.put_all(IMPORTS, kept, session)
