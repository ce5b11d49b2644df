"""Goals and the actions under them (PBW 18a lid 2 b; 000:L482-L485)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Line, Oin, Text


class SoortDoel(Choice):
    """Soort doel."""

    REINTEGRATIEDOEL = "REINTEGRATIEDOEL"
    GEDRAGSDOEL = "GEDRAGSDOEL"
    ONBEKEND = "ONBEKEND"


class LeefgebiedSoort(Choice):
    """Leefgebied waarop een doel ziet."""

    IDENTITEITSBEWIJS = "IDENTITEITSBEWIJS"
    ONDERDAK = "ONDERDAK"
    WERK_EN_INKOMEN = "WERK_EN_INKOMEN"
    SCHULDEN = "SCHULDEN"
    ZORGVERZEKERING = "ZORGVERZEKERING"
    ZORG = "ZORG"
    SOCIAAL_NETWERK = "SOCIAAL_NETWERK"
    ONBEKEND = "ONBEKEND"


class DoelStatus(Choice):
    """Stand van een doel."""

    CONCEPT = "CONCEPT"
    LOPEND = "LOPEND"
    BEHAALD = "BEHAALD"
    NIET_BEHAALD = "NIET_BEHAALD"
    VERVALLEN = "VERVALLEN"
    ONBEKEND = "ONBEKEND"


class ActieStatus(Choice):
    """Stand van een actie."""

    OPEN = "OPEN"
    BEZIG = "BEZIG"
    AFGEROND = "AFGEROND"
    VOORTZETTEN_NA_DETENTIE = "VOORTZETTEN_NA_DETENTIE"
    VERVALLEN = "VERVALLEN"
    ONBEKEND = "ONBEKEND"


class Uitvoerder(Choice):
    """Wie een actie uitvoert: de gedetineerde zoveel mogelijk zelf."""

    GEDETINEERDE = "GEDETINEERDE"
    CASEMANAGER = "CASEMANAGER"
    MENTOR = "MENTOR"
    REINTEGRATIECENTRUM = "REINTEGRATIECENTRUM"
    RECLASSERINGSWERKER = "RECLASSERINGSWERKER"
    TOEZICHTHOUDER = "TOEZICHTHOUDER"
    GEMEENTE = "GEMEENTE"
    NETWERK = "NETWERK"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class PlanActie(Group, item="PBW-18a", owner="uitvoerder_organisatie"):
    """One action: who does what, by when."""

    omschrijving: Text = field("Wat er gedaan wordt", "000:L484, L936")
    uitvoerder: Uitvoerder = field("Wie de actie uitvoert", "000:L485; 001:L442")
    uitvoerder_organisatie: Oin = field("OIN van de organisatie die de actie uitvoert of begeleidt", "001:L442, L791")
    uitvoerder_naam: Line = field("Naam van de uitvoerder", "001:L489")
    ondersteuner: Line = field("Wie daarbij ondersteunt", "000:L363, L485")
    termijn: Date = field("Wanneer de actie klaar moet zijn", "001:L442")
    status: ActieStatus = field("Stand van de actie", "001:L465, L599")
    resultaat: Text = field("Resultaat", "000:L936")


class Doel(Group, item="PBW-18a"):
    """One goal, SMART."""

    soort: SoortDoel = field("Re-integratiedoel of gedragsdoel", "000:L484")
    leefgebied: LeefgebiedSoort = field("Leefgebied waarop het doel ziet", "000:L484")
    omschrijving: Text = field("Omschrijving", "000:L482")
    meetbaar: Text = field("Waaraan is te zien dat het doel is behaald", "000:L482")
    streefdatum: Date = field("Wanneer het doel behaald moet zijn", "000:L482")
    status: DoelStatus = field("Stand van het doel", "000:L920")
    acties: list[PlanActie] = field("Acties onder dit doel", "000:L484")
