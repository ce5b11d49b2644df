"""From which day to which a shielding is in force."""

from datetime import date
from typing import Final

import pytest

from api.access.facts import Shielding

TODAY: Final = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("first", "last"), [(None, None), ("2026-07-01", None), (None, "2026-07-01"), ("2026-07-01", "2026-07-01")]
)
def test_a_shielding_is_in_force_on_its_first_day_and_on_its_last(first: str | None, last: str | None) -> None:
    assert Shielding("schulden", first, last).in_force(TODAY)


@pytest.mark.parametrize(("first", "last"), [("2026-07-02", None), (None, "2026-06-30"), ("2026-06-01", "2026-06-30")])
def test_it_is_not_before_its_first_day_nor_after_its_last(first: str | None, last: str | None) -> None:
    assert not Shielding("schulden", first, last).in_force(TODAY)
