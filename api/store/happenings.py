"""What the events in a log are about: the plan as it is now, and what the version changed, read once for all who are told.

A log is one organisation's, and says what any role in it may see. Who reads it has one role and some doelen, so what an event
shows is decided for him, now, by the policy and the plan of now.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from cachetools import TTLCache

from api.access.access import Access
from api.store.collections import EVENTS, PLANS, VERSIONS
from api.store.current_schema import current
from api.store.driver import Database, Document
from api.store.plans import PlanReader
from api.store.recipient_log import CursorTooOld, Event, EventKind, RecipientLog
from api.store.turned import WORK_GROUP, may_read_all
from api.store.versions import Version, read
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.paths import Paths
from plan_schema.values import segments

FRESH_SECONDS: Final = 1.0
"""How long what was read for one reader serves the next: long enough for all who are told at once."""

_MOST: Final = 500
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one reader may see it; of one that he may not see nothing but its number and moment, so that he can count on.

    `view` is the plan of now; None where there is none for him.
    """

    number: int
    moment: datetime
    kind: EventKind | None = None
    plan_id: str | None = None
    version: int | None = None
    groups: tuple[str, ...] = ()
    view: PlanView | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an event is about: the plan of now, and the version that the event tells of; None where it is gone."""

    plan: Document | None
    version: Version | None


class Happening:
    """One event with its subject; documents stay in here."""

    def __init__(self, event: Event, subject: _Subject, reached: Sequence[Document], paths: Paths) -> None:
        self.event = event
        self.__subject = subject
        self.__reached = reached
        self._paths = paths

    def seen_by(self, access: Access) -> Seen:
        """The event as this reader may see it, under his rights of now."""
        event = self.event
        hidden = Seen(event.number, event.moment)
        told = replace(hidden, kind=event.kind, plan_id=event.plan_id, version=event.version)
        if event.kind is EventKind.PLAN_NIET_MEER_TOEGANKELIJK:
            return told if self._knew(access) else hidden
        plan = self.__subject.plan
        rights = access.rights(facts_of(plan)) if plan is not None else None
        if plan is None or rights is None:
            return hidden
        view = PlanView(plan, rights, access, self._paths)
        groups = self._groups(view)
        return replace(told, groups=groups, view=view) if groups else hidden

    def _groups(self, view: PlanView) -> tuple[str, ...]:
        work = (WORK_GROUP,) if any(may_read_all(view, paths) for paths in self.event.work) else ()
        if self.event.kind is EventKind.PLAN_TOEGANKELIJK:
            return (*(name for name in self.event.groups if name in view.sections), *work)
        version = self.__subject.version
        changed = () if version is None else version.changes
        return (*sorted({segments(change.path)[0][0] for change in changed if view.may_read(change.path)}), *work)

    def _knew(self, access: Access) -> bool:
        """Whether the plan that is lost existed for this reader: others in his organisation may have had more rights."""
        if self.__subject.plan is None:
            # The dossier is destroyed, so nobody can tell any more; its id leads nowhere.
            return bool(access.best.best_read)
        days = (self.event.moment.date() - _DAY, self.event.moment.date())
        return any(
            replace(access, today=day).rights(facts_of(state)) is not None for state in self.__reached for day in days
        )


class Happenings:
    """The logs with what their events are about."""

    def __init__(self, database: Database, log: RecipientLog, reader: PlanReader, paths: Paths) -> None:
        self.log = log
        self._database = database
        self._reader = reader
        self._paths = paths
        self._known: TTLCache[tuple[str, int], asyncio.Future[dict[tuple[str, int], _Subject]]] = TTLCache(
            _MOST, FRESH_SECONDS
        )

    async def page(self, recipient: str, number: int, first: int) -> tuple[list[Happening], bool]:
        """The first so many events after a number, and whether there are more; CursorTooOld, CursorUnknown."""
        events = await self.log.after(recipient, await self.start(recipient, number), first + 1)
        return await self.of(events[:first]), len(events) > first

    async def start(self, recipient: str, number: int) -> int:
        """The number after which to read: that given, which must exist, or for 0 the one before the oldest that is kept.

        Who begins at the beginning has missed nothing that he could know of. CursorTooOld, CursorUnknown.
        """
        try:
            await self.log.after(recipient, number, 1)
        except CursorTooOld as error:
            if number:
                raise
            return error.oldest - 1
        return number

    async def of(self, events: Sequence[Event]) -> list[Happening]:
        """These events with what they are about; what was read a moment ago is not read again."""
        wanted = {(event.plan_id, event.version) for event in events}
        # The cache forgets by the clock, so what it holds is taken out once.
        reading = {key: found for key in wanted if (found := self._known.get(key)) is not None}
        missing = wanted - reading.keys()
        if missing:
            task = asyncio.ensure_future(self._read(missing))
            task.add_done_callback(self._forget_failure)
            reading |= dict.fromkeys(missing, task)
            self._known.update(dict.fromkeys(missing, task))
        happenings = []
        for event in events:
            key = (event.plan_id, event.version)
            # Shielded: one reader that leaves does not take the others' answer away.
            subject = (await asyncio.shield(reading[key]))[key]
            happenings.append(Happening(event, subject, await self._reached(event, subject), self._paths))
        return happenings

    def _forget_failure(self, task: asyncio.Future[dict[tuple[str, int], _Subject]]) -> None:
        if not task.cancelled() and task.exception() is not None:
            for key in [key for key, known in self._known.items() if known is task]:
                self._known.pop(key, None)

    async def _read(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], _Subject]:
        keys = sorted(wanted)
        plan_ids = sorted({plan_id for plan_id, _ in keys})
        numbered = [{"planId": plan_id, "nummer": number} for plan_id, number in keys]
        documents, records = await asyncio.gather(
            self._database.find(PLANS, {"_id": {"$in": plan_ids}}, limit=0),
            self._database.find(VERSIONS, {"$or": numbered}, limit=0),
        )
        plans = {document["_id"]: current(document) for document in documents}
        versions = {(record["planId"], record["nummer"]): read(record) for record in records}
        return {key: _Subject(plans.get(key[0]), versions.get(key)) for key in keys}

    async def _reached(self, event: Event, subject: _Subject) -> Sequence[Document]:
        """For a plan that is lost: its states in which the relation may still have held, the last one that was told included."""
        if event.kind is not EventKind.PLAN_NIET_MEER_TOEGANKELIJK or subject.plan is None:
            return ()
        where = {"planId": event.plan_id, "ontvanger": event.recipient, "volgnummer": {"$lt": event.number}}
        told = await self._database.find_one(EVENTS, where, sort=[("volgnummer", -1)])
        numbers = {event.version, event.version - 1, told["versie"] if told else 0}
        return [await self._reader.state(subject.plan, number) for number in sorted(numbers) if number >= 1]
