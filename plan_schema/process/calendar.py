"""Dutch werkdagen, and terms as the Algemene termijnenwet counts them.

A day of the week that is not Saturday, Sunday or an algemeen erkende feestdag (Atw art. 3 lid 1: Nieuwjaarsdag, tweede Paasdag, tweede
Pinksterdag, both Kerstdagen, Hemelvaartsdag, the day on which the birthday of the King is celebrated, and 5 May, each year) or Goede
Vrijdag, which lid 2 puts on one line with these, is a werkdag. The day on which a term begins does not count. Days that were put on
one line with them by royal decree (lid 3) are given as `free`.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_AROUND_EASTER = (-2, 1, 39, 50)
"""Goede Vrijdag, tweede Paasdag, Hemelvaartsdag and tweede Pinksterdag, in days from Easter."""
_MOST_WEEKS, _MOST_MONTHS = 12, 3
"""Longer terms end on the day itself, whatever day that is (Atw art. 4)."""


@lru_cache(maxsize=512)
def feestdagen(year: int) -> frozenset[date]:
    """The days of a year that art. 3 of the Algemene termijnenwet names; some fall in a weekend."""
    paasdag = easter(year)
    koningsdag = date(year, 4, 27)
    return frozenset(
        {
            date(year, 1, 1),
            *(paasdag + timedelta(days=days) for days in _AROUND_EASTER),
            # Celebrated a day earlier when it is a Sunday.
            koningsdag - _DAY if koningsdag.weekday() == _SUNDAY else koningsdag,
            date(year, 5, 5),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_werkdag(day: date, free: Collection[date] = ()) -> bool:
    """Whether a day is a werkdag."""
    return day.weekday() < _SATURDAY and day not in feestdagen(day.year) and day not in free


def werkdag_from(day: date, free: Collection[date] = ()) -> date:
    """This day, or the first werkdag after it: when a term ends that would end on a free day (Atw art. 1 lid 1)."""
    while not is_werkdag(day, free):
        day += _DAY
    return day


def after_werkdagen(start: date, count: int, free: Collection[date] = ()) -> date:
    """The last day of a term of so many werkdagen; the start itself, or the first werkdag after it, for none."""
    day = start
    for _ in range(count):
        day = werkdag_from(day + _DAY, free)
    return werkdag_from(day, free)


def after_weeks(start: date, count: int, free: Collection[date] = ()) -> date:
    """The last day of a term of so many weeks."""
    day = start + timedelta(weeks=count)
    return werkdag_from(day, free) if count <= _MOST_WEEKS else day


def after_months(start: date, count: int, free: Collection[date] = ()) -> date:
    """The last day of a term of so many months: the same number in the month, or the last day of a shorter month."""
    day = start + relativedelta(months=count)
    return werkdag_from(day, free) if count <= _MOST_MONTHS else day


def days_before(event: date, count: int) -> date:
    """So many days before an event; counted back from it, no free day shifts the term (Atw art. 1 lid 2)."""
    return event - timedelta(days=count)
