"""The table of indicators is whole: the 33 and 33 of the sources, each with what a reader needs to judge it."""

import pytest

from plan_schema.process.indicators.catalogue import INDICATORS, Indicator, Measure, Measurement, Reference, measures
from plan_schema.process.indicators.counting import MEASURED


def test_all_33_and_33_are_there_in_order() -> None:
    assert list(INDICATORS) == [f"I{n:02d}" for n in range(1, 34)] + [f"IND-{n:02d}" for n in range(1, 34)]


def test_every_measure_can_be_counted_and_nothing_else_is() -> None:
    assert {str(measure) for measure in measures()} == set(MEASURED)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.id)
def test_what_is_measured_is_defined_and_what_is_not_has_its_reason(indicator: Indicator) -> None:
    assert indicator.name
    assert indicator.definition
    assert indicator.source
    missing = indicator.measurement is Measurement.NIET_MEETBAAR
    assert missing == bool(indicator.reason)
    assert missing == (indicator.reference is None) == (indicator.origin is None) == (not indicator.measures)
    assert missing or (indicator.numerator and indicator.denominator and indicator.unit)


def test_measures_of_some_by_reference_date() -> None:
    assert list(measures(["I01", "IND-16", "IND-19", "I32"], Reference.AANVANG)) == [
        Measure("I01"),
        Measure("IND-19", "ONDERDAK"),
        Measure("IND-19", "ZORG"),
    ]
    assert [str(measure) for measure in measures(["IND-25"])] == ["IND-25:RECLASSERING", "IND-25:GEMEENTE"]
