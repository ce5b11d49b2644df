"""The terms are those of the sources, and days of a royal decree count in all of them."""

from datetime import date
from typing import Final

from plan_schema.process.terms import STANDARD, Terms

BRIDGE: Final = date(2026, 5, 15)


def test_the_norms_of_the_sources() -> None:
    assert (STANDARD.assessment, STANDARD.contact) == (3, 10)
    assert (STANDARD.sharing, STANDARD.duiding) == (5, 5)
    assert (STANDARD.plan, STANDARD.first_mdo, STANDARD.second_mdo, STANDARD.next_mdo) == (4, 4, 9, 6)
    assert (STANDARD.next_mdo_long, STANDARD.early_release_advice) == (3, 105)


def test_free_days_count_in_every_term() -> None:
    terms = Terms(free=frozenset({BRIDGE}))
    assert terms.werkdagen(date(2026, 5, 13), 1) == date(2026, 5, 18)
    assert terms.weeks(date(2026, 4, 17), 4) == date(2026, 5, 18)
    assert terms.months(date(2026, 4, 15), 1) == date(2026, 5, 18)
    assert STANDARD.weeks(date(2026, 4, 17), 4) == BRIDGE
