"""The context of a decision: every input besides the field path, each a finite list, so that the matrix can be proven.

Names and values are Dutch and equal: they stand in tokens, policy tables, decision records and the GraphQL interface.
Sources: access.md §1-2 (Penitentiaire maatregel art. 20d; Penitentiaire beginselenwet art. 18a), design.md §4.
"""

from collections.abc import Mapping
from enum import IntEnum, IntFlag, StrEnum
from types import MappingProxyType
from typing import Final


class OrganisationKind(StrEnum):
    """Soort organisatie namens welke iemand handelt."""

    DJI = "DJI"
    """Dienst Justitiële Inrichtingen; treedt op per inrichting (PI)."""
    RECLASSERING = "RECLASSERING"
    """Een van de drie reclasseringsorganisaties (3RO)."""
    GEMEENTE = "GEMEENTE"
    """Het college van burgemeester en wethouders van een gemeente."""
    INSPECTIE = "INSPECTIE"
    """Inspectie Justitie en Veiligheid; ziet alleen aantallen."""
    BETROKKENE = "BETROKKENE"
    """De gedetineerde zelf, die zijn eigen plan inziet."""


class Role(StrEnum):
    """Rol waarin iemand binnen zijn organisatie handelt."""

    CASEMANAGER = "CASEMANAGER"
    """Casemanager van de inrichting; houder van het plan tijdens detentie."""
    BACKOFFICE = "BACKOFFICE"
    """Backoffice van de inrichting; registreert de detentie en kan het signaal geven."""
    MENTOR = "MENTOR"
    """Mentor of PIW'er op de afdeling."""
    MDO_LID = "MDO_LID"
    """Deelnemer aan het multidisciplinair overleg, waaronder het re-integratiecentrum."""
    HOOFD_DENR = "HOOFD_DENR"
    """Hoofd Detentie en Re-integratie van de inrichting."""
    RECLASSERINGSWERKER = "RECLASSERINGSWERKER"
    """Reclasseringswerker van een 3RO-organisatie."""
    TOEZICHTHOUDER = "TOEZICHTHOUDER"
    """Toezichthouder van een 3RO-organisatie, na invrijheidstelling."""
    NAZORGCOORDINATOR = "NAZORGCOORDINATOR"
    """Nazorgcoördinator van een gemeente."""
    SYSTEEM = "SYSTEEM"
    """Systeem van een organisatie, zonder mens achter de aanvraag."""
    FUNCTIONARIS_GEGEVENSBESCHERMING = "FUNCTIONARIS_GEGEVENSBESCHERMING"
    """Functionaris gegevensbescherming: leest de logboeken, nooit de inhoud van een plan."""
    INSPECTEUR = "INSPECTEUR"
    """Inspecteur: leest aantallen, nooit een plan."""
    BETROKKENE = "BETROKKENE"
    """De gedetineerde zelf."""


class Relation(StrEnum):
    """Band tussen de organisatie van de aanvrager en dit plan, op dit moment."""

    EIGEN_PI = "EIGEN_PI"
    """De inrichting waar betrokkene nu verblijft."""
    VORIGE_PI = "VORIGE_PI"
    """Een inrichting waar betrokkene eerder in deze detentie verbleef."""
    SIGNAAL = "SIGNAAL"
    """3RO van deze inrichting, na het signaal en vóór de toewijzing."""
    TOEGEWEZEN = "TOEGEWEZEN"
    """De toegewezen 3RO-organisatie."""
    HERKOMST = "HERKOMST"
    """De gemeente waar betrokkene vóór detentie woonde."""
    VESTIGING = "VESTIGING"
    """De gemeente waar betrokkene zich wil vestigen."""
    ZELF = "ZELF"
    """Het plan gaat over de aanvrager zelf."""
    GEEN = "GEEN"
    """Geen band: voor deze aanvrager bestaat het plan niet."""


