"""What observers hear of an executed operation, taken from its trail: never more than names of the schema and kinds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from api.errors import RequestRefused
from api.logbook.trace import Trace
from api.logbook.trail import Trail
from api.telemetry.activity import CURRENT, Activity
from api.telemetry.observer import Observer


def note_operation(trail: Trail) -> None:
    """The activity at hand asks this."""
    if (activity := CURRENT.get()) is not None:
        activity.kind = trail.asked.kind
        activity.fields = tuple(dict.fromkeys(trail.asked.roots.values()))
        activity.organisation = str(trail.access.caller.organisation.kind)


@contextmanager
def observed(trail: Trail, observer: Observer) -> Iterator[None]:
    """An operation from here to its end, its records in the logs included."""
    started, status = time.perf_counter(), 500
    try:
        yield
        status = 200
    except RequestRefused as refusal:
        status = refusal.status
        raise
    finally:
        organisation = str(trail.access.caller.organisation.kind)
        fields = tuple(dict.fromkeys(trail.asked.roots.values()))
        observer.operated(fields, trail.asked.kind, status, time.perf_counter() - started)
        if trail.conflicts:
            observer.conflicted(organisation)
        for touched in trail.touched.values():
            if touched.made is not None:
                observer.wrote(organisation)


@contextmanager
def apart(trace: Trace) -> Iterator[None]:
    """Something that is done for many at once: what is logged meanwhile bears its own trace, not that of whoever came first."""
    token = CURRENT.set(Activity(trace))
    try:
        yield
    finally:
        CURRENT.reset(token)
