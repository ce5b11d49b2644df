"""The value lists of the interface: those of the plan, and those of the decision about it.

Strawberry marks the enum classes themselves, so resolvers name the classes of plan_schema, policies and the store.
"""

from enum import Enum
from typing import Final

import strawberry

from api.access.refusal import Reason
from api.store.listing import SortKey
from plan_schema.plan import PATHS
from policies.context import Action, Phase, Purpose, Relation


class Direction(Enum):
    """Ascending or descending."""

    OPLOPEND = "OPLOPEND"
    AFLOPEND = "AFLOPEND"


_OWN: Final[tuple[tuple[type[Enum], str, str], ...]] = (
    (Phase, "PlanFase", "Fase waarin het plan is."),
    (Purpose, "Doelbinding", "Doel waarvoor gegevens worden gevraagd of vastgelegd."),
    (Relation, "Relatie", "Band tussen de eigen organisatie en een plan."),
    (Action, "Actie", "Wat met een veld wordt gedaan; schrijven omvat lezen."),
    (Reason, "AfschermReden", "Reden waarom een veld niet beschikbaar is."),
    (SortKey, "PlanSorteerveld", "Waarop plannen gesorteerd kunnen worden."),
    (Direction, "Sorteerrichting", "Oplopend of aflopend."),
)

for _kind, _name, _description in _OWN:
    strawberry.enum(_kind, name=_name, description=_description)
for _choices in {leaf.kind.choices for leaf in PATHS.leaves if leaf.kind.choices is not None}:
    strawberry.enum(_choices, name=_choices.__name__, description=(_choices.__doc__ or "").strip())
