"""The periods in which figures are published: fixed blocks of the calendar, so that no two questions differ by a few days."""

from datetime import date, timedelta
from enum import StrEnum


class PeriodLength(StrEnum):
    """Lengte van de perioden waarin cijfers verschijnen."""

    MAAND = "MAAND"
    KWARTAAL = "KWARTAAL"
    JAAR = "JAAR"


def period_of(month: str, length: PeriodLength) -> str:
    """The period that a month (`2026-03`) lies in: `2026-03`, `2026-K1` or `2026`."""
    match length:
        case PeriodLength.MAAND:
            return month
        case PeriodLength.KWARTAAL:
            return f"{month[:4]}-K{(int(month[5:]) + 2) // 3}"
        case PeriodLength.JAAR:
            return month[:4]


def whole_periods(first: date, last: date, length: PeriodLength) -> list[str]:
    """The periods that lie between two days as a whole, in order."""
    found: dict[str, None] = {}
    day = date(first.year, first.month, 1)
    while day <= last:
        period = period_of(day.isoformat()[:7], length)
        start, end = bounds(period)
        if first <= start and end <= last:
            found[period] = None
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return list(found)


def bounds(period: str) -> tuple[date, date]:
    """The first and the last day of a period."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    start, months = (3 * int(part[1:]) - 2, 3) if part.startswith("K") else (int(part), 1)
    after = start + months
    return date(int(year), start, 1), date(int(year) + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
