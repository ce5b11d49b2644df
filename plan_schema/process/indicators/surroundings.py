"""What an indicator must know besides plans: the day, which days are werkdagen, and what kind of organisation an OIN is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

YEARS_BACK: Final = 15
YEARS_AHEAD: Final = 5
"""How far from today werkdagen are counted; a date beyond is a slip of the pen, and measures nothing."""


@dataclass(frozen=True)
class Surroundings:
    """The day of counting, the kind (DJI, RECLASSERING, GEMEENTE) of every organisation by OIN, and the calendar."""

    today: date
    kinds: Mapping[str, str]
    is_workday: Callable[[date], bool]

    @property
    def first(self) -> date:
        """The first day on which werkdagen are counted."""
        return date(self.today.year - YEARS_BACK, 1, 1)

    @cached_property
    def workdays(self) -> tuple[int, ...]:
        """For every day from `first`, how many werkdagen there were up to and including it."""
        last = date(self.today.year + YEARS_AHEAD, 12, 31)
        counted, found = 0, []
        for number in range((last - self.first).days + 1):
            counted += self.is_workday(self.first + timedelta(number))
            found.append(counted)
        return tuple(found)

    def workdays_between(self, start: date, end: date) -> int | None:
        """The werkdagen after `start`, up to and including `end` (below zero when it lies before); None beyond the calendar."""
        begin, stop = (day - self.first for day in (start, end))
        if not (0 <= begin.days < len(self.workdays) and 0 <= stop.days < len(self.workdays)):
            return None
        return self.workdays[stop.days] - self.workdays[begin.days]

    def of_kind(self, kind: str) -> frozenset[str]:
        """The OINs of one kind of organisation."""
        return frozenset(oin for oin, found in self.kinds.items() if found == kind)
