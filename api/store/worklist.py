"""The work list of an organisation: one stretch of an index, of which its reader sees what he may see of the plans themselves.

What is withheld leaves no trace: a page is filled with what may be shown, a place in the list is that of something shown, and how much
there is in all nobody is told.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from api.access.access import Access
from api.identity.caller import Organisation
from api.store.collections import WORK
from api.store.driver import Database, Document, Filter
from api.store.plans import PlanReader
from api.store.work import OpenSteps, keys_of, step_key
from api.view.plan_view import PlanView
from plan_schema.process.step import Step
from plan_schema.process.steps import open_steps

_SMALLEST: Final = 10
"""Records that are looked at together at least, so that a page of which much is withheld does not take a question for each."""


class Side(StrEnum):
    """Wiens werk."""

    ZELF = "ZELF"
    ANDEREN = "ANDEREN"
    ALLEN = "ALLEN"


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which steps: every criterion that is given must hold. `organisation`: at another organisation, in plans of one's own."""

    side: Side = Side.ZELF
    organisation: Organisation | None = None
    role: str | None = None
    kinds: Collection[str] = ()
    plan_id: str | None = None
    late: bool | None = None
    due_until: date | None = None
    later: bool = False

    def where(self, access: Access) -> Filter:
        """The part that the database answers from an index."""
        own = keys_of(access.caller.organisation)
        where: dict[str, Any] = self._whose(own)
        if self.role is not None:
            where["rol"] = {"$in": [self.role, None]}
        if self.kinds:
            where["soort"] = {"$in": sorted(self.kinds)}
        if self.plan_id is not None:
            where["planId"] = self.plan_id
        if not self.later:
            where["vanaf"] = {"$lte": access.today.isoformat()}
        if period := dict(self._period(access.today)):
            where["uiterlijk"] = period
        return where

    def _whose(self, own: Sequence[str]) -> dict[str, Any]:
        if self.organisation is not None:
            return {"bereik": {"$in": own}, "voor": {"$in": keys_of(self.organisation)}}
        match self.side:
            case Side.ZELF:
                return {"voor": {"$in": own}}
            case Side.ANDEREN:
                return {"bereik": {"$in": own}, "voor": {"$nin": own}}
            case Side.ALLEN:
                return {"bereik": {"$in": own}}

    def _period(self, today: date) -> Iterator[tuple[str, str]]:
        if self.late is True:
            yield "$lt", today.isoformat()
        if self.late is False:
            yield "$gte", today.isoformat()
        if self.due_until is not None:
            upto = self.due_until if self.late is not True else min(self.due_until, today - timedelta(days=1))
            yield "$lte", upto.isoformat()


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A step that its reader may see, with the plan that it is about and its place in the list."""

    step: Step
    view: PlanView
    cursor: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A part of a work list, and whether there is more."""

    items: tuple[WorkItem, ...]
    has_next: bool


class UnknownPlace(Exception):
    """The cursor is none that a work list gives."""


class WorkList:
    """Reads the work of an organisation."""

    def __init__(
        self,
        database: Database,
        reader: PlanReader,
        organisation: Callable[[str], Organisation | None],
        rule: OpenSteps = open_steps,
    ) -> None:
        self._database = database
        self._reader = reader
        self.organisation = organisation
        self._rule = rule

    async def page(self, access: Access, wanted: WorkFilter, first: int, cursor: str | None) -> WorkPage:
        """At most `first` steps after a place in the list, the one that is due first before the others; UnknownPlace."""
        place = None if cursor is None else _place(cursor)
        found: list[WorkItem] = []
        size = max(first + 1, _SMALLEST)
        while len(found) <= first:
            records = await self._records(access, wanted, place, size)
            found += await self._shown(access, records)
            if len(records) < size:
                break
            place = (records[-1]["uiterlijk"], records[-1]["_id"])
        return WorkPage(tuple(found[:first]), has_next=len(found) > first)

    async def explain(self, access: Access, wanted: WorkFilter) -> Document:
        """How the server would answer: which index it takes."""
        return await self._database.explain(WORK, wanted.where(access), sort=_ORDER, limit=_SMALLEST)

    async def _records(
        self, access: Access, wanted: WorkFilter, place: tuple[str, str] | None, size: int
    ) -> list[Document]:
        where = wanted.where(access)
        if place is not None:
            due, key = place
            beyond = {"$or": [{"uiterlijk": {"$gt": due}}, {"uiterlijk": due, "_id": {"$gt": key}}]}
            where = {"$and": [where, {"uiterlijk": {"$gte": due}}, beyond]}
        return await self._database.find(WORK, where, sort=_ORDER, limit=size)

    async def _shown(self, access: Access, records: Sequence[Document]) -> list[WorkItem]:
        plan_ids = list(dict.fromkeys(record["planId"] for record in records))
        views = await self._reader.some(plan_ids, access) if plan_ids else {}
        open_: dict[str, dict[str, Step]] = {}
        for plan_id, view in views.items():
            shown = view.conclude(self._rule).shown
            open_[plan_id] = {f"{plan_id}/{step_key(step)}": step for step in shown}
        return [
            WorkItem(step, views[record["planId"]], f"{record['uiterlijk']}/{record['_id']}")
            for record in records
            if (step := open_.get(record["planId"], {}).get(record["_id"])) is not None
        ]


_ORDER: Final = (("uiterlijk", 1), ("_id", 1))


def _place(cursor: str) -> tuple[str, str]:
    due, _, key = cursor.partition("/")
    try:
        date.fromisoformat(due)
    except ValueError:
        raise UnknownPlace from None
    if not key:
        raise UnknownPlace
    return due, key
