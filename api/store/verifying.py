"""Verifying what is stored: plan by plan, range by range, in a few records of memory, on one moment per range."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.store.collections import PLANS, SNAPSHOTS, VERSIONS
from api.store.driver import Database, Session
from api.store.plan_check import Finding, PlanCheck
from api.store.signing import Keyring
from api.store.stored import Stored

PLANS_AT_ONCE: Final = 200
"""Plans per range: a moment is kept by the server for minutes, and such a range takes seconds."""


@dataclass(frozen=True, slots=True)
class Range:
    """Plan ids from `low` up to, and without, `high` (None: no bound), and how many plans there are among them."""

    low: str
    high: str | None
    plans: int

    @property
    def ids(self) -> dict[str, Any]:
        """The condition on a plan id."""
        # A comparison with text holds for text only: what has another kind of id is a stray.
        return {"$gte": self.low} | ({} if self.high is None else {"$lt": self.high})


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong with it."""

    plans: int
    versions: int
    findings: Sequence[Finding]


class Verifier:
    """Reads plans past every view, and says what is wrong with them."""

    def __init__(self, database: Database, keys: Keyring) -> None:
        self._database = database
        self._keys = keys

    async def ranges(self) -> AsyncIterator[Range]:
        """Ranges that together hold every plan id that is text, of plans that are there and of plans that are not."""
        high: str | None = None
        last, count = "", 0
        async for raw in self._database.stream(PLANS, {"_id": {"$gt": ""}}, sort=[("_id", -1)], fields={"_id": 1}):
            last, count = str(Stored.of(raw).content["_id"]), count + 1
            if count == PLANS_AT_ONCE:
                yield Range(last, high, count)
                high, count = last, 0
        yield Range("", high, count)

    async def plan(self, plan_id: str) -> Report:
        """Verify one plan; no plans and no findings when nothing is stored of it."""
        return await self._verify(plan_id)

    async def range(self, ids: Range) -> Report:
        """Verify every plan in a range."""
        return await self._verify(ids.ids)

    async def strays(self) -> Sequence[Finding]:
        """Records whose plan cannot be told."""
        names = {VERSIONS: "een versie", SNAPSHOTS: "een momentopname"}
        found = []
        for collection, what in names.items():
            count = await self._database.count(collection, {"planId": {"$not": {"$gt": ""}}})
            found.extend([Finding(None, None, f"{what} hoort bij geen enkel plan")] * count)
        return found

    async def _verify(self, ids: object) -> Report:
        plans, versions = 0, 0
        findings: list[Finding] = []
        async with self._database.as_of_now() as session:
            # The documents first: a session stands still from the first answer on, and every plan has a document.
            documents = await self._heads(PLANS, "_id", ids, session)
            records = await self._heads(VERSIONS, "planId", ids, session)
            snapshots = await self._heads(SNAPSHOTS, "planId", ids, session)
            while plan_id := max(documents.plan_id, records.plan_id, snapshots.plan_id):
                check = PlanCheck(plan_id, self._keys)
                while records.plan_id == plan_id:
                    await _take_snapshots(check, snapshots, records.number)
                    check.version(records.record)
                    versions += 1
                    await records.advance()
                await _take_snapshots(check, snapshots, None)
                there = documents.plan_id == plan_id
                check.document(documents.record if there else None)
                if there:
                    await documents.advance()
                plans += 1
                findings.extend(check.findings)
        return Report(plans, versions, findings)

    async def _heads(self, collection: str, key: str, ids: object, session: Session) -> "_Heads":
        # From the last plan to the first, and within it from the first number to the last: the way the index lies.
        sort = [(key, -1)] if key == "_id" else [(key, -1), ("nummer", 1)]
        heads = _Heads(self._database.stream(collection, {key: ids}, sort=sort, session=session), key)
        await heads.advance()
        return heads


async def _take_snapshots(check: PlanCheck, snapshots: "_Heads", before: int | None) -> None:
    while snapshots.plan_id == check.plan_id and (before is None or snapshots.number < before):
        check.snapshot(snapshots.record)
        await snapshots.advance()


class _Heads:
    """A stream of records, seen one at a time; the plan id is empty when there are no more."""

    def __init__(self, stream: AsyncIterator[bytes], key: str) -> None:
        self._stream = stream
        self._key = key
        self.record = Stored({}, sound=False)
        self.plan_id = ""
        self.number = 0

    async def advance(self) -> None:
        raw = await anext(self._stream, None)
        if raw is None:
            self.plan_id = ""
            return
        self.record = Stored.of(raw)
        self.plan_id = str(self.record.content[self._key])
        self.number = self.record.number("nummer") or 0
