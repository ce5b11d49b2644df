"""Care: what is needed to organise its continuity (PM 20d lid 3), never medical content (000:L344)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Gemeentecode, JaNeeOnbekend, Line, Text
from plan_schema.sections.leefgebied import Leefgebied


class Zorgwet(Choice):
    """Wet waaronder een zorgtraject valt."""

    WMO = "WMO"
    WVGGZ = "WVGGZ"
    WZD = "WZD"
    JEUGDWET = "JEUGDWET"
    WFZ = "WFZ"
    ONBEKEND = "ONBEKEND"


class ZorgtrajectStatus(Choice):
    """Stand van een zorgtraject."""

    EERDER = "EERDER"
    LOPEND = "LOPEND"
    AANGEMELD = "AANGEMELD"
    WACHTLIJST = "WACHTLIJST"
    AFGESLOTEN = "AFGESLOTEN"
    ONBEKEND = "ONBEKEND"


class Financiering(Choice):
    """Wie begeleiding of behandeling betaalt."""

    WMO = "WMO"
    ZORGVERZEKERINGSWET = "ZORGVERZEKERINGSWET"
    RECLASSERING = "RECLASSERING"
    FORENSISCHE_ZORG = "FORENSISCHE_ZORG"
    ZORG_EN_VEILIGHEIDSHUIS = "ZORG_EN_VEILIGHEIDSHUIS"
    ONBEKEND = "ONBEKEND"


class Zorgtraject(Group, item="PM-20d-3-a"):
    """An earlier or running care trajectory."""

    wet: Zorgwet = field("Wet waaronder het traject valt", "PM 20d lid 3 a")
    status: ZorgtrajectStatus = field("Stand van het traject", "PM 20d lid 3 a; 001:L382")
    zorgaanbieder: Line = field("Naam van de zorgaanbieder", "PM 20d lid 3 b", item="PM-20d-3-b")
    gemeente: Gemeentecode = field("Gemeente waar de zorg is of wordt verleend", "PM 20d lid 3 c", item="PM-20d-3-c")
    gestart_op: Date = field("Datum van start", "PM 20d lid 3 a")
    geeindigd_op: Date = field("Datum van einde", "PM 20d lid 3 a")
    wachtlijst_sinds: Date = field("Op de wachtlijst sinds", "001:L693, L753")
    financiering: Financiering = field("Wie het traject betaalt", "001:L717, L841")


class Zorg(Leefgebied, item="PM-20d-3-a"):
    """Continuity of care."""

    zorg_nodig: JaNeeOnbekend = field("Of zorg of ondersteuning tijdens of na detentie nodig is", "PM 20d lid 3")
    zorgaanbieder: Line = field("Naam van de zorgaanbieder", "PM 20d lid 3 b", item="PM-20d-3-b")
    gemeente_zorg: Gemeentecode = field("Gemeente waar de zorg wordt verleend", "PM 20d lid 3 c", item="PM-20d-3-c")
    indicatie: JaNeeOnbekend = field("Of er een indicatie is", "001:L637")
    aanmelding: Text = field("Stand van de aanmelding bij een aanbieder", "001:L382; 000:L998")
    continuiteit: Text = field("Wat nodig is om de zorg te laten doorlopen", "001:L382; 000:L544")
    zorgtrajecten: list[Zorgtraject] = field("Eerdere en lopende zorgtrajecten", "PM 20d lid 3 a")
