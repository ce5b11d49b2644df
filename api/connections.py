"""The connections of one process to MongoDB: a pool for each kind of work, so that none waits for what another holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.logbook.wiring import log_database, log_reading_database
from api.settings import Settings
from api.store.driver import Database
from api.store.logbook import LogStore
from api.store.server_check import open_database
from plan_schema.plan import PLAN


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who sees the commands (pymongo's CommandListener): of requests, of work in the background, and to the logs."""

    plans: Sequence[Any]
    background: Sequence[Any]
    logs: Sequence[Any]


class Connections:
    """`plans` for requests, `background` for the relay, the tail and webhooks, `logs` to read the logs, `log_store` to add to them."""

    def __init__(self, settings: Settings, listeners: Listeners) -> None:
        self.plans = _plans(settings, listeners.plans)
        self.background = _plans(settings, listeners.background)
        self.logs = log_reading_database(settings, listeners.logs)
        self.log_store = LogStore(log_database(settings, listeners.logs))

    async def open(self) -> None:
        """Check the servers, and make what must be there; StartupError says what to mend."""
        await open_database(self.plans, PLAN)
        await self.log_store.prepare()

    async def close(self) -> None:
        """Close every connection."""
        await self.log_store.close()
        await self.logs.close()
        await self.background.close()
        await self.plans.close()


def _plans(settings: Settings, listeners: Sequence[Any]) -> Database:
    uri, name = settings.mongodb_uri or "", settings.database
    return Database(uri, name, library=settings.mongo_driver, listeners=listeners)
