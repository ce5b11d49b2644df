"""The value lists of the interface: those of the plan, and those of the decision about it.

Strawberry marks the enum classes themselves, so resolvers name the classes of plan_schema, policies and the store.
"""

from enum import Enum
from typing import Final

import strawberry

from api.access.refusal import Reason
from api.store.listing import SortKey
from api.store.worklist import Side
from plan_schema.plan import PATHS
from plan_schema.process.handover import Bevinding, Overdrachtspunt
from plan_schema.process.regie import RegieSoort
from plan_schema.process.step import StepKind
from policies.context import Action, OrganisationKind, Phase, Purpose, Relation, Role


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
    (OrganisationKind, "OrganisatieSoort", "Soort organisatie."),
    (Role, "Rol", "Rol waarin iemand binnen zijn organisatie handelt."),
    (StepKind, "StapSoort", "Soort stap die open kan staan."),
    (Side, "WerkVan", "Wiens werk: van de eigen organisatie, van anderen, of van allen."),
    (RegieSoort, "RegieSoort", "Welke regie."),
    (Bevinding, "OverdrachtBevinding", "Hoe een punt van de overdracht ervoor staat."),
    (Overdrachtspunt, "OverdrachtPunt", "Wat er bij invrijheidstelling geregeld moet zijn."),
)

for _kind, _name, _description in _OWN:
    strawberry.enum(_kind, name=_name, description=_description)
for _choices in {leaf.kind.choices for leaf in PATHS.leaves if leaf.kind.choices is not None}:
    strawberry.enum(_choices, name=_choices.__name__, description=(_choices.__doc__ or "").strip())
