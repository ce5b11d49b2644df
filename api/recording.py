"""What was decided is recorded before anybody is told; who asks over whichever interface, it ends here."""

from collections.abc import Sequence

from api.errors import RequestRefused
from api.failures import LOG_AWAY, LOG_AWAY_AFTER_CHANGE
from api.logbook.recorder import Recorder
from api.logbook.trail import Trail
from api.logbook.writer import LogUnavailable


async def record(recorder: Recorder, trail: Trail, status: int, codes: Sequence[str] = ()) -> None:
    """Return once an operation that ended so is in the logs; RequestRefused (503) when it cannot be."""
    try:
        await recorder.close(trail, status, codes)
    except LogUnavailable:
        raise RequestRefused(503, [LOG_AWAY_AFTER_CHANGE if trail.changed else LOG_AWAY]) from None


async def record_refusal(recorder: Recorder, trail: Trail, refusal: RequestRefused) -> None:
    """Return once a refusal is in the logs; RequestRefused (503) when it cannot be."""
    try:
        await record(recorder, trail, refusal.status, [fault.code for fault in refusal.faults])
    except RequestRefused:
        # Our own failure is no decision: it may be told without its record, a refusal may not.
        if refusal.status < 500:
            raise
