"""A step is late after its last day, done or not."""

from datetime import date
from typing import Final

import pytest

from plan_schema.process.step import Actor, Step, StepKind

DUE: Final = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("done_on", "today", "late"),
    [
        (None, date(2026, 2, 2), False),
        (None, date(2026, 2, 3), True),
        (date(2026, 2, 2), date(2026, 3, 1), False),
        (date(2026, 2, 3), date(2026, 3, 1), True),
    ],
)
def test_late_is_after_the_last_day(done_on: date | None, today: date, *, late: bool) -> None:
    step = Step(StepKind.INTAKE, Actor("DJI"), None, DUE, frozenset(), "000:L480", done_on)
    assert step.late(today) is late


def test_without_a_term_nothing_is_late() -> None:
    assert not Step(StepKind.INTAKE, Actor("DJI"), None, None, frozenset(), "000:L480").late(date(2099, 1, 1))
