"""The steps of every rule come together; what was done is not open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process import steps as registry
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import Terms
from plan_schema.values import Node
from tests.plan_schema.process.thinning import PROCESS, thinned
from tests.strategies import Document, documents, examples

_DONE = Step(StepKind.INTAKE, Actor("DJI"), None, None, frozenset(), "000:L480", done_on=date(2026, 1, 9))
_OPEN = Step(StepKind.PLAN_OPSTELLEN, Actor("DJI"), None, None, frozenset(), "001:L452")


def _rule(document: Node, today: date, terms: Terms) -> list[Step]:
    assert (document["_id"], today, terms.plan) == ("plan", date(2026, 1, 10), 4)
    return [_DONE, _OPEN]


def test_every_rule_adds_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RULES", (_rule, _rule))
    assert list(registry.steps({"_id": "plan"}, date(2026, 1, 10))) == [_DONE, _OPEN] * 2
    assert registry.open_steps({"_id": "plan"}, date(2026, 1, 10)) == [_OPEN, _OPEN]


@examples(100)
@given(documents(PROCESS), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_a_step_follows_from_what_it_names_and_nothing_else(document: Document, today: date) -> None:
    """What a step does not name it may not tell: nobody is asked whether he may read that."""
    for step in registry.steps(document, today):
        assert step in list(registry.steps(thinned(document, step.rests_on), today))


@examples(100)
@given(documents(PROCESS), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_every_step_says_whose_turn_it_is_and_why(document: Document, today: date) -> None:
    for step in registry.steps(document, today):
        assert step.actor.kind in ("DJI", "RECLASSERING", "GEMEENTE")
        assert step.source
        assert step.rests_on
