"""One step of a plan's history: who records what, for which doelen, and what he says of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plan_schema.patch import Patch


@dataclass(frozen=True, slots=True)
class Step:
    """One request to the API, as a persona. `purposes` None: those of the persona itself. Dates are ISO text.

    `skn` says whose plan it is; a `registration` makes the plan, every other step changes it. List items that an earlier
    step made are named by their place in the list (`references`).
    """

    persona: str
    skn: str
    patch: Patch
    registration: bool = False
    purposes: tuple[str, ...] | None = None
    explanation: str | None = None
    reference_date: str | None = None
    source_system: str | None = None

    @property
    def note(self) -> dict[str, str]:
        """The note as the API wants it; what is not said is left out."""
        given = {"toelichting": self.explanation, "peildatum": self.reference_date, "bron": self.source_system}
        return {name: text for name, text in given.items() if text is not None}


def by_person(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps of each person, in the order given: registration first, wherever it stood."""
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        grouped.setdefault(step.skn, []).append(step)
    for history in grouped.values():
        yield sorted(history, key=lambda step: not step.registration)
