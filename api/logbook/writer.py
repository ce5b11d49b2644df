"""Group commit: one task per process writes the records of operations that ended together in one acknowledged insert.

While a write is in flight the records of other operations gather; they are the next write. So the log costs a few writes
for many operations, and still no answer leaves before its own records are on disk at a majority.
"""

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Final

from api.logbook.records import Batch, Record
from api.store.driver import DatabaseError
from api.store.logbook import LogStore
from api.telemetry.observer import SILENT, Observer

MOST_RECORDS: Final = 2_000
"""Records in one write: some hundreds of kilobytes."""
MOST_WAITING: Final = 50_000
"""Records that may wait, the largest answers included; beyond this, operations are refused at once."""

_LOG: Final = logging.getLogger("reintegratieplan.logbook")


class LogUnavailable(Exception):
    """The log could not be written in time, so there can be no answer."""


@dataclass(slots=True)
class _Waiting:
    """The records of one operation, and the promise that they are stored."""

    batch: Batch
    stored: asyncio.Future[None]


class LogWriter:
    """Writes batches together. `patience`: seconds that an operation, and a write, may wait."""

    def __init__(self, store: LogStore, patience: float, observer: Observer = SILENT) -> None:
        self._store = store
        self._patience = patience
        self._observer = observer
        self._waiting: deque[_Waiting] = deque()
        self._records_waiting = 0
        self._wake = asyncio.Event()
        self._failed = False
        # As many as there are distinct questions that a policy lets through; each is stored once per process at most.
        self._known: set[str] = set()

    @property
    def waiting(self) -> int:
        """Records that wait for a write."""
        return self._records_waiting

    async def write(self, batch: Batch) -> None:
        """Return once these records are durable; LogUnavailable when that takes too long or cannot be."""
        if self._records_waiting + len(batch.records) > MOST_WAITING:
            raise LogUnavailable
        waiting = _Waiting(batch, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._records_waiting += len(batch.records)
        self._wake.set()
        try:
            async with asyncio.timeout(self._patience):
                await waiting.stored
        except TimeoutError:
            raise LogUnavailable from None

    async def check(self) -> None:
        """Before something that cannot be taken back: LogUnavailable when the last write failed and the store is still away."""
        if self._failed:
            await self.write(Batch())

    async def run(self) -> None:
        """Write what waits, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._commit(self._next())

    def _next(self) -> list[_Waiting]:
        """What goes into the next write: at least one operation, at most MOST_RECORDS records of several."""
        chosen = [self._waiting.popleft()]
        size = len(chosen[0].batch.records)
        while self._waiting and size + len(self._waiting[0].batch.records) <= MOST_RECORDS:
            chosen.append(self._waiting.popleft())
            size += len(chosen[-1].batch.records)
        self._records_waiting -= size
        return chosen

    async def _commit(self, chosen: list[_Waiting]) -> None:
        records: list[Record] = [record for waiting in chosen for record in waiting.batch.records]
        sets = {
            name: found
            for waiting in chosen
            for name, found in waiting.batch.field_sets.items()
            if name not in self._known
        }
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._patience):
                await self._store.append(records, [found.document() for found in sets.values()])
        except (DatabaseError, TimeoutError) as error:
            self._failed = True
            self._observer.failed_to_log()
            _LOG.error("logbook_unavailable", extra={"cause": type(error).__name__})
            self._end(chosen, LogUnavailable())
            return
        self._failed = False
        self._observer.logged(len(records), time.perf_counter() - started)
        self._known.update(sets)
        self._end(chosen, None)

    @staticmethod
    def _end(chosen: list[_Waiting], error: LogUnavailable | None) -> None:
        for waiting in chosen:
            if waiting.stored.done():
                continue
            if error is None:
                waiting.stored.set_result(None)
            else:
                waiting.stored.set_exception(error)
