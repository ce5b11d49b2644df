"""What waits for a gemeente: to say that somebody is theirs, and to answer what he asks."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from plan_schema.process.basis import Basis
from plan_schema.process.handover import SECTIONS
from plan_schema.process.regie import responsible_gemeente
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.values import Node

_CONFIRMED_BY: Final = timedelta(weeks=4)
_ANSWERED: Final = frozenset({"GEEN_HULPVRAAG", "IN_BEHANDELING", "BEANTWOORD", "AFGEWEZEN"})


def confirmation_steps(document: Node, _: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """For each gemeente that has not said whether somebody is theirs; for the PI when it says that he is not (001:L495, L631)."""
    for name in ("herkomstgemeente", "vestigingsgemeente"):
        basis = Basis(document)
        path = f"terugkeer.{name}"
        gemeente, confirmed = basis.text(path), basis.text(f"{path}Bevestigd")
        if gemeente is None or confirmed == "JA" or basis.text("status") == "AFGESLOTEN":
            continue
        start = basis.day("detentie.datumAanvang")
        due = None if start is None else start + _CONFIRMED_BY
        source = "001:L495, L631; 004:L19"
        if confirmed == "NEE":
            actor = Actor("DJI", "CASEMANAGER")
            yield Step(StepKind.GEMEENTE_UITZOEKEN, actor, start, due, basis.rests_on, source, about=path)
        else:
            actor = Actor("GEMEENTE", "NAZORGCOORDINATOR", gemeente=gemeente)
            yield Step(StepKind.GEMEENTE_BEVESTIGEN, actor, start, due, basis.rests_on, source, about=path)


def question_steps(document: Node, _: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """For the gemeente on which the traject falls: every hulpvraag in words that nobody has taken up; in time means before release."""
    for section in SECTIONS.values():
        basis = Basis(document)
        asked = basis.text(f"{section}.hulpvraag") is not None
        if not asked or basis.text(f"{section}.hulpvraagStatus") in _ANSWERED:
            continue
        gemeente = responsible_gemeente(basis)
        if gemeente is None or basis.text("status") == "AFGESLOTEN":
            continue
        yield Step(
            StepKind.HULPVRAAG_BEANTWOORDEN,
            Actor("GEMEENTE", "NAZORGCOORDINATOR", gemeente=gemeente),
            basis.day("detentie.datumAanvang"),
            basis.day("detentie.datumInvrijheidstelling"),
            basis.rests_on,
            "001:L440, L565, L793-L797",
            about=f"{section}.hulpvraag",
        )
