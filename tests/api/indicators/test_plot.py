"""Bars are as long as what they stand for, and say it in words."""

import pytest

from api.indicators.plot import plot, words
from plan_schema.process.indicators.disclosure import Bound, Figure


def test_a_share_is_measured_against_a_hundred_percent() -> None:
    drawn = plot(
        "Titel", [("a", Figure((), 40, 20, 50)), ("b", Figure((), 40, None, 100, Bound.MINSTENS)), ("c", None)], ""
    )
    half, full, nothing = drawn.bars
    assert (half.length, full.length, nothing.length) == (150, 300, None)
    assert (half.bound, full.bound, nothing.bound) == (False, True, False)
    assert drawn.end - drawn.start == full.length
    assert drawn.told == "a: 50%; b: minstens 100%; c: te weinig plannen"
    assert [bar.y for bar in drawn.bars] == [8, 38, 68]
    assert drawn.height > 68 + 20


def test_a_median_is_measured_against_the_greatest() -> None:
    drawn = plot("Titel", [("a", Figure((), 40, median=-5)), ("b", Figure((), 40, median=10))], "dagen")
    assert [bar.length for bar in drawn.bars] == [150, 300]
    assert [bar.value for bar in drawn.bars] == ["-5 dagen", "10 dagen"]
    assert plot("Titel", [("a", Figure((), 40, median=0))], "dagen").bars[0].length == 0


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Figure((), 40), "teller niet te tonen"),
        (Figure((), 40, None, 5, Bound.HOOGSTENS), "hoogstens 5%"),
        (Figure((), 40, 10, 25), "25%"),
        (None, "te weinig plannen"),
    ],
)
def test_words(figure: Figure | None, told: str) -> None:
    assert words(figure, "dagen") == told


def test_a_long_label_is_cut_in_the_plot_only() -> None:
    label = "Leger des Heils Jeugdbescherming & Reclassering"
    drawn = plot("Titel", [(label, Figure((), 40, 20, 50))], "")
    assert drawn.bars[0].label == "Leger des Heils Jeugdbescherming & Reclassering"[:31] + "…"
    assert drawn.told.startswith(label)
