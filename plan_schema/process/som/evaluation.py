"""What a rule set says of a plan: every criterion with its facts, and the outcome that follows from them (design §10.12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.process.som.conditions import Known
from plan_schema.process.som.facts import FACTS, Fact, FactValue
from plan_schema.process.som.record import Record, shielded_paths
from plan_schema.process.som.rule_sets import Criterion, RuleSet
from plan_schema.sections.som import OUTCOME, SomFase, SomPrioriteit
from plan_schema.values import Node

_PHASE: Final = "fase"
_GATE: Final = frozenset({f"{OUTCOME}.prioriteit"})
"""What every conclusion of the SOM rests on beside its facts: who may not know the outcome is told nothing of how it came about."""


class Verdict(StrEnum):
    """Of een criterium geldt."""

    HIT = "HIT"
    NO_HIT = "NO_HIT"
    ONBEKEND = "ONBEKEND"


@dataclass(frozen=True, slots=True)
class FactFound:
    """A fact in one plan. `rests_on`: the paths that were looked at for it, with the ids of items."""

    fact: Fact
    value: FactValue
    rests_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion in one plan, with the facts that it used or shows."""

    criterion: Criterion
    verdict: Verdict
    facts: tuple[FactFound, ...]

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The facts that are not known and on which it depends whether this fires."""
        if self.verdict is not Verdict.ONBEKEND:
            return ()
        needed = (*((_PHASE,) if self.criterion.phase else ()), *self.criterion.conditions.facts)
        return tuple(found.fact for found in self.facts if found.value is None and found.fact.name in needed)

    @property
    def rests_on(self) -> frozenset[str]:
        """Every path that was looked at, and the outcome itself."""
        return _GATE.union(*(found.rests_on for found in self.facts))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome in one plan. `decided_by`: the ids of the criteria that fire and say the same as the first that does."""

    rule_set: RuleSet = field(repr=False)
    phase: SomFase
    priority: SomPrioriteit
    decided_by: tuple[str, ...]
    rests_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that a rule set says of one plan: as many findings for every plan as there are criteria."""

    outcome: Outcome
    findings: tuple[Finding, ...]


class _Facts:
    """The facts of one plan on one day, each worked out once."""

    def __init__(self, document: Node, today: date) -> None:
        self._document = document
        self._today = today
        self._shielded = tuple(shielded_paths(document, today))
        self._found: dict[str, FactFound] = {}

    def of(self, name: str) -> FactFound:
        found = self._found.get(name)
        if found is None:
            fact, record = FACTS[name], Record(self._document, self._shielded)
            value = fact.read(record, self._today)
            found = self._found[name] = FactFound(fact, value, record.rests_on)
        return found

    def value(self, name: str) -> FactValue:
        return self.of(name).value

    @property
    def used(self) -> Iterable[FactFound]:
        return self._found.values()


def evaluate(document: Node, today: date, rule_set: RuleSet) -> Evaluation:
    """What this rule set says of a plan on this day. What is not known fires nothing; the order of facts never matters."""
    facts = _Facts(document, today)
    found = verdicts(facts.value, today, rule_set)
    findings = tuple(
        Finding(criterion, found[criterion.id], tuple(map(facts.of, criterion.facts)))
        for criterion in rule_set.criteria
    )
    phase = facts.value(_PHASE)
    priority, decided_by = _decided(rule_set, found)
    outcome = Outcome(
        rule_set=rule_set,
        phase=SomFase.ONBEKEND if phase is None else SomFase(str(phase)),
        priority=priority,
        decided_by=decided_by,
        rests_on=_GATE.union(*(fact.rests_on for fact in facts.used)),
    )
    return Evaluation(outcome, findings)


def verdicts(known: Known, today: date, rule_set: RuleSet) -> dict[str, Verdict]:
    """The verdict of every criterion, by its id, on these facts."""
    return {criterion.id: _verdict(criterion, known, today) for criterion in rule_set.criteria}


def _verdict(criterion: Criterion, known: Known, today: date) -> Verdict:
    phase = known(_PHASE)
    applies = True if criterion.phase is None else None if phase is None else phase == criterion.phase
    holds = criterion.conditions.holds(known, today)
    if applies is False or holds is False:
        return Verdict.NO_HIT
    return Verdict.HIT if holds and applies else Verdict.ONBEKEND


def _decided(rule_set: RuleSet, verdicts: Mapping[str, Verdict]) -> tuple[SomPrioriteit, tuple[str, ...]]:
    outcomes = {criterion.id: criterion.outcome for criterion in rule_set.criteria}
    firing = [name for name in rule_set.order if verdicts[name] is Verdict.HIT]
    if firing:
        first = outcomes[firing[0]]
        return first, tuple(name for name in firing if outcomes[name] is first)
    silent = all(verdicts[name] is Verdict.ONBEKEND for name in rule_set.silent_while_unknown)
    return SomPrioriteit.ONBEKEND if silent else SomPrioriteit.PROFESSIONELE_WEGING, ()
