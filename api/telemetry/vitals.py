"""What nobody tells of by himself and must be looked at: the event loop, and what waits in the store."""

import asyncio
import logging
import time
from typing import Final

from api.store.backlog import Backlog
from api.store.driver import DatabaseError
from api.telemetry.observer import Observer

_LOOP_SECONDS: Final = 0.5
_STORE_SECONDS: Final = 15.0

_LOG: Final = logging.getLogger("reintegratieplan.telemetry")


async def watch_loop(observer: Observer) -> None:
    """Measure how late work is that is due on this loop, until cancelled."""
    while True:
        due = time.perf_counter() + _LOOP_SECONDS
        await asyncio.sleep(_LOOP_SECONDS)
        observer.lagged(max(0.0, time.perf_counter() - due))


async def watch_store(observer: Observer, backlog: Backlog) -> None:
    """Look at what waits, until cancelled."""
    while True:
        try:
            observer.waits(*await backlog.look())
        except DatabaseError as error:
            # The last figures stay; that the database is away has metrics of its own.
            _LOG.warning("backlog_unknown", extra={"cause": type(error).__name__})
        await asyncio.sleep(_STORE_SECONDS)
