"""The steps of every rule come together; what was done is not open."""

from datetime import date

import pytest

from plan_schema.process import steps as registry
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import Terms
from plan_schema.values import Node

_DONE = Step(StepKind.INTAKE, Actor("DJI"), None, None, frozenset(), "000:L480", done_on=date(2026, 1, 9))
_OPEN = Step(StepKind.PLAN_OPSTELLEN, Actor("DJI"), None, None, frozenset(), "001:L452")


def _rule(document: Node, today: date, terms: Terms) -> list[Step]:
    assert (document["_id"], today, terms.plan) == ("plan", date(2026, 1, 10), 4)
    return [_DONE, _OPEN]


def test_every_rule_adds_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RULES", (_rule, _rule))
    assert list(registry.steps({"_id": "plan"}, date(2026, 1, 10))) == [_DONE, _OPEN] * 2
    assert registry.open_steps({"_id": "plan"}, date(2026, 1, 10)) == [_OPEN, _OPEN]
