"""The crowd of all plans, for cases: how many people have which traits. No plan and nobody is in it, and no relation to any is needed."""

import asyncio
import time
from collections import Counter
from datetime import date
from typing import Final

from api.store.collections import PLANS
from api.store.current_schema import is_current
from api.store.driver import Database
from plan_schema.process.casus.crowd import Crowd, crowd_of
from plan_schema.process.casus.traits import BASE_PATHS, OFFENCE_PATH, OffenceKind, Traits, offence_of, traits_of

_SECONDS: Final = 3600.0
"""How long a crowd is kept: what is told may lag, since people come and go slowly, and reading all plans takes a while."""
_FIELDS: Final = dict.fromkeys((*BASE_PATHS, OFFENCE_PATH, "schemaVersie"), 1)
# What is shielded nobody may use, and a closed plan is of somebody who has gone.
_COUNTED: Final = {"afschermingen.0": {"$exists": False}, "status": {"$ne": "AFGESLOTEN"}}


class Crowds:
    """Gives the crowd of a day; plans are read so many at once."""

    def __init__(self, database: Database, page: int = 1_000) -> None:
        self._database = database
        self._page = page
        self._reading = asyncio.Lock()
        self._known: tuple[date, float, Crowd] | None = None

    async def of(self, today: date) -> Crowd:
        """The crowd, at most an hour old."""
        async with self._reading:
            if self._known is None or self._known[0] != today or time.monotonic() - self._known[1] > _SECONDS:
                self._known = (today, time.monotonic(), crowd_of(await self._kinds(today)))
            return self._known[2]

    async def _kinds(self, today: date) -> Counter[tuple[Traits, OffenceKind]]:
        kinds: Counter[tuple[Traits, OffenceKind]] = Counter()
        last = ""
        while True:
            where = {**_COUNTED, "_id": {"$gt": last}}
            found = await self._database.find(PLANS, where, fields=_FIELDS, sort=[("_id", 1)], limit=self._page)
            # One in an earlier schema is not counted: a migration needs the whole plan.
            kinds.update((traits_of(plan, today), offence_of(plan)) for plan in found if is_current(plan))
            if len(found) < self._page:
                return kinds
            last = found[-1]["_id"]
