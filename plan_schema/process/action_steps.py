"""The actions of the plan that somebody has to do: whose turn it is follows from who carries them out."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from plan_schema.process.basis import Basis
from plan_schema.process.regie import final_release, responsible_gemeente
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.values import PROVENANCE, Node, find

_CLOSED: Final = frozenset({"AFGEROND", "VERVALLEN"})
_CLOSED_GOAL: Final = frozenset({"BEHAALD", "NIET_BEHAALD", "VERVALLEN"})
_OF_DJI: Final = {"CASEMANAGER": "CASEMANAGER", "MENTOR": "MENTOR", "REINTEGRATIECENTRUM": "MDO_LID"}
_OF_RECLASSERING: Final = frozenset({"RECLASSERINGSWERKER", "TOEZICHTHOUDER"})


def action_steps(document: Node, today: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """A step for every action that is not done, with its own term."""
    for goal in Basis(document).items("doelen"):
        for action in Basis(document).items(f"{goal}.acties"):
            yield from _of_action(document, today, goal, action)


def _of_action(document: Node, today: date, goal: str, action: str) -> Iterator[Step]:
    basis = Basis(document)
    status = basis.text(f"{action}.status")
    if status in _CLOSED or basis.text(f"{goal}.status") in _CLOSED_GOAL or basis.text("status") == "AFGESLOTEN":
        return
    out = final_release(basis)
    goes_on = status == "VOORTZETTEN_NA_DETENTIE"
    # What goes on after detention is nobody's turn before it, and what belongs to detention nobody's after it.
    if out is None if goes_on else out is not None and out <= today:
        return
    actor = _actor(basis, document, action, goes_on=goes_on)
    if actor is not None:
        since, due = out if goes_on else None, basis.day(f"{action}.termijn")
        yield Step(StepKind.ACTIE_UITVOEREN, actor, since, due, basis.rests_on, "001:L442, L465, L599", about=action)


def _actor(basis: Basis, document: Node, action: str, *, goes_on: bool) -> Actor | None:
    doer = basis.text(f"{action}.uitvoerder")
    if doer in _OF_RECLASSERING:
        return Actor("RECLASSERING", doer, _oin(basis, document, action, "RECLASSERING"))
    if doer == "GEMEENTE":
        oin = _oin(basis, document, action, "GEMEENTE")
        return Actor("GEMEENTE", "NAZORGCOORDINATOR", oin, None if oin else responsible_gemeente(basis))
    # What the gedetineerde or his network does himself, the inrichting helps with for as long as he is there.
    return None if goes_on else Actor("DJI", _OF_DJI.get(doer or "", "CASEMANAGER"))


def _oin(basis: Basis, document: Node, action: str, kind: str) -> str | None:
    """The organisation that carries it out; an action that names none got its author's, who may be of another kind."""
    oin = basis.text(f"{action}.uitvoerderOrganisatie")
    node = find(document, action) or {}
    authors = {record["organisatie"]: record["organisatieSoort"] for record in node.get(PROVENANCE) or ()}
    return oin if oin is not None and authors.get(oin, kind) == kind else None
