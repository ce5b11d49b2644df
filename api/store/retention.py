"""How long a plan is kept: ten years from release (PM art. 39), as long as any later plan of the same person, or while held."""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from api.store.collections import PERSON, PLANS
from api.store.driver import Database, Document, Session
from api.store.holds import Holds
from api.store.stored import Stored
from plan_schema.stored_form import own_provenance
from plan_schema.values import PROVENANCE, Node, value_at

_RELEASE: Final = "detentie.datumInvrijheidstelling"
_CERTAINTY: Final = "detentie.einddatumStatus"
_FIELDS: Final = dict.fromkeys((PERSON, _RELEASE, _CERTAINTY, "status", PROVENANCE), 1)


def ended_on(plan: Node, zone: ZoneInfo) -> date | None:
    """The day from which the term of a plan runs; None while there is none.

    The final date of release. Without one: the day on which the plan was closed, or an expected date of release after that day,
    so that nobody's plan is gone while he may still be detained.
    """
    given = value_at(plan, _RELEASE)
    release = date.fromisoformat(given) if isinstance(given, str) else None
    if release is not None and value_at(plan, _CERTAINTY) == "DEFINITIEF":
        return release
    closed = _closed_on(plan, zone)
    return None if closed is None else max(closed, release or closed)


def _closed_on(plan: Node, zone: ZoneInfo) -> date | None:
    if plan.get("status") != "AFGESLOTEN":
        return None
    moments: Iterable[datetime] = (
        record["geregistreerdOp"] for record in own_provenance(plan) if "status" in record["velden"]
    )
    return max((moment.astimezone(zone).date() for moment in moments), default=None)


def kept_until(dossier: Collection[Node], held: Collection[str], months: int, zone: ZoneInfo) -> date | None:
    """The last day on which a plan is kept; None: nobody knows yet. `dossier`: it, and every later plan of the person.

    A person who is detained again has a new plan without an end: that makes the term of the earlier ones lapse.
    """
    ends = [None if plan["_id"] in held else ended_on(plan, zone) for plan in dossier]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    try:
        return max(known) + relativedelta(months=months)
    except ValueError:
        return date.max


class Retention:
    """Finds the plans whose term has passed."""

    def __init__(self, database: Database, holds: Holds, months: int, zone: ZoneInfo) -> None:
        self._database = database
        self._holds = holds
        self._months = months
        self._zone = zone

    async def due(self, day: date) -> AsyncIterator[str]:
        """The ids of the plans that may no longer be kept on this day, in order of registration."""
        ended = {_CERTAINTY: "DEFINITIEF", _RELEASE: {"$lt": day.isoformat()}}
        where = {"$or": [ended, {"status": "AFGESLOTEN"}]}
        async for raw in self._database.stream(PLANS, where, sort=[("_id", 1)], fields={"_id": 1}):
            plan_id = str(Stored.of(raw).content["_id"])
            until = await self.kept_until(plan_id)
            if until is not None and until < day:
                yield plan_id

    async def kept_until(self, plan_id: str, session: Session | None = None) -> date | None:
        """The last day on which this plan is kept; None: nobody knows yet, or there is no such plan."""
        plan = await self._database.find_one(PLANS, {"_id": plan_id}, fields=_FIELDS, session=session)
        if plan is None:
            return None
        dossier = [plan, *await self._later(plan, session)]
        held = await self._holds.held([entry["_id"] for entry in dossier], session)
        return kept_until(dossier, held, self._months, self._zone)

    async def _later(self, plan: Document, session: Session | None) -> list[Document]:
        skn = value_at(plan, PERSON)
        if not isinstance(skn, str):
            return []
        # Ids are in order of registration.
        where = {PERSON: skn, "_id": {"$gt": plan["_id"]}}
        return await self._database.find(PLANS, where, fields=_FIELDS, limit=0, session=session)
