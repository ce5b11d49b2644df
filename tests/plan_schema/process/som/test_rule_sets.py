"""The rule sets as files."""

import re
from datetime import date
from importlib.resources import files

import pytest

from plan_schema.process.som.conditions import RuleSetError
from plan_schema.process.som.rule_sets import RULE_SETS, Standing, in_force, read
from plan_schema.sections.som import SomBesluitsoort, SomPrioriteit

TEXT = files("plan_schema").joinpath("process", "som", "regelsets", "som-2021-03.toml").read_text("utf-8")


def test_every_criterion_of_the_report_is_there_with_its_source() -> None:
    found = RULE_SETS["som-2021-03"]
    assert {criterion.id for criterion in found.criteria} == {*(f"S{number}" for number in range(1, 18)), "SW", "SO"}
    assert all(re.match(r"000:L\d+", criterion.source) for criterion in found.criteria)
    assert all(criterion.name and criterion.explanation for criterion in found.criteria)


def test_the_order_is_that_of_the_design() -> None:
    found = RULE_SETS["som-2021-03"]
    outcomes = {criterion.id: criterion.outcome for criterion in found.criteria}
    assert found.order[:4] == ("S8", "S7", "S6", "S5")
    assert [name for name in found.order if outcomes[name] is SomPrioriteit.HOOG] == ["S8", "S7", "S6"]
    assert [name for name in found.order if outcomes[name] is SomPrioriteit.UITGESTELD] == ["S5"]


def test_a_decision_deviates_from_an_outcome_or_not() -> None:
    found = RULE_SETS["som-2021-03"]
    none, supervision = SomBesluitsoort.GEEN_PRIORITEIT, SomBesluitsoort.VOORBEREIDEN_TOEZICHT
    assert found.deviates(SomPrioriteit.HOOG, frozenset({none}))
    assert found.deviates(SomPrioriteit.LAAG, frozenset({supervision}))
    assert not found.deviates(SomPrioriteit.HOOG, frozenset({supervision}))
    assert not found.deviates(SomPrioriteit.LAAG, frozenset({none}))
    # Nothing deviates from what people have to weigh themselves.
    assert not found.deviates(SomPrioriteit.PROFESSIONELE_WEGING, frozenset({none}))


def test_the_latest_that_is_in_force_decides_and_a_proposal_never() -> None:
    assert in_force(date(2026, 1, 1)).name == "som-2021-03"
    assert RULE_SETS["som-2021-03-nuance"].standing is Standing.VOORSTEL
    # Before the first, that one: a plan is never without rules.
    assert in_force(date(2020, 1, 1)).name == "som-2021-03"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('naam = "som-2021-03"', "", "naam ontbreekt"),
        ('stand = "GELDEND"', 'stand = "ooit"', "ooit"),
        ('uitkomst = "HOOG"', 'uitkomst = "HEEL_HOOG"', "S6.*HEEL_HOOG"),
        ('fase = "NA_VONNIS"', 'fase = "LATER"', "S7.*LATER"),
        ('bron = "000:L1201"', "", "S16: bron ontbreekt"),
        ('toont = ["risicoOpLetsel"]', 'toont = ["schoenmaat"]', "S11: onbekend feit"),
        ('"S8", "S7", "S6",', '"S8", "S7",', "volgorde"),
        ('id = "S2"', 'id = "S1"', "twee keer"),
        ('zolang_onbekend = ["S3",', 'zolang_onbekend = ["S99",', "een criterium dat er niet is"),
        ('UITGESTELD = ["HERHALEN_NA_VONNIS",', 'UITGESTELD = ["LATER",', "LATER"),
        ('titel = "', "titel = ", "geen TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(RuleSetError, match=says):
        read(TEXT.replace(old, new, 1))
