"""Counts become series of whole periods; where there are too few plans nothing is said, not even how they are parted."""

from datetime import date

from plan_schema.process.indicators.catalogue import Measure
from plan_schema.process.indicators.counting import Count, Tally, count
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Figure
from plan_schema.process.indicators.periods import PeriodLength, bounds, whole_periods
from plan_schema.process.indicators.publication import Entry, Split, publish
from tests.plan_schema.process.indicators.made_up import cases

I01 = Measure("I01")
PI = Dimension.INRICHTING
GEMEENTE = Dimension.GEMEENTE


def test_months_are_added_up_to_periods_and_small_periods_show_nothing() -> None:
    counted: Count = {
        (I01, "2026-01", None, ""): Tally(15, 30),
        (I01, "2026-03", None, ""): Tally(15, 30),
        (I01, "2026-01", PI, "PI Arnhem"): Tally(15, 30),
        (I01, "2026-03", PI, "JC Zaanstad"): Tally(15, 30),
        (I01, "2026-04", None, ""): Tally(5, 9),
        (I01, "2026-04", PI, "PI Arnhem"): Tally(5, 9),
    }
    (series,) = publish(counted, [I01], [PI], ["2026-K1", "2026-K2", "2026-K3"], PeriodLength.KWARTAAL, 10)
    figures = (Figure(("JC Zaanstad",), 30, 20, 67), Figure(("PI Arnhem",), 30, 20, 67))
    assert series.measure == I01
    assert series.entries == (
        Entry("2026-K1", Figure((), 60, 30, 50), (Split(PI, figures),)),
        Entry("2026-K2", None, ()),
        Entry("2026-K3", None, ()),
    )


def test_gemeenten_are_parted_within_their_size_class() -> None:
    amsterdam, rotterdam, arnhem, nijmegen, ede = "0363", "0599", "0202", "0268", "0228"
    plans = {amsterdam: 40, rotterdam: 6, arnhem: 40, nijmegen: 5, ede: 6}
    counted: Count = {(I01, "2026-01", GEMEENTE, code): Tally(number // 2, number) for code, number in plans.items()}
    counted[I01, "2026-01", None, ""] = Tally(47, 97)
    (series,) = publish(counted, [I01], [GEMEENTE], ["2026-01"], PeriodLength.MAAND, 10)
    (split,) = series.entries[0].splits
    # Rotterdam is too small by itself, and goes with the other city of its class, never with one of another.
    assert [figure.values for figure in split.figures[:3]] == [("OVERIG G4",), ("OVERIG G40",), (arnhem,)]


def test_another_range_or_fewer_dimensions_give_the_same_figures() -> None:
    found = list(cases(300, seed=11, days=400))
    measures_asked = [I01, Measure("IND-06", "onderdak"), Measure("IND-33")]
    first, last = date(2025, 1, 1), date(2026, 6, 30)
    all_periods = whole_periods(first, last, PeriodLength.KWARTAAL)
    counted = count(found, measures_asked, Dimension, first, last)
    everything = publish(counted, measures_asked, list(Dimension), all_periods, PeriodLength.KWARTAAL, 10)
    some = all_periods[2:5]
    narrow = count(found, measures_asked, [GEMEENTE], bounds(some[0])[0], bounds(some[-1])[1])
    for whole, part in zip(
        everything, publish(narrow, measures_asked, [GEMEENTE], some, PeriodLength.KWARTAAL, 10), strict=True
    ):
        assert len(part.entries) == 3
        for entry in part.entries:
            (known,) = [each for each in whole.entries if each.period == entry.period]
            assert entry.total == known.total
            assert set(entry.splits) <= set(known.splits)
    assert any(entry.total for series in everything for entry in series.entries)
