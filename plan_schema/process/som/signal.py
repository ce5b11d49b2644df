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
    """One reason to look again. `before` and `now`: the outcome then and now."""

    kind: SignalKind
    before: SomPrioriteit | None
    now: SomPrioriteit
    rests_on: frozenset[str]


def signals(document: Node, today: date, outcome: Outcome) -> Iterator[Signal]:
    """Every reason to look at the decision of a plan again; concerns count without a decision too."""
    record = Record(document, tuple(shielded_paths(document, today)))
    decisions = record.value(f"{_DECISION}.besluiten")
    known = record.text(f"{OUTCOME}.bijBesluit")
    phase = record.text(f"{OUTCOME}.faseBijBesluit")
    reopened = record.value(f"{OUTCOME}.heropendOp")
    motivation = record.text(f"{_DECISION}.motiveringAfwijking")
    before = None if known is None else SomPrioriteit(known)
    rests_on = record.rests_on | outcome.rests_on
    taken = frozenset(map(SomBesluitsoort, decisions)) if isinstance(decisions, list) else frozenset()

    def signal(kind: SignalKind) -> Signal:
        return Signal(kind, before, outcome.priority, rests_on)

    if taken and before is not None and before is not outcome.priority:
        yield signal(SignalKind.UITKOMST_VERANDERD)
    if taken and phase == SomFase.PREVENTIEF and outcome.phase is SomFase.NA_VONNIS:
        yield signal(SignalKind.VONNIS)
    if reopened is not None:
        yield signal(SignalKind.ZORGEN)
    if taken and before is not None and motivation is None and outcome.rule_set.deviates(before, taken):
        yield signal(SignalKind.MOTIVERING_ONTBREEKT)
