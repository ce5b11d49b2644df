"""All that the SOM says of a plan."""

from datetime import date
from typing import Any

from hypothesis import given

from plan_schema.plan import PATHS
from plan_schema.process.som.conclusions import Taken, conclusions
from plan_schema.process.som.rule_sets import in_force
from plan_schema.process.som.signal import SignalKind
from plan_schema.values import schema_path
from tests.plan_schema.process.som.plans import PLACES, TODAY, plan_with
from tests.strategies import documents, examples


@given(documents(PLACES))
@examples(30)
def test_there_are_as_many_for_every_plan_and_each_rests_on_fields(plan: dict[str, Any]) -> None:
    found = list(conclusions(plan, TODAY))
    assert len(found) == 1 + len(in_force(TODAY).criteria) + 1 + len(SignalKind)
    assert all(PATHS.node(schema_path(path)) for conclusion in found for path in conclusion.rests_on)
    assert all(conclusion.rests_on for conclusion in found)


def test_the_decision_is_among_them() -> None:
    plan = plan_with({"som.besluit.besluiten": ["GEEN_PRIORITEIT"], "som.besluit.beslotenOp": "2026-08-31"})
    (taken,) = [entry for entry in conclusions(plan, TODAY) if isinstance(entry, Taken)]
    assert (taken.options, taken.decided_on, taken.motivation) == (("GEEN_PRIORITEIT",), date(2026, 8, 31), None)
