"""The twenty scenarios with which the SOM is accepted, as data (plan-and-som.md §4.6)."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plan_schema.changes import Change, apply
from plan_schema.process.som.decision import Chosen, Decision, decide
from plan_schema.process.som.evaluation import Verdict, evaluate
from plan_schema.process.som.outcome import following
from plan_schema.process.som.rule_sets import RULE_SETS, in_force
from plan_schema.sections.som import SomBesluitsoort
from tests.plan_schema.process.som.plans import TODAY, plan_with
from tests.strategies import provenance

SCENARIOS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("scenarios.toml").read_text("utf-8"))[
    "scenario"
]


def test_all_twenty_are_there() -> None:
    assert {scenario["nummer"] for scenario in SCENARIOS} == set(range(1, 21))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: f"{scenario['nummer']}: {scenario['wat']}")
def test_scenario(scenario: dict[str, Any]) -> None:
    plan = plan_with(scenario["plan"])
    rule_set = RULE_SETS[scenario["regelset"]] if "regelset" in scenario else in_force(TODAY)
    if "zorgen" in scenario:
        changes = [Change("som.deel1.zorgen", None, scenario["zorgen"])]
        plan = apply(plan, changes, provenance(2))
        plan = apply(plan, following(plan, changes, TODAY, datetime(2026, 9, 1, tzinfo=UTC), rule_set), provenance(2))
    found = evaluate(plan, TODAY, rule_set)
    verdicts = {finding.criterion.id: finding.verdict for finding in found.findings}
    assert found.outcome.priority == scenario["uitkomst"]
    assert all(verdicts[name] is Verdict.HIT for name in scenario.get("geldt", ()))
    assert all(verdicts[name] is not Verdict.HIT for name in scenario.get("geldtNiet", ()))
    if "besluit" in scenario:
        chosen = tuple(Chosen(SomBesluitsoort(option), "gericht op houvast") for option in scenario["besluit"])
        order = decide(Decision(chosen, motivation=scenario.get("motivering")))(plan, TODAY)
        assert [problem.code for problem in order.problems] == scenario["problemen"]
