"""What is asked of the indicators: which, split by what, over which days. Judged once, for every road that asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.errors import Code, Fault, RequestRefused
from plan_schema.kinds import Date, kind_of
from plan_schema.process.indicators.catalogue import INDICATORS
from plan_schema.process.indicators.dimensions import Dimension

YEARS_BACK: Final = 2
"""Over how many years before this one indicators are given when nobody says from when."""
MOST_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Selection:
    """Indicators by id, dimensions, and the days within which periods must lie."""

    ids: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    first: date
    last: date


def selection(
    ids: Iterable[str] | None, dimensions: Iterable[Dimension], since: str | None, until: str | None, today: date
) -> Selection:
    """What is asked; RequestRefused (400) for an indicator that does not exist, and for days that do not fit."""
    asked = tuple(dict.fromkeys(ids)) if ids is not None else tuple(INDICATORS)
    unknown = [name for name in asked if name not in INDICATORS]
    if unknown or not asked:
        raise refused("ids", "Deze indicator bestaat niet.", f"ids als {', '.join(list(INDICATORS)[:2])} of IND-01")
    first = _day(since, "van") or date(today.year - YEARS_BACK, 1, 1)
    last = _day(until, "tot") or today
    if first > last:
        raise refused("tot", "Deze datum ligt voor van.", "een datum op of na van")
    if last.year - first.year > MOST_YEARS:
        raise refused("van", "De reeks is te lang.", f"ten hoogste {MOST_YEARS} jaar voor tot")
    return Selection(asked, tuple(dict.fromkeys(dimensions)), first, last)


def refused(path: str, message: str, expected: str) -> RequestRefused:
    """The refusal of an argument."""
    return RequestRefused(400, [Fault(Code.ONGELDIGE_WAARDE, message, path, expected)])


def _day(value: str | None, path: str) -> date | None:
    if value is None:
        return None
    kind = kind_of(Date)
    try:
        return date.fromisoformat(str(kind.parse(value)))
    except ValueError:
        raise refused(path, "Dit is geen datum.", kind.expected) from None
