"""Periods are whole blocks of the calendar."""

from datetime import date

import pytest

from plan_schema.process.indicators.periods import PeriodLength, bounds, period_of, whole_periods


@pytest.mark.parametrize(
    ("month", "length", "period"),
    [
        ("2026-03", PeriodLength.MAAND, "2026-03"),
        ("2026-03", PeriodLength.KWARTAAL, "2026-K1"),
        ("2026-04", PeriodLength.KWARTAAL, "2026-K2"),
        ("2026-12", PeriodLength.KWARTAAL, "2026-K4"),
        ("2026-12", PeriodLength.JAAR, "2026"),
    ],
)
def test_the_period_of_a_month(month: str, length: PeriodLength, period: str) -> None:
    assert period_of(month, length) == period


def test_the_days_of_a_period() -> None:
    assert bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds("2025-12") == (date(2025, 12, 1), date(2025, 12, 31))
    assert bounds("2026-K4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert bounds("2026") == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_part_of_a_period_is_no_period() -> None:
    found = whole_periods(date(2025, 1, 2), date(2026, 3, 31), PeriodLength.KWARTAAL)
    assert found == ["2025-K2", "2025-K3", "2025-K4", "2026-K1"]
    assert whole_periods(date(2025, 1, 2), date(2026, 3, 30), PeriodLength.KWARTAAL) == found[:-1]
    assert whole_periods(date(2025, 1, 1), date(2026, 3, 30), PeriodLength.JAAR) == ["2025"]
    assert whole_periods(date(2026, 1, 31), date(2026, 2, 28), PeriodLength.MAAND) == ["2026-02"]
    assert whole_periods(date(2026, 3, 1), date(2026, 2, 1), PeriodLength.MAAND) == []
