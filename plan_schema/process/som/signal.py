"""Whether a decision has to be looked at again: new information changed the outcome, or the vonnis is there (000:L1179, L1242)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.process.som.evaluation import Outcome
from plan_schema.process.som.record import Record, shielded_paths
from plan_schema.sections.som import OUTCOME, SomBesluitsoort, SomFase, SomPrioriteit
from plan_schema.values import Node

_DECISION: Final = "som.besluit"


class SignalKind(StrEnum):
    """Reden om een besluit van de SOM opnieuw te bezien."""

    UITKOMST_VERANDERD = "UITKOMST_VERANDERD"
    """De regels geven nu een andere uitkomst dan toen het besluit werd genomen."""
    VONNIS = "VONNIS"
    """Het besluit is in de preventieve fase genomen, en er is nu een vonnis."""
    ZORGEN = "ZORGEN"
    """De casemanager meldde zorgen, waarover nog geen besluit is genomen."""
    MOTIVERING_ONTBREEKT = "MOTIVERING_ONTBREEKT"
    """Het besluit wijkt af van de uitkomst, en zegt niet waarom."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to look again, and whether it is there: `given`. `before` and `now`: the outcome then and now."""

    kind: SignalKind
    given: bool
    before: SomPrioriteit | None
    now: SomPrioriteit
    rests_on: frozenset[str]


def signals(document: Node, today: date, outcome: Outcome) -> Iterator[Signal]:
    """Every reason to look at the decision of a plan again, given or not; concerns count without a decision too."""
    record = Record(document, tuple(shielded_paths(document, today)))
    decisions = record.value(f"{_DECISION}.besluiten")
    known = record.text(f"{OUTCOME}.bijBesluit")
    phase = record.text(f"{OUTCOME}.faseBijBesluit")
    reopened = record.value(f"{OUTCOME}.heropendOp")
    motivation = record.text(f"{_DECISION}.motiveringAfwijking")
    before = None if known is None else SomPrioriteit(known)
    taken = frozenset(map(SomBesluitsoort, decisions)) if isinstance(decisions, list) else frozenset()
    deviates = before is not None and outcome.rule_set.deviates(before, taken)
    given = {
        SignalKind.UITKOMST_VERANDERD: bool(taken) and before not in (None, outcome.priority),
        SignalKind.VONNIS: bool(taken) and phase == SomFase.PREVENTIEF and outcome.phase is SomFase.NA_VONNIS,
        SignalKind.ZORGEN: reopened is not None,
        SignalKind.MOTIVERING_ONTBREEKT: bool(taken) and deviates and motivation is None,
    }
    for kind, there in given.items():
        yield Signal(kind, there, before, outcome.priority, record.rests_on | outcome.rests_on)
