"""Every open step of a plan: each rule of the process adds its own. A rule module takes `Step` from `plan_schema.process.step`.

Of a text outside lists a rule may ask whether it is there, not what it says: who only rewords has no step worked out (`rewording`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final, TypeAlias

from plan_schema.process.action_steps import action_steps
from plan_schema.process.contact_steps import contact_steps
from plan_schema.process.gemeente_steps import confirmation_steps, question_steps
from plan_schema.process.release_steps import agreement_steps, handover_steps, title_steps
from plan_schema.process.rhythm import rhythm_steps
from plan_schema.process.samen_starten.turns import samen_starten_steps
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.values import Node

__all__ = ["RULES", "Actor", "Rule", "Step", "StepKind", "open_steps", "steps"]

Rule: TypeAlias = Callable[[Node, date, Terms], Iterable[Step]]
"""The steps of one part of the process, done and open, on a day and under terms."""

RULES: Final[tuple[Rule, ...]] = (
    samen_starten_steps,
    rhythm_steps,
    contact_steps,
    confirmation_steps,
    question_steps,
    action_steps,
    title_steps,
    agreement_steps,
    handover_steps,
)
"""Every rule, in the order in which steps are told."""


def steps(document: Node, today: date, terms: Terms = STANDARD) -> Iterator[Step]:
    """Every step that a plan asks for, done and open."""
    for rule in RULES:
        yield from rule(document, today, terms)


def open_steps(document: Node, today: date, terms: Terms = STANDARD) -> list[Step]:
    """The steps that somebody can take or will have to take, and that nobody took."""
    return [step for step in steps(document, today, terms) if step.done_on is None]
