"""The SOM over many plans, counted: no plan can be told from another, except by its id where a rule set says something else of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from plan_schema.process.som.evaluation import evaluate
from plan_schema.process.som.facts import PATHS_OF_FACTS
from plan_schema.process.som.rule_sets import RuleSet
from plan_schema.sections.som import SomPrioriteit
from plan_schema.values import Node, value_at

HVB: Final = "huis van bewaring"
GEVANGENIS: Final = "gevangenis"
NO_DECISION: Final = "GEEN_CONCLUSIE"
UNKNOWN_PLACE: Final = "onbekend"

PATHS_OF_SURVEY: Final = PATHS_OF_FACTS | {
    "detentie.regime",
    "detentie.inrichting",
    "som.besluit.besluiten",
    "screening.risc.gedeeld",
    "screening.zelfredzaamheid.gedeeld",
    "screening.criminogeneFactoren[].gedeeld",
    "screening.beschermendeFactoren[].gedeeld",
}
"""Every field that is looked at, beside the shieldings."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan of which two rule sets say something else."""

    plan_id: str
    first: SomPrioriteit
    second: SomPrioriteit


@dataclass(slots=True)
class Survey:
    """Counts: plans by inrichting and stay, outcomes and decisions by stay, and which plans two rule sets judge differently."""

    plans: int = 0
    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, SomPrioriteit]] = field(default_factory=Counter)
    criteria: Counter[str] = field(default_factory=Counter)
    decisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, document: Node, today: date, rule_sets: Sequence[RuleSet]) -> None:
        """Count one plan by the first rule set, and compare it with the second where there is one."""
        stay = HVB if value_at(document, "detentie.regime") == "HUIS_VAN_BEWARING" else GEVANGENIS
        place = value_at(document, "detentie.inrichting")
        found = [evaluate(document, today, rule_set) for rule_set in rule_sets]
        first, last = found[0].outcome, found[-1].outcome
        decisions = value_at(document, "som.besluit.besluiten")
        self.plans += 1
        self.places[place if isinstance(place, str) else UNKNOWN_PLACE, stay] += 1
        self.outcomes[stay, first.priority] += 1
        self.criteria.update(finding.criterion.id for finding in found[0].findings if finding.verdict == "HIT")
        self.decisions.update(
            (stay, option) for option in (decisions if isinstance(decisions, list) else [NO_DECISION])
        )
        if first.priority is not last.priority:
            self.differences.append(Difference(str(document["_id"]), first.priority, last.priority))

    def take(self, other: "Survey") -> None:
        """Add what was counted elsewhere."""
        self.plans += other.plans
        self.places += other.places
        self.outcomes += other.outcomes
        self.criteria += other.criteria
        self.decisions += other.decisions
        self.differences += other.differences
