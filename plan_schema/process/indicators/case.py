"""One plan as the indicators look at it: dates as days, values that are recorded as unknown as not there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from plan_schema.process.indicators.surroundings import Surroundings
from plan_schema.values import PROVENANCE, Node, value_at

TIME_ZONE: Final = "Europe/Amsterdam"
"""Where the day of a moment is reckoned."""

_ZONE: Final = ZoneInfo(TIME_ZONE)
_UNKNOWN: Final = "ONBEKEND"

Outcome: TypeAlias = bool | int | None
"""What one plan adds to a measure: in the numerator or not, or a number of days; None: it is not in the denominator."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the versions of a plan say of one kind of organisation: the moment of its first, and how many."""

    first: datetime
    number: int


@dataclass(frozen=True)
class Case:
    """A plan, what its versions say per kind of organisation, and what is known around it."""

    plan: Node
    around: Surroundings
    written: Mapping[str, Written] = field(default_factory=dict)

    def value(self, path: str) -> object:
        """The value at a path; None where nothing is recorded, or that it is unknown."""
        return known(value_at(self.plan, path))

    def day(self, path: str) -> date | None:
        """The date, or the Dutch day of the moment, at a path."""
        return day_of(value_at(self.plan, path))

    def items(self, path: str) -> Sequence[Node]:
        """The items of a list."""
        return value_at(self.plan, path) or ()

    def since(self, start: date | None, end: date | None) -> int | None:
        """The days from one date to another; None when either is not known."""
        return None if start is None or end is None else (end - start).days

    def workdays(self, start: date | None, end: date | None) -> int | None:
        """The werkdagen after one date up to and including another; None when either is not known."""
        return None if start is None or end is None else self.around.workdays_between(start, end)

    def elapsed(self, path: str, days: int) -> bool:
        """Whether so many days have passed since a date."""
        passed = self.since(self.day(path), self.around.today)
        return passed is not None and passed >= days

    @cached_property
    def started(self) -> date | None:
        """The first day of the detention."""
        return self.day("detentie.datumAanvang")

    @cached_property
    def entered(self) -> date | None:
        """The first day in this inrichting, from which terms run."""
        return self.day("detentie.datumBinnenkomst")

    @cached_property
    def signalled(self) -> date | None:
        """The day of the signaal."""
        return self.day("samenStarten.signaal.afgegevenOp")

    @cached_property
    def released(self) -> date | None:
        """The day of release, for who is free: it is final, and has come."""
        day = self.day("detentie.datumInvrijheidstelling")
        final = self.value("detentie.einddatumStatus") == "DEFINITIEF"
        return day if day is not None and final and day <= self.around.today else None

    @cached_property
    def stay(self) -> int | None:
        """How many days the detention lasts: between its dates, or as it is expected."""
        found = self.since(self.started, self.day("detentie.datumInvrijheidstelling"))
        expected = self.value("detentie.verwachteVerblijfsduurDagen")
        return found if found is not None else expected if isinstance(expected, int) else None

    @cached_property
    def shared(self) -> Sequence[Node]:
        """What 3RO shared."""
        return [entry for entry in self.items("samenStarten.gedeeldeInformatie") if entry.get("gedeeld") == "JA"]

    @cached_property
    def shared_on(self) -> date | None:
        """The day on which it was shared, or else on which the first of that was recorded."""
        moments = [found for entry in self.shared if (found := recorded_on(entry, "gedeeld")) is not None]
        return self.day("samenStarten.bekendheid.gedeeldOp") or min(moments, default=None)

    @cached_property
    def conversations(self) -> Sequence[tuple[date, Node]]:
        """The conversations that were held, each with its day."""
        return list(held(self.items("overleggen.gesprekken")))

    def present(self, meeting: Node, kind: str) -> bool:
        """Whether somebody of this kind of organisation was at a meeting."""
        return any(
            entry.get("aanwezig") == "JA" and self.around.kinds.get(_text(entry.get("organisatie"))) == kind
            for entry in meeting.get("deelnemers") or ()
        )

    def contact(self, kind: str) -> bool:
        """Whether a contact of this kind of organisation is in the plan."""
        return any(self.around.kinds.get(_text(entry.get("organisatie"))) == kind for entry in self.items("contacten"))


def held(meetings: Sequence[Node]) -> Iterator[tuple[date, Node]]:
    """The meetings that have a date."""
    for meeting in meetings:
        day = day_of(meeting.get("datum"))
        if day is not None:
            yield day, meeting


def known(value: Any) -> Any:
    """A value; None for what is recorded as unknown."""
    return None if value == _UNKNOWN or isinstance(value, Mapping) else value


def day_of(value: Any) -> date | None:
    """The day of a stored date or moment."""
    if isinstance(value, datetime):
        return value.astimezone(_ZONE).date()
    return date.fromisoformat(value) if isinstance(value, str) else None


def recorded_on(node: Node, name: str) -> date | None:
    """The day on which a field of a group or item was last written."""
    for record in node.get(PROVENANCE) or ():
        if name in record["velden"]:
            return day_of(record["geregistreerdOp"])
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
