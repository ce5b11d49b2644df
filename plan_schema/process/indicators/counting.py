"""Counting, the plain way: every plan in turn. The store counts the same in the database; the tests hold one against the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from plan_schema.process.indicators.case import Case
from plan_schema.process.indicators.catalogue import INDICATORS, Measure, Reference
from plan_schema.process.indicators.cooperation import COOPERATION, Measured
from plan_schema.process.indicators.dimensions import Dimension, value_of
from plan_schema.process.indicators.samen_starten import SAMEN_STARTEN
from plan_schema.sections.afscherming import SHIELDINGS

MEASURED: Final[Mapping[str, Measured]] = MappingProxyType({**SAMEN_STARTEN, **COOPERATION})
"""What every measure takes of a plan."""


@dataclass(slots=True)
class Tally:
    """What plans added to a measure: how many are in numerator and denominator, or which numbers they gave."""

    numerator: int = 0
    denominator: int = 0
    values: list[int] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another as well."""
        self.numerator += other.numerator
        self.denominator += other.denominator
        self.values.extend(other.values)

    def exact(self) -> tuple[int, int, tuple[int, ...]]:
        """What is in it, whatever the order."""
        return self.numerator, self.denominator, tuple(sorted(self.values))


Cell: TypeAlias = tuple[Measure, str, Dimension | None, str]
"""What is counted together: a measure, the month (`2026-03`) of its reference date, and a value of a dimension (None: all)."""

Count: TypeAlias = dict[Cell, Tally]


def count(
    cases: Iterable[Case], measures: Iterable[Measure], dimensions: Iterable[Dimension], first: date, last: date
) -> Count:
    """What these plans add to these measures in every month between two days; cells with nothing in them are not there."""
    asked, split, found = list(measures), list(dimensions), Count()
    for case in cases:
        if _in_use(case):
            _add(case, asked, split, (first, last), found)
    return found


def _add(
    case: Case, measures: list[Measure], dimensions: list[Dimension], period: tuple[date, date], found: Count
) -> None:
    days = {Reference.AANVANG: case.started, Reference.VRIJLATING: case.released}
    places: list[tuple[Dimension | None, str]] = [(None, "")]
    places += [(dimension, value_of(dimension, case.plan, case.stay)) for dimension in dimensions]
    for measure in measures:
        reference = INDICATORS[measure.indicator].reference
        day = days[reference] if reference else None
        outcome = MEASURED[str(measure)](case)
        if outcome is None or day is None or not period[0] <= day <= period[1]:
            continue
        added = Tally(int(outcome), 1) if isinstance(outcome, bool) else Tally(0, 1, [outcome])
        for dimension, value in places:
            found.setdefault((measure, day.isoformat()[:7], dimension, value), Tally()).add(added)


def _in_use(case: Case) -> bool:
    """Whether the plan may be counted: not while any part of it is shielded."""
    today = case.around.today.isoformat()
    return not any(
        not _beyond(entry.get("ingangsdatum"), today) and not _beyond(today, entry.get("einddatum"))
        for entry in case.items(SHIELDINGS.removesuffix("[]"))
    )


def _beyond(later: object, earlier: object) -> bool:
    return isinstance(later, str) and isinstance(earlier, str) and later > earlier
