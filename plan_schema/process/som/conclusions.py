"""All that the SOM says of a plan, as conclusions that each name what they rest on: as many for every plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from plan_schema.process.som.evaluation import Finding, Outcome, evaluate
from plan_schema.process.som.record import Record, shielded_paths
from plan_schema.process.som.rule_sets import in_force
from plan_schema.process.som.signal import Signal, signals
from plan_schema.sections.som import SomBesluitsoort
from plan_schema.values import Node

_DECISION: Final = "som.besluit"


@dataclass(frozen=True, slots=True)
class Taken:
    """The decision that was taken; `options` is empty when there is none."""

    options: tuple[SomBesluitsoort, ...]
    words: str | None
    explanation: str | None
    motivation: str | None
    decided_on: date | None
    rests_on: frozenset[str]


SomConclusion: TypeAlias = Outcome | Finding | Taken | Signal


def conclusions(document: Node, today: date) -> Iterator[SomConclusion]:
    """The outcome, every criterion, the decision, and every reason to look at that again."""
    found = evaluate(document, today, in_force(today))
    yield found.outcome
    yield from found.findings
    yield _taken(document, today)
    yield from signals(document, today, found.outcome)


def _taken(document: Node, today: date) -> Taken:
    record = Record(document, tuple(shielded_paths(document, today)))
    options = record.value(f"{_DECISION}.besluiten")
    return Taken(
        options=tuple(map(SomBesluitsoort, options)) if isinstance(options, list) else (),
        words=record.text(f"{_DECISION}.nadereInvulling"),
        explanation=record.text(f"{_DECISION}.toelichting"),
        motivation=record.text(f"{_DECISION}.motiveringAfwijking"),
        decided_on=record.day(f"{_DECISION}.beslotenOp"),
        rests_on=record.rests_on | {f"{_DECISION}.besluiten"},
    )
