"""What the house records of the SOM beside a change."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.changes import Change, apply
from plan_schema.patch import resolve
from plan_schema.plan import PLAN
from plan_schema.process.som.evaluation import evaluate
from plan_schema.process.som.outcome import concerns_outcome, following, stored_priority
from plan_schema.process.som.rule_sets import RULE_SETS, in_force
from plan_schema.values import value_at
from tests.plan_schema.process.som.plans import PLACES, TODAY, plan_with
from tests.strategies import examples, ids, patches, provenance

MOMENT = datetime(2026, 9, 1, 9, tzinfo=UTC)


def _changed(plan: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    changes = [Change(path, value_at(plan, path), value) for path, value in values.items()]
    plan = apply(plan, changes, provenance(2))
    return apply(plan, following(plan, changes, TODAY, MOMENT, in_force(TODAY)), provenance(2))


def _outcome(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan["som"].get("uitkomst", {}).items() if name != "herkomst"}


def test_an_outcome_is_recorded_with_its_rule_set_and_moment() -> None:
    plan = _changed(plan_with({}), {"detentie.geenVerblijfsstatus": "JA", "som.deel1.casemanager": "Naam"})
    assert _outcome(plan) == {"prioriteit": "LAAG", "regelset": "som-2021-03", "bepaaldOp": MOMENT}


def test_before_anything_is_known_nothing_is_recorded() -> None:
    changes = [Change("detentie.statusGedetineerde", None, "PREVENTIEF")]
    plan = plan_with({"detentie.statusGedetineerde": "PREVENTIEF"})
    assert following(plan, changes, TODAY, MOMENT, in_force(TODAY)) == []


def test_an_outcome_that_stays_is_left_as_it_was() -> None:
    plan = _changed(plan_with({}), {"detentie.geenVerblijfsstatus": "JA"})
    changes = [Change("som.deel2.reclasseringsinformatie", None, "GEEN")]
    later = MOMENT.replace(hour=10)
    assert following(apply(plan, changes, provenance(3)), changes, TODAY, later, in_force(TODAY)) == []


def test_another_rule_set_records_its_name() -> None:
    plan = _changed(plan_with({}), {"detentie.geenVerblijfsstatus": "JA"})
    changes = [Change("som.deel2.reclasseringsinformatie", None, "ACTUEEL")]
    other = RULE_SETS["som-2021-03-nuance"]
    found = following(apply(plan, changes, provenance(3)), changes, TODAY, MOMENT, other)
    assert [change.path for change in found] == ["som.uitkomst.regelset"]


def test_concerns_open_the_outcome_until_a_decision() -> None:
    plan = _changed(plan_with({}), {"detentie.geenVerblijfsstatus": "JA"})
    plan = _changed(plan, {"som.deel1.zorgen": "Weet niet waarheen."})
    assert stored_priority(plan) == "PROFESSIONELE_WEGING"
    assert value_at(plan, "som.uitkomst.heropendOp") == MOMENT
    decided = _changed(plan, {"som.besluit.besluiten": ["GEEN_PRIORITEIT"]})
    assert stored_priority(decided) == "LAAG"
    assert value_at(decided, "som.uitkomst.heropendOp") is None
    assert value_at(decided, "som.uitkomst.bijBesluit") == "LAAG"
    withdrawn = _changed(plan, {"som.deel1.zorgen": None})
    assert stored_priority(withdrawn) == "LAAG"


def test_a_decision_is_kept_with_the_outcome_and_phase_of_that_moment() -> None:
    plan = _changed(plan_with({"detentie.statusGedetineerde": "PREVENTIEF"}), {"detentie.geenVerblijfsstatus": "JA"})
    plan = _changed(plan, {"som.besluit.besluiten": ["HERHALEN_NA_VONNIS"]})
    plan = _changed(
        plan, {"detentie.statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "detentie.toezichtNaDetentie": "JA"}
    )
    assert _outcome(plan) | {"bepaaldOp": None} == {
        "prioriteit": "HOOG",
        "regelset": "som-2021-03",
        "bepaaldOp": None,
        "bijBesluit": "LAAG",
        "faseBijBesluit": "PREVENTIEF",
    }
    undecided = _changed(plan, {"som.besluit.besluiten": None})
    assert value_at(undecided, "som.uitkomst.bijBesluit") is None


@pytest.mark.parametrize(
    ("path", "concerns"),
    [
        ("detentie.toezichtNaDetentie", True),
        ("screening.criminogeneFactoren[a]", True),
        ("screening.criminogeneFactoren[a].gedeeld", True),
        ("screening.risc.gedeeld", True),
        ("afschermingen[a].einddatum", True),
        ("som.besluit.besluiten", True),
        ("som.deel1.zorgen", True),
        ("som.besluit.toelichting", False),
        ("screening.risc.toelichting", False),
        ("detentie.afdeling", False),
        ("schulden.hulpvraag", False),
    ],
)
def test_only_a_change_of_what_it_looks_at_costs_anything(path: str, concerns: bool) -> None:  # noqa: FBT001 - an expectation
    assert concerns_outcome([Change(path, None, "iets")]) is concerns


@given(st.data())
@examples(60)
def test_the_outcome_is_reproducible_from_the_stored_rule_set(data: st.DataObject) -> None:
    plan: dict[str, Any] = {"_id": "plan"}
    for series in range(3):
        changes = resolve(PLAN, plan, data.draw(patches(plan, PLACES)), ids(series + 1)).changes
        plan = apply(plan, changes, provenance(series + 1))
        plan = apply(plan, following(plan, changes, TODAY, MOMENT, in_force(TODAY)), provenance(series + 1))
        recorded = (plan.get("som") or {}).get("uitkomst") or {}
        if recorded:
            rule_set = RULE_SETS[recorded["regelset"]]
            assert evaluate(plan, TODAY, rule_set).outcome.priority == recorded["prioriteit"]
        else:
            assert evaluate(plan, TODAY, in_force(TODAY)).outcome.priority == "ONBEKEND"
