"""Terms around holidays, weekends and leap years: dates worked out by hand with a calendar on the wall."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process.calendar import (
    after_months,
    after_weeks,
    after_werkdagen,
    days_before,
    is_werkdag,
    werkdag_from,
)

_ROWS: Final = list(csv.DictReader((Path(__file__).parent / "terms.csv").read_text("utf-8").splitlines()))
_COUNTING: Final[dict[str, Callable[[date, int], date]]] = {
    "werkdagen": after_werkdagen,
    "weken": after_weeks,
    "maanden": after_months,
    "dagen voor": days_before,
}


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['van']} {row['aantal']} {row['eenheid']}")
def test_a_term_ends_on_the_day_in_the_table(row: dict[str, str]) -> None:
    ends = _COUNTING[row["eenheid"]](date.fromisoformat(row["van"]), int(row["aantal"]))
    assert ends == date.fromisoformat(row["tot"]), row["waarom"]


@pytest.mark.parametrize(
    "day",
    # Nieuwjaarsdag, Goede Vrijdag, tweede Paasdag, Koningsdag, Hemelvaartsdag, tweede Pinksterdag, Kerstdagen; 5 May of every year.
    [
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25"),
        *("2025-12-25", "2025-12-26", "2027-05-05", "2028-05-05", "2031-05-05"),
    ],
)
def test_the_days_of_the_law_are_no_werkdagen(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not is_werkdag(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-02", "2026-04-30", "2026-05-15", "2025-12-24", "2025-12-31", "2026-04-02"])
def test_days_that_many_have_off_are_werkdagen(day: str) -> None:
    assert is_werkdag(date.fromisoformat(day))


def test_a_royal_decree_makes_a_day_free() -> None:
    bridge = date(2026, 5, 15)
    assert not is_werkdag(bridge, {bridge})
    assert after_werkdagen(date(2026, 5, 13), 1, {bridge}) == date(2026, 5, 18)
    assert after_weeks(date(2026, 5, 1), 2, {bridge}) == date(2026, 5, 18)
    assert after_months(date(2026, 4, 15), 1, {bridge}) == date(2026, 5, 18)


_DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(_DAYS, st.integers(0, 60))
def test_werkdagen_add_up(start: date, count: int) -> None:
    ends = after_werkdagen(start, count)
    assert is_werkdag(ends)
    between = sum(is_werkdag(start + timedelta(days=n)) for n in range(1, (ends - start).days + 1))
    assert between == count or (count == 0 and ends == werkdag_from(start))


@given(_DAYS, st.integers(1, 30))
def test_one_more_werkdag_is_later(start: date, count: int) -> None:
    assert after_werkdagen(start, count + 1) > after_werkdagen(start, count)
