"""Holds: a plan that stays after its term, because somebody else has a substantial interest in it (PM art. 39)."""

from collections.abc import Collection
from typing import Final

from api.startup_error import StartupError
from api.store.collections import HOLDS, PLANS
from api.store.driver import Database, Session
from api.store.scribe import Clock

_IN_FORCE: Final = {"bewaringen": {"$elemMatch": {"opgehevenOp": None}}}


class HoldRefused(StartupError):
    """A hold cannot be placed or lifted; the message (Dutch) says why."""


class Holds:
    """Places, lifts and finds holds. What was lifted stays on record until the plan is destroyed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def place(self, plan_id: str, reason: str, by: str) -> None:
        """Keep a plan until the hold is lifted; HoldRefused when there is no such plan, or it is held already."""

        async def work(session: Session) -> None:
            # Destruction writes this very record first, so of a hold and a destruction at one time one sees the other.
            if await self._database.find_one(PLANS, {"_id": plan_id}, fields={"_id": 1}, session=session) is None:
                raise HoldRefused("Dit plan bestaat niet.")
            if await self.held([plan_id], session):
                raise HoldRefused("Dit plan wordt al bewaard.")
            entry = {"reden": reason, "door": by, "sinds": self._clock(), "opgehevenOp": None, "opgehevenDoor": None}
            await self._database.put(HOLDS, {"_id": plan_id}, {"$push": {"bewaringen": entry}}, session)

        await self._database.transaction(work)

    async def lift(self, plan_id: str, by: str) -> None:
        """End the hold on a plan; HoldRefused when there is none."""

        async def work(session: Session) -> None:
            change = {"$set": {"bewaringen.$.opgehevenOp": self._clock(), "bewaringen.$.opgehevenDoor": by}}
            if not await self._database.update(HOLDS, {"_id": plan_id} | _IN_FORCE, change, session):
                raise HoldRefused("Dit plan wordt niet bewaard.")

        await self._database.transaction(work)

    async def held(self, plan_ids: Collection[str], session: Session | None = None) -> set[str]:
        """Which of these plans are held."""
        where = {"_id": {"$in": list(plan_ids)}} | _IN_FORCE
        found = await self._database.find(HOLDS, where, fields={"_id": 1}, limit=0, session=session)
        return {record["_id"] for record in found}
