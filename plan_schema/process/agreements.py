"""The akkoorden of the parties, and which party was not asked; apart from the adoption by the MDO (design §10.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plan_schema.process.basis import Basis
from plan_schema.process.handover_commands import AGREEMENTS
from plan_schema.values import Node


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one party answered; `answer` None: it was asked, and has not answered."""

    party: str | None
    organisation: str | None
    answer: str | None
    given_on: date | None
    taken_over_on: date | None
    rests_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unasked:
    """A party that was not asked to agree."""

    party: str
    rests_on: frozenset[str]


def agreements(document: Node, _: date) -> Iterator[Agreement]:
    """Every akkoord, in order of asking."""
    for item in Basis(document).items(AGREEMENTS):
        basis = Basis(document)
        answer = basis.text(f"{item}.akkoord")
        yield Agreement(
            basis.text(f"{item}.partij"),
            basis.text(f"{item}.organisatie"),
            None if answer == "ONBEKEND" else answer,
            basis.day(f"{item}.datum"),
            basis.day(f"{item}.overgenomenOp"),
            basis.rests_on,
        )


def unasked(document: Node, _: date) -> Iterator[Unasked]:
    """The parties of the three that were not asked; reclassering is one as soon as it has to do with the plan."""
    for party in ("DJI", "RECLASSERING", "GEMEENTE"):
        basis = Basis(document)
        if party == "RECLASSERING" and not basis.value("samenStarten.toewijzing.organisaties"):
            continue
        if party not in {entry["partij"] for entry in basis.every(AGREEMENTS, "partij")}:
            yield Unasked(party, basis.rests_on)
