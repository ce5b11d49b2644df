"""The detention: dates, place and title."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Count, Date, JaNeeOnbekend, Line, Text


class EinddatumStatus(Choice):
    """Hoe zeker de datum van invrijheidstelling is."""

    VERWACHT = "VERWACHT"
    DEFINITIEF = "DEFINITIEF"
    ONBEKEND = "ONBEKEND"


class Instroomtitel(Choice):
    """Titel waarop betrokkene is ingesloten."""

    VOORLOPIG_GEHECHT = "VOORLOPIG_GEHECHT"
    ONHERROEPELIJK_VEROORDEELD = "ONHERROEPELIJK_VEROORDEELD"
    ONBEKEND = "ONBEKEND"


class StatusGedetineerde(Choice):
    """Juridische status."""

    PREVENTIEF = "PREVENTIEF"
    VEROORDEELD_EERSTE_AANLEG = "VEROORDEELD_EERSTE_AANLEG"
    ONHERROEPELIJK_VEROORDEELD = "ONHERROEPELIJK_VEROORDEELD"
    ONBEKEND = "ONBEKEND"


class Doelgroep(Choice):
    """Doelgroep van het gevangeniswezen."""

    PREVENTIEF_GEHECHT = "PREVENTIEF_GEHECHT"
    AFGESTRAFT = "AFGESTRAFT"
    KORTGESTRAFT = "KORTGESTRAFT"
    LANGGESTRAFT = "LANGGESTRAFT"
    ARRESTANT = "ARRESTANT"
    ISD = "ISD"
    TBS = "TBS"
    PPC = "PPC"
    ONBEKEND = "ONBEKEND"


class Regime(Choice):
    """Regime of verblijf."""

    HUIS_VAN_BEWARING = "HUIS_VAN_BEWARING"
    GEVANGENIS = "GEVANGENIS"
    BEPERKT_BEVEILIGDE_AFDELING = "BEPERKT_BEVEILIGDE_AFDELING"
    PENITENTIAIR_PROGRAMMA = "PENITENTIAIR_PROGRAMMA"
    TERRORISTENAFDELING = "TERRORISTENAFDELING"
    PENITENTIAIR_PSYCHIATRISCH_CENTRUM = "PENITENTIAIR_PSYCHIATRISCH_CENTRUM"
    ONBEKEND = "ONBEKEND"


class Programma(Choice):
    """Programma binnen het regime."""

    BASISPROGRAMMA = "BASISPROGRAMMA"
    PLUSPROGRAMMA = "PLUSPROGRAMMA"
    ONBEKEND = "ONBEKEND"


class JustitieleTitel(Choice):
    """Justitiële titel na detentie; bepaalt wie daarna de regie voert."""

    GEEN = "GEEN"
    VOORWAARDELIJKE_GEVANGENISSTRAF = "VOORWAARDELIJKE_GEVANGENISSTRAF"
    VOORWAARDELIJKE_INVRIJHEIDSTELLING = "VOORWAARDELIJKE_INVRIJHEIDSTELLING"
    ONBEKEND = "ONBEKEND"


class Plaatsing(Group, item="SAMEN-STARTEN"):
    """An earlier stay in an inrichting during this detention; recorded by itself when the inrichting changes."""

    inrichting: Line = field("Inrichting waar betrokkene eerder verbleef", "000:L500")
    tot: Date = field("Datum waarop betrokkene deze inrichting verliet", "000:L500")


class Detentie(Group, item="SAMEN-STARTEN"):
    """One detention."""

    datum_aanvang: Date = field(
        "Datum van aanvang van de vrijheidsbeneming", "PM 20d lid 2 b; 001:L390", item="PM-20d-2-b"
    )
    datum_invrijheidstelling: Date = field(
        "Verwachte of definitieve datum van invrijheidstelling", "PM 20d lid 2 b; 001:L136", item="PM-20d-2-b"
    )
    einddatum_status: EinddatumStatus = field(
        "Of de datum van invrijheidstelling verwacht of definitief is", "001:L136, L507", item="PM-20d-2-b"
    )
    inrichting: Line = field("Inrichting van verblijf", "001:L390, L495", item="PM-20d-2-b")
    datum_binnenkomst: Date = field(
        "Datum van binnenkomst in deze inrichting; start van de termijnen", "000:L1980; 001:L440"
    )
    afdeling: Line = field("Afdeling", "002:L598")
    instroomtitel: Instroomtitel = field("Titel bij instroom", "002:L596")
    status_gedetineerde: StatusGedetineerde = field("Preventief of veroordeeld", "000:L1982")
    doelgroep: list[Doelgroep] = field("Doelgroepen waartoe betrokkene behoort", "000:L399-L409, L510")
    regime: Regime = field("Regime of verblijf", "001:L242, L402; 002:L1146")
    programma: Programma = field("Basis- of plusprogramma", "000:L483, L508")
    zittingsdatum: Date = field("Zittingsdatum, indien preventief", "000:L1984")
    verwachte_verblijfsduur_dagen: Count = field("Verwachte verblijfsduur in dagen", "000:L1986")
    strafduur_dagen: Count = field("Duur van de opgelegde straf in dagen", "001:L539; 000:L896")
    aard_veroordeling: Text = field("Aard van de veroordeling", "000:L170, L896", item="WJSG-51c")
    artikelcode: Line = field("Artikelcode van het actuele delict", "000:L1988", item="WJSG-51c")
    isd_opgelegd: JaNeeOnbekend = field("ISD-maatregel opgelegd", "000:L2004")
    tbs_opgelegd: JaNeeOnbekend = field("TBS met dwangverpleging opgelegd", "000:L2003")
    artikel_43_3_plaatsing: JaNeeOnbekend = field("Plaatsing op grond van artikel 43 lid 3 Pbw", "000:L2001")
    geen_verblijfsstatus: JaNeeOnbekend = field("Geen verblijfsstatus in Nederland", "000:L2002; 001:L242")
    uitstroom_zorgmachtiging: JaNeeOnbekend = field("Uitstroom met een zorgmachtiging", "000:L2005")
    toezicht_na_detentie: JaNeeOnbekend = field("Reclasseringstoezicht na detentie", "000:L2000")
    justitiele_titel_na_detentie: JustitieleTitel = field("Justitiële titel na detentie", "001:L469")
    plaatsingen: list[Plaatsing] = field("Eerdere plaatsingen tijdens deze detentie", "000:L500")
