"""Towards and after release: supervision, handover, and the voice of the gedetineerde."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Email, JaNeeOnbekend, Line, Oin, Phone, Text


class ToezichtKader(Choice):
    """Kader van het reclasseringstoezicht."""

    VOORWAARDELIJKE_INVRIJHEIDSTELLING = "VOORWAARDELIJKE_INVRIJHEIDSTELLING"
    VOORWAARDELIJKE_VEROORDELING = "VOORWAARDELIJKE_VEROORDELING"
    PENITENTIAIR_PROGRAMMA = "PENITENTIAIR_PROGRAMMA"
    SCHORSING_VOORLOPIGE_HECHTENIS = "SCHORSING_VOORLOPIGE_HECHTENIS"
    ISD_EXTRAMURAAL = "ISD_EXTRAMURAAL"
    VRIJWILLIG = "VRIJWILLIG"
    GEEN = "GEEN"
    ONBEKEND = "ONBEKEND"


class Toezicht(Group, item="PM-20d-4-a"):
    """Supervision after detention."""

    kader: ToezichtKader = field("Kader van het toezicht", "001:L469; 000:L1187")
    start: Date = field("Datum waarop het toezicht begint", "001:L679")
    einde: Date = field("Datum waarop het toezicht eindigt", "001:L679")
    toezichthouder_naam: Line = field("Naam van de toezichthouder", "000:L986; 001:L276")
    toezichthouder_organisatie: Oin = field("OIN van de organisatie van de toezichthouder", "000:L986")
    toezichthouder_telefoon: Phone = field("Telefoonnummer van de toezichthouder", "001:L276")
    toezichthouder_email: Email = field("E-mailadres van de toezichthouder", "001:L276")
    kennismaking_op: Date = field("Datum van kennismaking vóór invrijheidstelling", "000:L986")
    bijzondere_voorwaarden: Text = field("Bijzondere voorwaarden", "000:L1201; 001:L430")
    elektronische_controle: JaNeeOnbekend = field("Elektronische controle", "001:L276")
    plan_van_aanpak: Text = field("Plan van aanpak van het toezicht", "001:L679")


class RegieHouder(Choice):
    """Wie de regie voert."""

    DJI = "DJI"
    RECLASSERING = "RECLASSERING"
    GEMEENTE = "GEMEENTE"
    ZORG_EN_VEILIGHEIDSHUIS = "ZORG_EN_VEILIGHEIDSHUIS"
    ONBEKEND = "ONBEKEND"


class AkkoordPartij(Choice):
    """Partij die akkoord geeft."""

    DJI = "DJI"
    RECLASSERING = "RECLASSERING"
    GEMEENTE = "GEMEENTE"
    BETROKKENE = "BETROKKENE"
    ONBEKEND = "ONBEKEND"


class Akkoord(Group, item="PM-20d-1", owner="organisatie"):
    """The agreement of one party (design 10.9)."""

    organisatie: Oin = field("OIN van de organisatie die akkoord geeft", "design 10.9")
    partij: AkkoordPartij = field("Partij", "design 10.9")
    akkoord: JaNeeOnbekend = field("Of de partij akkoord is", "design 10.9")
    datum: Date = field("Datum van het akkoord", "design 10.9")
    overgenomen_op: Date = field(
        "Datum waarop deze partij na invrijheidstelling haar deel heeft overgenomen", "001:L465, L679, L711"
    )
    toelichting: Text = field("Toelichting of voorbehoud", "design 10.9")


class Overdracht(Group, item="PM-20d-1"):
    """Warm handover."""

    casusregie: RegieHouder = field("Wie de casusregie voert", "001:L442-L446, L469; design 10.10")
    procesregie: RegieHouder = field("Wie de procesregie voert", "001:L442-L446")
    warme_overdracht_op: Date = field("Datum van de warme overdracht", "000:L257, L986; 001:L465")
    openstaande_punten: Text = field("Acties die na detentie doorlopen of beginnen", "001:L465, L599, L823")
    monitoring_afspraak: Text = field("Hoe de voortgang wordt gevolgd", "001:L442, L489, L791")
    frequentie_trajectgesprekken: Line = field("Afgesproken frequentie van trajectgesprekken", "001:L172, L859")
    akkoorden: list[Akkoord] = field("Akkoorden van de partijen", "design 10.9")


class StemBetrokkene(Group, item="PBW-18a"):
    """What the gedetineerde himself says; the plan is also his (000:L1636)."""

    wensen: Text = field("Wensen van betrokkene", "000:L176, L924")
    eigen_doelen: Text = field("Doelen die betrokkene zelf stelt", "000:L246, L497")
    commentaar: Text = field("Commentaar van betrokkene op het plan", "Pbw 18e lid 4")
    besproken_op: Date = field("Datum waarop het plan met betrokkene is besproken", "000:L497")
