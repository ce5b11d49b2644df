"""The relay: turns what was written into events in the log of every organisation that may know of it.

One process at a time does this, under a lease. What it writes is one transaction: events, their numbers, what each recipient
now reaches, and the outbox records that are dealt with; so each change is passed on exactly once, whenever a process dies.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from api.access.access import Access
from api.store.collections import EVENTS, LEASES, OUTBOX, PLANS, REACH, RECIPIENTS
from api.store.current_schema import current
from api.store.driver import Database, Document, Session
from api.store.lease import Lease, Leases
from api.store.plans import PlanReader
from api.store.recipient_log import EventKind
from api.store.scribe import Clock, new_id
from api.store.versions import Version
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.paths import Paths
from plan_schema.values import segments

BATCH: Final = 100
"""Plans per transaction."""

_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation, with an access for each role in which it can ask, over every doel."""

    oin: str
    accesses: tuple[Access, ...]


Recipients = Callable[[], Iterable[Recipient]]
"""Every organisation that can be told, under the policy and on the day of now."""


@dataclass(frozen=True, slots=True)
class _News:
    """What one plan has to tell: an event per recipient and version, and who reaches it from now on."""

    plan_id: str
    version: int
    reached: list[str]
    events: list[Document]


class Relay:
    """Passes on what stands in the outbox."""

    def __init__(
        self, database: Database, reader: PlanReader, paths: Paths, recipients: Recipients, clock: Clock, days: int
    ) -> None:
        self._database = database
        self._reader = reader
        self._leases = Leases(database)
        self._paths = paths
        self._recipients = recipients
        self._clock = clock
        self._kept = timedelta(days=days)

    async def pass_on(self, lease: Lease) -> int:
        """Deal with a batch of the outbox; of how many plans. LeaseLost when another process took over."""
        pending = await self._database.find(OUTBOX, {}, sort=[("_id", 1)], limit=BATCH)
        by_plan: dict[str, list[Document]] = {}
        for record in pending:
            by_plan.setdefault(record["planId"], []).append(record)
        recipients = list(self._recipients()) if by_plan else []
        news = [await self._news(plan_id, recipients) for plan_id in by_plan]
        done = [record["_id"] for record in pending]

        async def work(session: Session) -> None:
            await self._leases.renew(lease, session)
            await self._number([event for entry in news for event in entry.events], session)
            for entry in news:
                reach = {"$set": {"versie": entry.version, "ontvangers": entry.reached}}
                await self._database.put(REACH, {"_id": entry.plan_id}, reach, session)
            if done:
                await self._database.delete(OUTBOX, {"_id": {"$in": done}}, session)

        await self._database.transaction(work)
        return len(news)

    async def reconsider(self, lease: Lease, occasion: str) -> bool:
        """Put every plan in the outbox when this occasion is new: a day or a policy under which other relations may hold.

        Whether it was. Killed halfway it begins again, which costs time and changes nothing.
        """
        if await self._database.find_one(LEASES, {"_id": lease.name, "herbeoordeeld": occasion}) is not None:
            return False
        last = ""
        while plans := await self._database.find(
            PLANS, {"_id": {"$gt": last}}, fields={"_id": 1}, sort=[("_id", 1)], limit=_PAGE
        ):
            last = plans[-1]["_id"]
            outgoing = [{"_id": new_id(), "planId": plan["_id"], "nummer": 0} for plan in plans]
            await self._database.append(OUTBOX, outgoing)
        await self._database.update_all(LEASES, {"_id": lease.name}, {"$set": {"herbeoordeeld": occasion}})
        return True

    async def _number(self, events: Sequence[Document], session: Session) -> None:
        """Give events the next numbers of their recipients, and store them."""
        by_recipient: dict[str, list[Document]] = {}
        for event in events:
            by_recipient.setdefault(event["ontvanger"], []).append(event)
        numbered: list[Document] = []
        for recipient in sorted(by_recipient):
            own = by_recipient[recipient]
            counter = await self._database.change_one(
                RECIPIENTS, {"_id": recipient}, {"$inc": {"laatste": len(own)}}, session
            )
            start = int(counter["laatste"]) - len(own) + 1
            numbered += [event | {"volgnummer": number} for number, event in enumerate(own, start)]
        if numbered:
            await self._database.insert_many(EVENTS, numbered, session)

    async def _news(self, plan_id: str, recipients: Sequence[Recipient]) -> _News:
        reach = await self._database.find_one(REACH, {"_id": plan_id}) or {"versie": 0, "ontvangers": []}
        before = set(reach["ontvangers"])
        document = await self._database.find_one(PLANS, {"_id": plan_id})
        if document is None:
            gone = [self._event(oin, EventKind.PLAN_NIET_MEER_TOEGANKELIJK, plan_id, reach["versie"]) for oin in before]
            return _News(plan_id, reach["versie"], [], gone)
        document = current(document)
        facts = facts_of(document)
        versions = await self._reader.versions_between(plan_id, reach["versie"], document["versie"]) if before else ()
        events: list[Document] = []
        reached: list[str] = []
        for recipient in recipients:
            views = [
                PlanView(document, rights, access, self._paths)
                for access in recipient.accesses
                if (rights := access.rights(facts)) is not None
            ]
            if views:
                reached.append(recipient.oin)
            if views and recipient.oin in before:
                events += self._changes(recipient.oin, versions, views)
            elif views:
                events.append(
                    self._event(
                        recipient.oin, EventKind.PLAN_TOEGANKELIJK, plan_id, document["versie"], _sections(views)
                    )
                )
        lost = before.difference(reached)
        events += [
            self._event(oin, EventKind.PLAN_NIET_MEER_TOEGANKELIJK, plan_id, document["versie"]) for oin in sorted(lost)
        ]
        return _News(plan_id, document["versie"], sorted(reached), events)

    def _changes(self, oin: str, versions: Iterable[Version], views: Sequence[PlanView]) -> Iterable[Document]:
        """An event for each version in which something changed that the recipient may see."""
        for version in versions:
            seen = {
                _section(change.path) for change in version.changes if any(view.may_read(change.path) for view in views)
            }
            if seen:
                yield self._event(oin, EventKind.PLAN_GEWIJZIGD, version.plan_id, version.number, sorted(seen))

    def _event(self, oin: str, kind: EventKind, plan_id: str, version: int, groups: Sequence[str] = ()) -> Document:
        now = self._clock()
        return {
            "ontvanger": oin,
            "soort": kind,
            "planId": plan_id,
            "versie": version,
            "groepen": list(groups),
            "tijdstip": now,
            "vervaltOp": now + self._kept,
        }


def _section(path: str) -> str:
    return segments(path)[0][0]


def _sections(views: Sequence[PlanView]) -> list[str]:
    return sorted({name for view in views for name in view.sections})
