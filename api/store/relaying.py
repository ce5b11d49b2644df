"""The relay: turns what was written into events in the log of every organisation that may know of it.

One process at a time does this, under a lease. What it writes is one transaction: events, their numbers, what each recipient
now reaches, and the outbox records that are dealt with; so each change is passed on exactly once, whenever a process dies.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from api.store.collections import EVENTS, LEASES, OUTBOX, PLANS, REACH, RECIPIENTS, VERSIONS
from api.store.current_schema import current
from api.store.driver import Database, Document, Filter, Session
from api.store.lease import Lease, Leases
from api.store.recipient import Recipient, Recipients
from api.store.recipient_log import Event, EventKind
from api.store.scribe import Clock, new_id
from api.store.term import Term
from api.store.turned import WORK_GROUP, Turn, turned, turns_in
from api.store.versions import Version, read
from api.store.work import OpenSteps, Work
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.paths import Paths
from plan_schema.process.basis import DUTCH_TIME
from plan_schema.process.steps import open_steps
from plan_schema.values import segments

BATCH: Final = 100
"""Plans per transaction."""

_PAGE: Final = 1_000
_NEVER_TOLD: Final[Document] = {"versie": 0, "ontvangers": []}


@dataclass(frozen=True, slots=True)
class _News:
    """What one plan has to tell: an event per recipient and version, and who reaches it from now on."""

    plan_id: str
    version: int
    reached: list[str]
    events: list[Document]


@dataclass(frozen=True, slots=True)
class Passed:
    """What was dealt with: of how many plans, the events that came of it, and whether more may be waiting."""

    plans: int
    events: Sequence[Event]
    more: bool


class Relay:
    """Passes on what stands in the outbox."""

    def __init__(
        self,
        database: Database,
        paths: Paths,
        recipients: Recipients,
        clock: Clock,
        days: int,
        rule: OpenSteps = open_steps,
    ) -> None:
        self._database = database
        self._work = Work(database, rule)
        self._leases = Leases(database)
        self._paths = paths
        self._recipients = recipients
        self._clock = clock
        self._kept = timedelta(days=days)
        self._term = Term(None)

    async def pass_on(self, lease: Lease) -> Passed:
        """Deal with a batch of the outbox; with nothing in it this is a sign of life. LeaseLost when another process took over."""
        if self._term.lease != lease:
            self._term = Term(lease)
        pending = await self._database.find(OUTBOX, {}, sort=[("_id", 1)], limit=BATCH)
        if not pending and self._term.seen_lately:
            # Every change wakes the relay twice, by its writer and by the tail: for the second time nothing need be committed.
            return Passed(0, (), more=False)
        news = await self._news(pending)
        done = [record["_id"] for record in pending]
        # What was put there by no version may be a new day, on which other steps are open.
        work = await self._work.changes([record["planId"] for record in pending if not record["nummer"]], self._today)
        reach: list[tuple[Filter, Document]] = [
            ({"_id": entry.plan_id}, {"$set": {"versie": entry.version, "ontvangers": entry.reached}}) for entry in news
        ]

        async def store(session: Session) -> list[Document]:
            await self._leases.renew(lease, session)
            numbered = await self._number([event for entry in news for event in entry.events], session)
            await self._database.put_all(REACH, reach, session)
            await self._work.write(work, session)
            if done:
                await self._database.delete(OUTBOX, {"_id": {"$in": done}}, session)
            return numbered

        try:
            told = await self._database.transaction(store)
        except BaseException:
            # Whether it was committed is not known.
            self._term = Term(None)
            raise
        self._term.passed(told)
        return Passed(len(news), [Event.of(record) for record in told], more=len(pending) == BATCH)

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

    async def _number(self, events: Sequence[Document], session: Session) -> list[Document]:
        """Give events the next numbers of their recipients, and store them; as they are stored, in order per recipient."""
        by_recipient: dict[str, list[Document]] = {}
        for event in events:
            by_recipient.setdefault(event["ontvanger"], []).append(event)
        last = await self._last(by_recipient, session)
        numbered = [
            event | {"volgnummer": number}
            for recipient, own in by_recipient.items()
            for number, event in enumerate(own, last[recipient] + 1)
        ]
        if numbered:
            reached = [({"_id": oin}, {"$inc": {"laatste": len(own)}}) for oin, own in by_recipient.items()]
            await self._database.put_all(RECIPIENTS, reached, session)
            await self._database.insert_many(EVENTS, numbered, session)
        return numbered

    async def _last(self, recipients: Iterable[str], session: Session) -> Mapping[str, int]:
        """The last number of each of these recipients."""
        # Whoever else would count has lost the lease, and with it this transaction; so what was read or written under it stays true.
        known = self._term.last
        if new := [oin for oin in recipients if oin not in known]:
            counters = await self._database.find(RECIPIENTS, {"_id": {"$in": new}}, limit=0, session=session)
            known |= dict.fromkeys(new, 0) | {counter["_id"]: int(counter["laatste"]) for counter in counters}
        return known

    async def _news(self, pending: Sequence[Document]) -> list[_News]:
        """What each plan in the outbox has to tell; each collection is read once for all of them."""
        if not pending:
            return []
        plan_ids = list(dict.fromkeys(record["planId"] for record in pending))
        these = {"_id": {"$in": plan_ids}}
        # By plan, whether each version that stands in the outbox may have changed whose turn it is.
        written: dict[str, dict[int, bool]] = {}
        for record in pending:
            if record["nummer"]:
                written.setdefault(record["planId"], {})[record["nummer"]] = record.get("beurten", True)
        spans = {plan_id: (min(numbers) - 1, max(numbers)) for plan_id, numbers in written.items()}
        told, stored, versions = await asyncio.gather(
            self._database.find(REACH, these, limit=0),
            self._database.find(PLANS, these, limit=0),
            self._versions(spans),
        )
        reach = dict.fromkeys(plan_ids, _NEVER_TOLD) | {found["_id"]: found for found in told}
        plans = {found["_id"]: current(found) for found in stored}
        # Nearly always a plan was told up to the version before those that stand in the outbox, and there is no later one.
        others = {
            plan_id: span
            for plan_id, plan in plans.items()
            if (span := (reach[plan_id]["versie"], plan["versie"])) != spans.get(plan_id)
            and reach[plan_id]["ontvangers"]
        }
        versions |= dict.fromkeys(others, ()) | await self._versions(others)
        # Versions whose writers found every step as it was gave nobody a turn and took none.
        still = {
            plan_id
            for plan_id, (after, upto) in spans.items()
            if plan_id not in others and not any(written[plan_id].get(n, True) for n in range(after + 1, upto + 1))
        }
        recipients = list(self._recipients())
        return [
            self._of_plan(
                plan_id,
                plans.get(plan_id),
                versions.get(plan_id, ()),
                reach[plan_id],
                recipients,
                still=plan_id in still,
            )
            for plan_id in plan_ids
        ]

    async def _versions(self, spans: Mapping[str, tuple[int, int]]) -> dict[str, Sequence[Version]]:
        """For each plan the versions after one number and up to another."""
        found: dict[str, list[Version]] = {}
        if spans:
            where = [
                {"planId": plan_id, "nummer": {"$gt": after, "$lte": upto}} for plan_id, (after, upto) in spans.items()
            ]
            for record in await self._database.find(VERSIONS, {"$or": where}, sort=[("nummer", 1)], limit=0):
                found.setdefault(record["planId"], []).append(read(record))
        return dict(found)

    def _of_plan(
        self,
        plan_id: str,
        document: Document | None,
        versions: Sequence[Version],
        reach: Document,
        recipients: Iterable[Recipient],
        *,
        still: bool,
    ) -> _News:
        before = set(reach["ontvangers"])
        if document is None:
            gone = [self._event(oin, EventKind.PLAN_NIET_MEER_TOEGANKELIJK, plan_id, reach["versie"]) for oin in before]
            return _News(plan_id, reach["versie"], [], gone)
        facts = facts_of(document)
        turns = {} if still else turned(document, versions, self._work.rule, self._today)
        opened: Collection[Turn] | None = None
        events: list[Document] = []
        reached: list[str] = []
        for recipient in recipients:
            views = recipient.views(document, facts, self._paths)
            if views:
                reached.append(recipient.oin)
            if views and recipient.oin in before:
                events += self._changes(recipient, versions, views, turns)
            elif views:
                kind, sections = EventKind.PLAN_TOEGANKELIJK, _sections(views)
                opened = turns_in(document, self._work.rule, self._today).values() if opened is None else opened
                work = [turn for turn in opened if turn.told(recipient.keys, views)]
                events.append(self._event(recipient.oin, kind, plan_id, document["versie"], sections, work))
        lost = before.difference(reached)
        events += [
            self._event(oin, EventKind.PLAN_NIET_MEER_TOEGANKELIJK, plan_id, document["versie"]) for oin in sorted(lost)
        ]
        return _News(plan_id, document["versie"], sorted(reached), events)

    @property
    def _today(self) -> date:
        return self._clock().astimezone(DUTCH_TIME).date()

    def _changes(
        self,
        recipient: Recipient,
        versions: Iterable[Version],
        views: Sequence[PlanView],
        turns: Mapping[int, Sequence[Turn]],
    ) -> Iterable[Document]:
        """An event for each version in which something changed that the recipient may see."""
        for version in versions:
            seen = {
                _section(change.path) for change in version.changes if any(view.may_read(change.path) for view in views)
            }
            # A step changes with something that it rests on, so who may know of it saw something change.
            if seen:
                work = [turn for turn in turns.get(version.number, ()) if turn.told(recipient.keys, views)]
                kind = EventKind.PLAN_GEWIJZIGD
                yield self._event(recipient.oin, kind, version.plan_id, version.number, sorted(seen), work)

    def _event(
        self,
        oin: str,
        kind: EventKind,
        plan_id: str,
        version: int,
        groups: Sequence[str] = (),
        work: Sequence[Turn] = (),
    ) -> Document:
        now = self._clock()
        return {
            "ontvanger": oin,
            "soort": kind,
            "planId": plan_id,
            "versie": version,
            "groepen": [*groups, *([WORK_GROUP] if work else [])],
            "tijdstip": now,
            "vervaltOp": now + self._kept,
            # What the steps rest on: who reads this has a role and doelen, and may know of less than his organisation.
            **({"stappen": [sorted(turn.rests_on) for turn in work]} if work else {}),
        }


def _section(path: str) -> str:
    return segments(path)[0][0]


def _sections(views: Sequence[PlanView]) -> list[str]:
    return sorted({name for view in views for name in view.sections})
