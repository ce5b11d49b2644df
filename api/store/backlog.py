"""What waits in the store: changes that were not passed on, and messages that did not arrive."""

import time
from uuid import UUID

from api.store.collections import DELIVERIES, OUTBOX
from api.store.driver import Database
from api.store.subscriptions import DEAD, WAITING


class Backlog:
    """Looks, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> tuple[float, int, int]:
        """Age of the oldest change in the outbox in seconds (0: none), messages in line, and dead letters."""
        oldest = await self._database.find(OUTBOX, {}, fields={"_id": 1}, sort=[("_id", 1)], limit=1)
        waiting, dead = [await self._database.count(DELIVERIES, {"stand": state}) for state in (WAITING, DEAD)]
        return (_age(oldest[0]["_id"]) if oldest else 0.0), waiting, dead


def _age(outgoing_id: str) -> float:
    """A UUIDv7 begins with the milliseconds since 1970 at which it was made."""
    return max(0.0, time.time() - (UUID(outgoing_id).int >> 80) / 1_000)
