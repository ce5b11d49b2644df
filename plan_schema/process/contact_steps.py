"""Who is missing among the contacts: the most missed information of all (001:L128, L136, L803)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from plan_schema.process.basis import Basis
from plan_schema.process.regie import responsible_gemeente
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.values import Node

_OF_DJI: Final = frozenset({"CASEMANAGER", "SENIOR_CASEMANAGER"})
_OF_RECLASSERING: Final = frozenset({"RECLASSERINGSWERKER", "ADVISEUR", "TOEZICHTHOUDER"})
_OF_GEMEENTE: Final = frozenset({"NAZORGCOORDINATOR", "CONTACTPUNT_GEMEENTE"})
_KNOWN_BY: Final = timedelta(weeks=4)
"""By then the three organisations have met (001:L442), so they know each other."""

_SOURCE: Final = "001:L128, L158, L803, L853"


def contact_steps(document: Node, today: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """A step for every party without a contact who can be reached: a name, with a telephone number or an address."""
    yield from _missing(document, today, _OF_DJI, Actor("DJI", "CASEMANAGER"))
    gemeente = responsible_gemeente(Basis(document))
    if gemeente is not None:
        actor = Actor("GEMEENTE", "NAZORGCOORDINATOR", gemeente=gemeente)
        yield from _missing(document, today, _OF_GEMEENTE, actor)
    assigned = Basis(document).value("samenStarten.toewijzing.organisaties")
    for oin in assigned if isinstance(assigned, list) else ():
        yield from _missing(document, today, _OF_RECLASSERING, Actor("RECLASSERING", "RECLASSERINGSWERKER", oin))


def _missing(document: Node, today: date, roles: frozenset[str], actor: Actor) -> Iterator[Step]:
    basis = Basis(document)
    if basis.text("status") == "AFGESLOTEN":
        return
    if actor.gemeente is not None:
        responsible_gemeente(basis)
    fields = ["rol", "naam", "telefoon", "email", "tot"]
    if actor.oin is not None:
        basis.value("samenStarten.toewijzing.organisaties")
        fields.append("organisatie")
    contacts = basis.every("contacten", *fields)
    if any(_reached(contact, roles, actor.oin, today) for contact in contacts):
        return
    start = basis.day("detentie.datumAanvang")
    due = None if start is None else start + _KNOWN_BY
    yield Step(StepKind.CONTACT_INVULLEN, actor, start, due, basis.rests_on, _SOURCE)


def _reached(contact: Mapping[str, Any], roles: frozenset[str], oin: str | None, today: date) -> bool:
    until = contact["tot"]
    return (
        contact["rol"] in roles
        and (oin is None or contact["organisatie"] == oin)
        and contact["naam"] is not None
        and (contact["telefoon"] is not None or contact["email"] is not None)
        and not (isinstance(until, str) and until < today.isoformat())
    )
