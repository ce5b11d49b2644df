"""What a decision needs to know of a plan; only the view module can take it from a document."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Shielding:
    """A part of a plan, by its path, that nobody may use from the first day to the last (ISO text; None: no bound)."""

    path: str
    first: str | None
    last: str | None

    def in_force(self, today: date) -> bool:
        """Whether this day lies between its days."""
        day = today.isoformat()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The facts that tie somebody to a plan. Dates are ISO text; None: not recorded, or recorded as unknown."""

    skn: str | None = field(repr=False)
    inrichting: str | None
    earlier_inrichtingen: frozenset[str]
    start: str | None
    release: str | None
    release_is_final: bool
    herkomstgemeente: str | None
    vestigingsgemeente: str | None
    signal_given: bool
    assigned: frozenset[str]
    supervisor: str | None
    care_needed: bool
    closed: bool
    shieldings: tuple[Shielding, ...]