class Purpose(StrEnum):
    """Doel waarvoor gegevens worden gevraagd of vastgelegd (doelbinding)."""

    PLAN_UITVOEREN = "PLAN_UITVOEREN"
    """Eigen taak van DJI: het plan vaststellen, aanpassen en uitvoeren (art. 18a Pbw)."""
    ESSENTIELE_VOORWAARDEN = "ESSENTIELE_VOORWAARDEN"
    """Essentiële voorwaarden voor deelname aan het maatschappelijk leven (art. 20d lid 1 en 2 PM)."""
    ORGANISEREN_ZORG = "ORGANISEREN_ZORG"
    """Zorg of maatschappelijke ondersteuning organiseren (art. 20d lid 3 PM)."""
    OVERLEG_INZET = "OVERLEG_INZET"
    """Overleg over reclasseringstoezicht, advies en interventies (art. 20d lid 4 PM)."""
    SAMEN_STARTEN = "SAMEN_STARTEN"
    """De werkwijze Samen starten van DJI en 3RO."""
    UITVOERING_TOEZICHT = "UITVOERING_TOEZICHT"
    """Uitvoering van het reclasseringstoezicht door 3RO."""
    TOEZICHT_INSPECTIE = "TOEZICHT_INSPECTIE"
    """Toezicht door de inspectie, alleen met aantallen."""
    INZAGE_BETROKKENE = "INZAGE_BETROKKENE"
    """Inzage door betrokkene in wat over hem is vastgelegd."""
    BEHEER = "BEHEER"
    """Beheer en controle van de voorziening zelf."""


class Phase(StrEnum):
    """Fase waarin het plan is."""

    INSTROOM = "INSTROOM"
    """Binnengekomen; het signaal aan de reclassering is nog niet gegeven."""
    DETENTIE = "DETENTIE"
    """Na het signaal, tot de invrijheidstelling."""
    NA_DETENTIE = "NA_DETENTIE"
    """Na invrijheidstelling, tijdens nazorg of toezicht."""
    AFGESLOTEN = "AFGESLOTEN"
    """Afgesloten; het dossier wordt alleen nog bewaard."""


class Action(StrEnum):
    """Wat de aanvrager met een veld wil doen; schrijven omvat lezen."""

    LEZEN = "LEZEN"
    SCHRIJVEN = "SCHRIJVEN"


class Conditions(IntFlag):
    """Voorwaarden die uit het plan zelf blijken; een vlag staat aan als eraan is voldaan."""

    ZORG_NODIG = 1
    """Er is vastgesteld dat zorg of ondersteuning nodig is (art. 20d lid 3 PM)."""
    GEDEELD = 2
    """De schrijver heeft dit onderdeel uitdrukkelijk gedeeld."""
    EIGEN = 4
    """Het onderdeel is van de organisatie van de aanvrager."""


class AssuranceLevel(IntEnum):
    """Hoe zeker is wie er is ingelogd: de betrouwbaarheidsniveaus van eIDAS (Verordening 910/2014, art. 8), laag naar hoog."""

    LAAG = 1
    SUBSTANTIEEL = 2
    HOOG = 3


# Every controller has its own systems and its own functionaris gegevensbescherming (AVG art. 37).
_OF_EVERY_CONTROLLER: Final = frozenset({Role.SYSTEEM, Role.FUNCTIONARIS_GEGEVENSBESCHERMING})

ROLES_OF: Final[Mapping[OrganisationKind, frozenset[Role]]] = MappingProxyType(
    {
        OrganisationKind.DJI: _OF_EVERY_CONTROLLER
        | {Role.CASEMANAGER, Role.BACKOFFICE, Role.MENTOR, Role.MDO_LID, Role.HOOFD_DENR},
        OrganisationKind.RECLASSERING: _OF_EVERY_CONTROLLER | {Role.RECLASSERINGSWERKER, Role.TOEZICHTHOUDER},
        OrganisationKind.GEMEENTE: _OF_EVERY_CONTROLLER | {Role.NAZORGCOORDINATOR},
        OrganisationKind.INSPECTIE: frozenset({Role.INSPECTEUR}),
        OrganisationKind.BETROKKENE: frozenset({Role.BETROKKENE}),
    }
)
"""The roles that someone of each kind of organisation can act in."""

RELATIONS_OF: Final[Mapping[OrganisationKind, frozenset[Relation]]] = MappingProxyType(
    {
        OrganisationKind.DJI: frozenset({Relation.EIGEN_PI, Relation.VORIGE_PI}),
        OrganisationKind.RECLASSERING: frozenset({Relation.SIGNAAL, Relation.TOEGEWEZEN}),
        OrganisationKind.GEMEENTE: frozenset({Relation.HERKOMST, Relation.VESTIGING}),
        OrganisationKind.INSPECTIE: frozenset(),
        OrganisationKind.BETROKKENE: frozenset({Relation.ZELF}),
    }
)
"""The relations that an organisation of each kind can have to a plan."""
