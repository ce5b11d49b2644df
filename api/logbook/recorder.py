"""The recorder: opens the trail of an operation, and closes it when its records are durable."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from api.logbook.records import Ended, Secretary
from api.logbook.trail import Trail
from api.logbook.writer import LogWriter


@dataclass(frozen=True, slots=True)
class Recorder:
    """What an operation has of the logs."""

    secretary: Secretary
    writer: LogWriter

    async def ready(self) -> None:
        """Before a change: LogUnavailable when it could not be recorded."""
        await self.writer.check()

    async def close(self, trail: Trail, status: int, codes: Sequence[str] = ()) -> None:
        """Return once the records of an operation that ended so are durable; LogUnavailable when they cannot be."""
        ended = Ended(status, tuple(dict.fromkeys(codes)), time.time_ns() // 1_000_000)
        batch = self.secretary.records(trail, ended)
        trail.let_go()
        await self.writer.write(batch)
