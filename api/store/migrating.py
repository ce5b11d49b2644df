"""Bringing every stored plan to the schema of now: what reading does in memory, done once and for all.

Beside running processes, and stopped at any moment: a plan is written only if it is still in the version and schema in which
it was read, and what is done is no longer found. Version records are signed and stay; snapshots are migrated when read.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from api.store.collections import PLANS
from api.store.current_schema import NOT_APART, as_read, current, migrated_sections
from api.store.driver import Busy, Database, Document, Refused, Session
from api.store.scribe import update_with
from plan_schema.json_schema import SCHEMA_VERSION

BATCH: Final = 64
"""Plans that are written at the same time, each in a transaction of its own: none is locked for longer than its own write."""

_OLDER: Final = {"$or": [{"schemaVersie": {"$lt": SCHEMA_VERSION}}, NOT_APART]}


@dataclass(slots=True)
class Migrator:
    """Migrates the plans of one database. `refused`: ids of plans that the validator does not accept as migrated."""

    database: Database
    refused: set[str] = field(default_factory=set)

    async def pending(self) -> int:
        """How many plans are of an earlier schema."""
        return await self.database.count(PLANS, _OLDER)

    async def run(self) -> AsyncIterator[int]:
        """Migrate until none is left, and tell after each batch how many were done.

        A plan that somebody else wrote in between is found again in the next round, unless that write has migrated it.
        """
        found = True
        while found:
            found, last = False, ""
            while batch := await self._next(last):
                found, last = True, batch[-1]["_id"]
                yield sum(await asyncio.gather(*map(self._store, batch)))

    async def _next(self, last: str) -> list[Document]:
        where = {**_OLDER, "_id": {"$gt": last, "$nin": sorted(self.refused)}}
        return await self.database.find(PLANS, where, sort=[("_id", 1)], limit=BATCH)

    async def _store(self, stored: Document) -> bool:
        """Whether this plan was migrated; not when others write in it just now, or it is refused."""
        document = current(stored)
        update = update_with(document, migrated_sections(document) | {"schemaVersie"})

        async def work(session: Session) -> bool:
            return await self.database.update(PLANS, as_read(document), update, session)

        try:
            return await self.database.transaction(work)
        except Refused:
            self.refused.add(stored["_id"])
        except Busy:
            pass
        return False
