"""The SOM over many plans."""

from plan_schema.plan import PATHS
from plan_schema.process.som.rule_sets import RULE_SETS
from plan_schema.process.som.survey import GEVANGENIS, HVB, NO_DECISION, PATHS_OF_SURVEY, Difference, Survey
from plan_schema.sections.som import SomPrioriteit
from tests.plan_schema.process.som.plans import TODAY, plan_with

BOTH = [RULE_SETS["som-2021-03"], RULE_SETS["som-2021-03-nuance"]]
OLD_AND_HIGH = {
    "detentie.regime": "HUIS_VAN_BEWARING",
    "detentie.inrichting": "PI Arnhem",
    "som.deel2.reclasseringsinformatie": "VEROUDERD",
    "screening.risc.recidiverisico": "HOOG",
    "screening.risc.gedeeld": "JA",
    "som.besluit.besluiten": ["HERHALEN_NA_VONNIS", "ADVIES_AANVRAGEN"],
}


def test_plans_are_counted_by_place_stay_outcome_and_decision() -> None:
    found, other = Survey(), Survey()
    found.add(plan_with(OLD_AND_HIGH), TODAY, BOTH)
    other.add(plan_with({"detentie.regime": "GEVANGENIS"}), TODAY, BOTH)
    found.take(other)
    assert found.plans == 2
    assert found.places == {("PI Arnhem", HVB): 1, ("onbekend", GEVANGENIS): 1}
    assert found.outcomes == {(HVB, "LAAG"): 1, (GEVANGENIS, "ONBEKEND"): 1}
    assert found.decisions == {
        (HVB, "HERHALEN_NA_VONNIS"): 1,
        (HVB, "ADVIES_AANVRAGEN"): 1,
        (GEVANGENIS, NO_DECISION): 1,
    }
    assert found.criteria["S3"] == 1
    assert found.differences == [Difference("plan", SomPrioriteit.LAAG, SomPrioriteit.PROFESSIONELE_WEGING)]


def test_one_rule_set_differs_from_nothing() -> None:
    found = Survey()
    found.add(plan_with(OLD_AND_HIGH), TODAY, BOTH[:1])
    assert found.differences == []


def test_what_is_looked_at_are_fields_of_the_plan() -> None:
    assert all(PATHS.node(path) for path in PATHS_OF_SURVEY)
