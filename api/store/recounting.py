"""Working out the open steps of every plan anew: after an upgrade, or when the terms have changed.

Beside running processes, and stopped at any moment: what was done is kept, and the next run goes on from there. A plan that is written
meanwhile keeps its own records; a step that is no longer open is not shown, whatever its record says.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from api.store.collections import LEASES, PLANS
from api.store.driver import AlreadyExists, Database, Session
from api.store.patience import Patience
from api.store.work import Work

BATCH: Final = 100
"""Plans whose records are written in one transaction."""

_PATIENCE: Final = Patience(20.0, 0.01, 0.5)
_PLACE: Final = "werkvoorraad"


@dataclass(slots=True)
class Recounter:
    """Works out the open steps of the plans of one database, by the rules of now."""

    database: Database
    work: Work
    today: date
    batch: int = BATCH

    async def pending(self) -> int:
        """How many plans are left to do."""
        return await self.database.count(PLANS, self._after(await self._place()))

    async def run(self) -> AsyncIterator[int]:
        """Go on where an earlier run stopped, and tell after each batch how many plans were done."""
        last = await self._place()
        while plans := await self.database.find(
            PLANS, self._after(last), fields={"_id": 1}, sort=[("_id", 1)], limit=self.batch
        ):
            plan_ids = [str(plan["_id"]) for plan in plans]
            last = plan_ids[-1]
            # Who wrote one of them in between made what was worked out untrue: so it is done again.
            await _PATIENCE.gives(partial(self._store, plan_ids), lambda error: isinstance(error, AlreadyExists))
            yield len(plans)
        # The next run begins at the beginning.
        await self.database.update_all(LEASES, {"_id": _PLACE}, {"$unset": {"plan": ""}})

    async def _store(self, plan_ids: list[str]) -> None:
        changes = await self.work.changes(plan_ids, self.today)

        async def work(session: Session) -> None:
            await self.work.write(changes, session)
            await self.database.put(LEASES, {"_id": _PLACE}, {"$set": {"plan": plan_ids[-1]}}, session)

        await self.database.transaction(work)

    async def _place(self) -> str:
        found = await self.database.find_one(LEASES, {"_id": _PLACE})
        return "" if found is None else str(found.get("plan", ""))

    def _after(self, plan_id: str) -> dict[str, Any]:
        return {"_id": {"$gt": plan_id}}
