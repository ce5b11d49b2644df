"""Part 3 of the SOM: the decision of casemanager and reclasseringswerker together (000:L2043-L2056), and the casemanager's concerns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.order import Command, Order
from plan_schema.process.som.evaluation import evaluate
from plan_schema.process.som.rule_sets import in_force
from plan_schema.sections.som import SomBesluitsoort, SomPrioriteit
from plan_schema.values import Node

_PATH: Final = "som.besluit"

DETAILED: Final = {
    SomBesluitsoort.ADVIES_AANVRAGEN: "aan te vragen",
    SomBesluitsoort.GEDRAGSTRAINING_IN_PI: "te weten",
    SomBesluitsoort.BEGELEIDINGSGESPREKKEN: "gericht op",
    SomBesluitsoort.INITIEREN_ZORG_HULP: "te weten",
    SomBesluitsoort.OVERIG: "namelijk",
}
"""The options that ask for words of their own, and what the form puts before these (000:L2047-L2054)."""

WRITES: Final = frozenset(
    f"{_PATH}.{name}" for name in ("besluiten", "nadereInvulling", "toelichting", "motiveringAfwijking", "beslotenOp")
)
"""What a decision writes, whatever the plan holds."""
CONCERNS: Final = "som.deel1.zorgen"
"""What concerns are written in."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option of part 3, with the words that it asks for."""

    option: SomBesluitsoort
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: one option or more (000:L1139), why, and why it deviates from the outcome where it does.

    `decided_on` None: today.
    """

    chosen: tuple[Chosen, ...]
    explanation: str | None = None
    motivation: str | None = None
    decided_on: str | None = None


def decide(decision: Decision) -> Command:
    """Take a decision; refused when it contradicts itself, leaves out words that an option asks for, or deviates without motivation."""

    def command(document: Node, today: date) -> Order:
        rule_set = in_force(today)
        outcome = evaluate(document, today, rule_set).outcome
        options = frozenset(chosen.option for chosen in decision.chosen)
        problems = [*_contradictions(decision.chosen), *_missing_words(decision.chosen)]
        if rule_set.deviates(outcome.priority, options) and not decision.motivation:
            problems.append(_unmotivated(outcome.priority))
        if decision.decided_on is not None and decision.decided_on > today.isoformat():
            problems.append(_in_future())
        return Order(_patch(decision, today), tuple(problems), tuple(sorted(outcome.rests_on)))

    return command


def raise_concerns(concerns: str) -> Command:
    """The casemanager's concerns: the reclassering is involved after all, and the outcome is open until the next decision (SO)."""

    def command(_: Node, __: date) -> Order:
        return Order({"som": {"deel1": {"zorgen": concerns}}})

    return command


def _patch(decision: Decision, today: date) -> dict[str, Any]:
    words = "; ".join(
        f"{DETAILED.get(chosen.option, 'toelichting')}: {chosen.words.strip()}"
        for chosen in decision.chosen
        if chosen.words and chosen.words.strip()
    )
    group = {
        "besluiten": [chosen.option.value for chosen in decision.chosen],
        "nadereInvulling": words or None,
        "toelichting": decision.explanation,
        "motiveringAfwijking": decision.motivation,
        "beslotenOp": decision.decided_on or today.isoformat(),
    }
    return {"som": {"besluit": group}}


def _contradictions(chosen: Sequence[Chosen]) -> Iterator[Problem]:
    path, options = f"{_PATH}.besluiten", [entry.option for entry in chosen]
    if not options or SomBesluitsoort.ONBEKEND in options:
        yield Problem(
            path,
            ProblemCode.VERPLICHT_VELD,
            "Een besluit noemt wat is besloten.",
            "een of meer mogelijkheden van deel 3",
        )
    if len(set(options)) < len(options):
        yield Problem(
            path, ProblemCode.WAARDE_KOMT_DUBBEL_VOOR, "Een mogelijkheid staat er dubbel.", "elke mogelijkheid één keer"
        )
    if SomBesluitsoort.GEEN_PRIORITEIT in options and len(set(options)) > 1:
        yield Problem(
            path,
            ProblemCode.TEGENSTRIJDIG,
            "Geen prioriteit gaat niet samen met iets dat wel gebeurt.",
            "alleen GEEN_PRIORITEIT, of andere mogelijkheden zonder GEEN_PRIORITEIT",
        )


def _missing_words(chosen: Sequence[Chosen]) -> Iterator[Problem]:
    for entry in chosen:
        if entry.option in DETAILED and not (entry.words and entry.words.strip()):
            yield Problem(
                f"{_PATH}.nadereInvulling",
                ProblemCode.VERPLICHT_VELD,
                f"Bij {entry.option} hoort een invulling.",
                f"tekst na '{DETAILED[entry.option]}'",
            )


def _unmotivated(outcome: SomPrioriteit) -> Problem:
    return Problem(
        f"{_PATH}.motiveringAfwijking",
        ProblemCode.MOTIVERING_VERPLICHT,
        f"Dit besluit wijkt af van de uitkomst {outcome}; dat kan met een motivering.",
        "een motivering",
    )


def _in_future() -> Problem:
    return Problem(
        f"{_PATH}.beslotenOp",
        ProblemCode.ONGELDIGE_WAARDE,
        "Een besluit ligt niet in de toekomst.",
        "vandaag of eerder",
    )
