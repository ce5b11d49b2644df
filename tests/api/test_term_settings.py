"""The terms come from the environment, and without it from the sources."""

from datetime import date
from typing import Final

import pytest

from api.settings import SettingsError, load_settings
from plan_schema.process.terms import STANDARD, Terms

CHANGED: Final = {
    "signal": 2,
    "assessment": 4,
    "sharing": 6,
    "duiding": 7,
    "contact": 11,
    "talk": 4,
    "supervisor": 30,
    "alignment": 35,
}


def test_without_settings_they_are_those_of_the_sources() -> None:
    assert load_settings(mode="development").terms == STANDARD


def test_each_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CHANGED.items():
        assert getattr(STANDARD, name) != value
        monkeypatch.setenv(f"REINTEGRATIEPLAN_TERM_{name.upper()}", str(value))
    monkeypatch.setenv("REINTEGRATIEPLAN_TERM_FREE_DAYS", "2026-05-15, 2027-05-07")
    free = frozenset({date(2026, 5, 15), date(2027, 5, 7)})
    assert load_settings(mode="development").terms == Terms(**CHANGED, free=free)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SHARING", "0", "verwacht een getal van 1 of hoger."),
        ("FREE_DAYS", "morgen", "verwacht datums met komma's ertussen, zoals 2026-05-15, 2027-05-07."),
    ],
)
def test_a_wrong_term_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(f"REINTEGRATIEPLAN_TERM_{name}", value)
    with pytest.raises(SettingsError) as refusal:
        load_settings(mode="development")
    assert f"REINTEGRATIEPLAN_TERM_{name}: {expected}" in str(refusal.value)
