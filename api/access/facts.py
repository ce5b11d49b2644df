"""What a decision needs to know of a plan; only the view module can take it from a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The facts that tie organisations to a plan. Dates are ISO text; None: not recorded, or recorded as unknown."""

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
