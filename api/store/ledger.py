"""The ledger: the only place where plans and versions are written, together with all that belongs to a version."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.store.collections import OUTBOX, PLANS, RECEIPTS, SNAPSHOTS, VERSIONS
from api.store.current_schema import as_read, migrated_sections
from api.store.driver import AlreadyExists, Database, Document, Filter, Session
from api.store.group_commit import GroupCommit
from api.store.scribe import document_of, new_id, update_of
from api.store.signing import Keyring
from api.store.versions import Version
from api.store.work import OpenSteps, Work, WorkChange
from plan_schema.process.steps import open_steps
from plan_schema.stored_form import apart

SNAPSHOT_EVERY: Final = 16
"""Versions from one snapshot to the next: an old version costs at most this many steps. Measured: `make bench`."""


@dataclass(frozen=True, slots=True)
class History:
    """A new plan with every version that led to it."""

    document: Document
    versions: Sequence[Version]


@dataclass(frozen=True, slots=True)
class _Record:
    """A version with the document that it makes; `turns`: whether it may have changed whose turn it is."""

    document: Document
    version: Version
    receipt: Document | None
    turns: bool = True


@dataclass(frozen=True, slots=True)
class _Addition:
    """The next version of a plan: finds the plan as it was `read`, changes it, and records what belongs to the change."""

    read: Filter
    update: Document
    work: WorkChange
    record: _Record


def nobody_waits() -> None:
    """For where nobody passes on what is written."""


class Ledger:
    """Writes versions: each in one transaction with the document that it makes, acknowledged by a majority.

    `written` is called when a version stands in the outbox: so that who passes it on need not wait to hear of it. `rule` says which
    steps are open in a plan: they are kept with it.
    """

    def __init__(
        self,
        database: Database,
        keys: Keyring,
        written: Callable[[], None] = nobody_waits,
        rule: OpenSteps = open_steps,
    ) -> None:
        self._database = database
        self._keys = keys
        self._written = written
        self._work = Work(database, rule)
        self._commits = GroupCommit(database, self._store)

    async def open(self, document: Document, version: Version, receipt: Document | None = None) -> None:
        """Store a new plan; AlreadyExists when its person has an open one, or its request was carried out before."""
        opened = self._work.opened([document])
        record = _Record(document, version, receipt)

        async def work(session: Session) -> None:
            await self._database.insert(PLANS, apart(document), session)
            await self._work.write([opened], session)
            await self._record([record], session)

        await self._database.transaction(work)
        self._written()

    async def open_all(self, histories: Sequence[History]) -> None:
        """Store new plans with all their versions, all or none; AlreadyExists when one of the persons has an open plan."""
        plans = [history.document for history in histories]
        records = [version.record(self._keys) for history in histories for version in history.versions]
        snapshots = [snapshot for history in histories for snapshot in _snapshots(history)]
        # Nobody was told of an earlier version of a plan that is new, so there is only the last one to tell.
        outgoing = [_outgoing(history.versions[-1]) for history in histories]
        opened = self._work.opened(plans)

        async def work(session: Session) -> None:
            await self._database.insert_many(PLANS, [apart(plan) for plan in plans], session)
            await self._database.insert_many(VERSIONS, records, session)
            await self._database.insert_many(OUTBOX, outgoing, session)
            if snapshots:
                await self._database.insert_many(SNAPSHOTS, snapshots, session)
            await self._work.write([opened], session)

        await self._database.transaction(work)

    async def add(
        self, current: Document, document: Document, version: Version, receipt: Document | None = None
    ) -> bool:
        """Store the next version of a plan; False when somebody else was first, or the same request sent twice."""
        update = update_of(document, version, migrated_sections(current))
        change = await self._work.change(current, document, version.changes)
        record = _Record(document, version, receipt, turns=bool(change))
        addition = _Addition(as_read(current), update, change, record)
        try:
            added = await self._commits.add(document["_id"], addition)
        except AlreadyExists:
            return False
        if added:
            self._written()
        return added

    async def note(self, receipt: Document) -> bool:
        """Store the receipt of a request that changed nothing; False when the same request was sent twice."""
        try:
            await self._database.transaction(lambda session: self.keep([receipt], session))
        except AlreadyExists:
            return False
        return True

    async def keep(self, receipts: Sequence[Document], session: Session) -> None:
        """Store, with the versions that they are for, what recognises requests when they are sent again."""
        await self._database.insert_many(RECEIPTS, receipts, session)

    async def _store(self, additions: Sequence[_Addition], session: Session) -> bool:
        """Write next versions of different plans; False when one of the plans is no longer as it was read."""
        updates = [(addition.read, addition.update) for addition in additions]
        if not await self._database.update_each(PLANS, updates, session):
            return False
        await self._work.write([addition.work for addition in additions], session)
        await self._record([addition.record for addition in additions], session)
        return True

    async def _record(self, records: Sequence[_Record], session: Session) -> None:
        """Write what belongs to versions, beside the documents that they make."""
        versions = [record.version.record(self._keys) for record in records]
        await self._database.insert_many(VERSIONS, versions, session)
        outgoing = [_outgoing(record.version, turns=record.turns) for record in records]
        await self._database.insert_many(OUTBOX, outgoing, session)
        if receipts := [record.receipt for record in records if record.receipt is not None]:
            await self.keep(receipts, session)
        due = [record.document for record in records if record.version.number % SNAPSHOT_EVERY == 0]
        if due:
            await self._database.insert_many(SNAPSHOTS, [_snapshot(document) for document in due], session)


def _outgoing(version: Version, *, turns: bool = True) -> Document:
    """What the relay finds; `beurten`: whether the version may have changed whose turn it is, so that it need not find that out anew."""
    return {"_id": new_id(), "planId": version.plan_id, "nummer": version.number, "beurten": turns}


def _snapshot(document: Document) -> Document:
    return {"planId": document["_id"], "nummer": document["versie"], "plan": apart(document)}


def _snapshots(history: History) -> Iterator[Document]:
    document: Document = {"_id": history.document["_id"]}
    for version in history.versions:
        document = document_of(document, version)
        if version.number % SNAPSHOT_EVERY == 0:
            yield _snapshot(document)
