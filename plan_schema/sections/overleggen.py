"""Meetings: those within the PI (MDO, TBO), and those with partners and the gedetineerde.

They are two lists because their readers differ: a gemeente takes part in a trajectgesprek, and never reads an MDO.
"""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, JaNeeOnbekend, Line, Oin, Text


class SoortMdo(Choice):
    """Soort intern overleg."""

    MDO = "MDO"
    TBO = "TBO"
    ONBEKEND = "ONBEKEND"


class SoortGesprek(Choice):
    """Soort gesprek met ketenpartners of betrokkene."""

    TRAJECTGESPREK = "TRAJECTGESPREK"
    DRIEGESPREK = "DRIEGESPREK"
    CASUSBESPREKING = "CASUSBESPREKING"
    GEZAMENLIJK_OVERLEG = "GEZAMENLIJK_OVERLEG"
    ONBEKEND = "ONBEKEND"


class Deelnemer(Group, item="PM-20d-4-a", owner="organisatie"):
    """Somebody who takes part; each organisation keeps its own attendance."""

    organisatie: Oin = field("OIN van de organisatie van de deelnemer", "001:L463")
    naam: Line = field("Naam van de deelnemer", "001:L130, L463")
    functie: Line = field("Functie van de deelnemer", "000:L497")
    aanwezig: JaNeeOnbekend = field("Of de deelnemer aanwezig was of zal zijn", "002:L1002")


class MdoDeelnemer(Deelnemer, item="ART-37-PM"):
    """Attendance of an MDO."""


class GespreksDeelnemer(Deelnemer):
    """Attendance of a conversation."""


class Mdo(Group, item="ART-37-PM"):
    """An MDO or TBO."""

    soort: SoortMdo = field("MDO of TBO", "000:L495, L256")
    datum: Date = field("Datum", "000:L495-L496")
    verslag: Text = field("Verslag", "001:L603")
    besluit: Text = field("Besluit, zoals de vaststelling van het plan", "001:L164")
    inbreng_3ro: Text = field("Inbreng van de reclassering", "002:L1504-L1510")
    inbreng_verwerkt: JaNeeOnbekend = field("Of de inbreng van de reclassering is verwerkt", "002:L1004-L1006")
    reden_niet_verwerkt: Text = field("Waarom de inbreng van de reclassering niet is verwerkt", "002:L1004-L1006")
    deelnemers: list[MdoDeelnemer] = field("Deelnemers aan het MDO", "000:L982")


class Gesprek(Group, item="PM-20d-4-a"):
    """A trajectgesprek, driegesprek or joint meeting."""

    soort: SoortGesprek = field("Soort gesprek", "000:L497, L924")
    eerste: JaNeeOnbekend = field("Of dit het eerste trajectgesprek is", "002:L998")
    gepland_op: Date = field("Geplande datum", "002:L1036")
    datum: Date = field("Datum waarop het gesprek plaatsvond", "001:L130")
    verslag: Text = field("Verslag", "001:L463, L603")
    afspraken: Text = field("Afspraken", "001:L463")
    deelnemers: list[GespreksDeelnemer] = field("Deelnemers aan het gesprek", "001:L463")


class Overleggen(Group, item="PM-20d-4-a"):
    """All meetings."""

    mdo: list[Mdo] = field("Multidisciplinaire overleggen binnen de inrichting", "000:L495")
    gesprekken: list[Gesprek] = field("Gesprekken met ketenpartners en betrokkene", "000:L497")
