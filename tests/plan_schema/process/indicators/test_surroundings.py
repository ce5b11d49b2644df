"""Werkdagen are counted after the first day, up to and including the last."""

from datetime import date

from tests.plan_schema.process.indicators.made_up import AROUND


def test_werkdagen_around_weekend_and_holiday() -> None:
    friday, monday = date(2026, 5, 22), date(2026, 5, 25)
    assert AROUND.workdays_between(friday, monday) == 0  # tweede pinksterdag
    assert AROUND.workdays_between(friday, date(2026, 5, 26)) == 1
    assert AROUND.workdays_between(date(2026, 5, 26), friday) == -1
    assert AROUND.workdays_between(date(2026, 6, 1), date(2026, 6, 15)) == 10


def test_a_day_beyond_the_calendar_counts_nothing() -> None:
    assert AROUND.workdays_between(date(1926, 5, 1), date(2026, 5, 1)) is None
    assert AROUND.workdays_between(date(2026, 5, 1), date(2126, 5, 1)) is None
    assert AROUND.workdays_between(AROUND.first, date(2031, 12, 31)) == AROUND.workdays[-1] - AROUND.workdays[0]


def test_organisations_by_kind() -> None:
    assert AROUND.of_kind("GEMEENTE") == {"00000099300000202000", "00000099300000344000"}
