"""Taking a step of Samen starten: what every command has in common."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.basis import Basis
from plan_schema.process.order import Command, Order
from plan_schema.process.samen_starten.status import BEEINDIGING, SIGNAAL, SamenStartenStatus, detention_over, status_of
from plan_schema.process.samen_starten.table import BY_EVENT, Event
from plan_schema.values import Node


@dataclass(slots=True)
class Taking:
    """One command on one plan: what it looks at, what it changes, and what is wrong with it."""

    basis: Basis
    today: date
    patch: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def need(self, value: object, path: str, expected: str) -> None:
        """Something that has to be given, or recorded."""
        if not value:
            self.problems.append(
                Problem(path, ProblemCode.VERPLICHT_VELD, "Voor deze opdracht is dit gegeven nodig.", expected)
            )

    def wrong(self, path: str, message: str, expected: str, code: ProblemCode = ProblemCode.TEGENSTRIJDIG) -> None:
        """Something that does not fit."""
        self.problems.append(Problem(path, code, message, expected))

    def not_later(self, day: date, path: str) -> None:
        """A day that must have come."""
        if day > self.today:
            self.wrong(path, "Deze datum ligt in de toekomst.", "vandaag of eerder", ProblemCode.DATUM_VOLGORDE)


Work: TypeAlias = Callable[[Taking], None]


def command(event: Event, work: Work) -> Command:
    """The command of an event: refused when the status is none that the table has for it, else what `work` makes of it."""

    def take(document: Node, today: date) -> Order:
        basis = Basis(document)
        problem = _out_of_turn(basis, today, event)
        if problem is not None:
            return Order(problems=(problem,), rests_on=basis.looked_at)
        taking = Taking(basis, today)
        work(taking)
        return Order(taking.patch, tuple(taking.problems), basis.looked_at)

    return take


@dataclass(frozen=True, slots=True)
class Possible:
    """That an event can come now, with what that follows from, in the order of looking."""

    event: Event
    rests_on: tuple[str, ...]


def possible_events(document: Node, today: date) -> Iterator[Possible]:
    """Every event that can come now, whoever makes it."""
    for event in Event:
        basis = Basis(document)
        if _out_of_turn(basis, today, event) is None:
            yield Possible(event, basis.looked_at)


def _out_of_turn(basis: Basis, today: date, event: Event) -> Problem | None:
    sources = BY_EVENT[event].sources
    if event is Event.BEEINDIG_DETENTIE:
        # It can follow on every status, so it need not look which one it is: the backoffice may not read most of them.
        possible = basis.value(f"{BEEINDIGING}.beeindigdOp") is None
    elif sources <= {SamenStartenStatus.INSTROOM, SamenStartenStatus.GEEN_SIGNAAL_GEGEVEN}:
        # Nor does who gives a signaal learn what came after an earlier one.
        over = detention_over(basis, today)
        given = over or basis.value(f"{SIGNAAL}.afgegevenOp") is not None
        possible = not given and status_of(basis, today) in sources
    else:
        possible = status_of(basis, today) in sources
    if possible:
        return None
    return Problem(
        "samenStarten",
        ProblemCode.STAP_NIET_MOGELIJK,
        "Deze opdracht kan niet bij de stand van Samen starten.",
        f"een van de standen {', '.join(sorted(sources))}",
    )


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were given; what is absent leaves the plan as it is."""
    return {name: value for name, value in values.items() if value is not None}
