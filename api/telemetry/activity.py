"""One piece of work as operators follow it: a request, or an operation on a websocket. Others only add to the one at hand."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from api.errors import Fault
from api.logbook.trace import Trace


@dataclass(frozen=True, slots=True)
class Step:
    """A command to the database within an activity: its name, and when it began and ended (nanoseconds since 1970)."""

    name: str
    began: int
    ended: int
    good: bool


@dataclass(slots=True)
class Activity:
    """What is known of it by its end. `steps` is None when nobody wants to see them; `status` is that of an operation on a websocket."""

    trace: Trace
    kind: str | None = None
    fields: tuple[str, ...] = ()
    organisation: str | None = None
    codes: list[str] = field(default_factory=list)
    steps: list[Step] | None = None
    status: int = 200


CURRENT: Final[ContextVar[Activity | None]] = ContextVar("activity", default=None)


def trace_of(headers: Mapping[str, str]) -> Trace:
    """The trace of the request with these headers: that of the activity at hand, if there is one."""
    activity = CURRENT.get()
    return Trace.of(headers) if activity is None else activity.trace


def note_refusal(faults: Iterable[Fault]) -> None:
    """The activity at hand is refused for these reasons."""
    if (activity := CURRENT.get()) is not None:
        activity.codes += [str(fault.code) for fault in faults if fault.code not in activity.codes]
