"""Samen starten: the joint process of DJI and 3RO at instroom (002)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Instant, JaNeeOnbekend, Line, Oin, Text


class RedenGeenSignaal(Choice):
    """Waarom er geen signaal is gegeven."""

    TE_KORT_INGESLOTEN = "TE_KORT_INGESLOTEN"
    WIL_NIET_MEEWERKEN = "WIL_NIET_MEEWERKEN"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class StatusDossier(Choice):
    """Of het dossier bij de reclassering in beweging is."""

    STATISCH = "STATISCH"
    DYNAMISCH = "DYNAMISCH"
    ONBEKEND = "ONBEKEND"


class RolReclassering(Choice):
    """Rol die de reclassering eerder had."""

    GROOT = "GROOT"
    KLEIN = "KLEIN"
    ONBEKEND = "ONBEKEND"


class MateVanBekendheid(Choice):
    """Uitkomst van de beoordeling van de bekendheid."""

    VOLDOENDE_BEKEND = "VOLDOENDE_BEKEND"
    ONVOLDOENDE_BEKEND = "ONVOLDOENDE_BEKEND"
    NIET_BEKEND = "NIET_BEKEND"
    ONBEKEND = "ONBEKEND"


class Informatieonderwerp(Choice):
    """Onderwerp van gedeelde informatie."""

    RECIDIVERISICO = "RECIDIVERISICO"
    CRIMINOGENE_FACTOREN = "CRIMINOGENE_FACTOREN"
    BESCHERMENDE_FACTOREN = "BESCHERMENDE_FACTOREN"
    SOCIALE_KAART = "SOCIALE_KAART"
    LEVENSLOOP = "LEVENSLOOP"
    DELICTGESCHIEDENIS = "DELICTGESCHIEDENIS"
    HULPVERLENINGSGESCHIEDENIS = "HULPVERLENINGSGESCHIEDENIS"
    EERDERE_ADVIEZEN = "EERDERE_ADVIEZEN"
    NAZORG = "NAZORG"
    CONTACTGEGEVENS = "CONTACTGEGEVENS"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class Regiehouder(Choice):
    """Wie het initiatief neemt voor de gezamenlijke duiding."""

    CASEMANAGER = "CASEMANAGER"
    RECLASSERINGSWERKER = "RECLASSERINGSWERKER"
    ONBEKEND = "ONBEKEND"


class SoortBijdrage(Choice):
    """Soort bijdrage van de reclassering aan het concept-D&R-plan."""

    AANVULLENDE_ANALYSE = "AANVULLENDE_ANALYSE"
    RECLASSERINGSADVIES = "RECLASSERINGSADVIES"
    DEELNAME_EERSTE_TRAJECTGESPREK = "DEELNAME_EERSTE_TRAJECTGESPREK"
    ONBEKEND = "ONBEKEND"


class Aanvraagweg(Choice):
    """Weg waarlangs een bijdrage is aangevraagd."""

    JD_ONLINE = "JD_ONLINE"
    SAMEN_STARTEN = "SAMEN_STARTEN"
    GEEN_OPDRACHT_NODIG = "GEEN_OPDRACHT_NODIG"
    ONBEKEND = "ONBEKEND"


class BijdrageStatus(Choice):
    """Stand van een bijdrage."""

    AANGEVRAAGD = "AANGEVRAAGD"
    IN_UITVOERING = "IN_UITVOERING"
    AFGESTEMD = "AFGESTEMD"
    GELEVERD = "GELEVERD"
    VERVALLEN = "VERVALLEN"
    ONBEKEND = "ONBEKEND"


class Signaal(Group, item="SAMEN-STARTEN"):
    """The signaal nieuwe detentie: the ground for 3RO to look (002:L600)."""

    afgegeven_op: Instant = field("Moment waarop het signaal is afgegeven", "002:L590-L602")
    afgegeven_door: Line = field("Functie die het signaal afgaf", "002:L594")
    reden_geen_signaal: RedenGeenSignaal = field("Reden om geen signaal te geven", "002:L618-L622")
    afgezien_op: Date = field("Datum waarop van het signaal is afgezien", "002:L704-L706, L1927-L1931")
    afgezien_door: Line = field("Functie die van het signaal afzag", "002:L704-L706")


class Toewijzing(Group, item="SAMEN-STARTEN"):
    """Which 3RO organisation takes the case."""

    organisaties: list[Oin] = field("OIN's van de toegewezen reclasseringsorganisaties", "design 10.4")
    toegewezen_op: Date = field("Datum van toewijzing", "000:L986")
    instroompunt: Line = field("Instroompunt dat toewees", "000:L986")


class BekendheidCriteria(Group, item="SAMEN-STARTEN"):
    """The three criteria, internal to 3RO."""

    status_dossier: StatusDossier = field("Dossier statisch of dynamisch", "002:L663")
    rol_reclassering: RolReclassering = field("Rol van de reclassering groot of klein", "002:L665-L675")
    laatste_contact_op: Date = field("Datum van het laatste reclasseringscontact", "002:L677")


class Bekendheid(Group, item="SAMEN-STARTEN"):
    """Step 1: is the person known to 3RO."""

    criteria: BekendheidCriteria = field("Criteria voor de mate van bekendheid", "002:L661-L677")
    aantekening_rpi: Text = field("Aantekening RPI van de reclassering", "002:L681-L683")
    uitkomst: MateVanBekendheid = field("Mate van bekendheid", "002:L694-L698")
    informatie_delen: JaNeeOnbekend = field("Of er informatie wordt gedeeld", "002:L657-L661")
    terugkoppeling: Text = field("Terugkoppeling aan de casemanager", "002:L694-L700")
    terugkoppeling_op: Date = field("Datum van de terugkoppeling", "002:L694")
    beoordeeld_door: Line = field("Wie beoordeelde", "002:L704-L706")
    beoordeeld_op: Date = field("Datum van de beoordeling", "002:L641")
    gedeeld_op: Date = field("Datum waarop de informatie met de casemanager is gedeeld", "002:L813-L815, L883-L885")


class GedeeldeInformatie(Group, item="SAMEN-STARTEN", owner="organisatie", shared="gedeeld"):
    """Step 2a: one piece of information; DJI reads it once it is shared (002:L657)."""

    onderwerp: Informatieonderwerp = field("Onderwerp", "002:L859-L861, L1048")
    tekst: Text = field("Informatie", "002:L819")
    bron: Line = field("Bron, bij voorkeur een verwijzing", "002:L875-L879")
    datum_informatie: Date = field("Datum van de informatie", "002:L659-L661")
    reeds_in_jd_online: JaNeeOnbekend = field("Of dit al in JD-online staat", "002:L875-L879")
    organisatie: Oin = field("OIN van de organisatie die de informatie gaf", "002:L791")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class Duiding(Group, item="SAMEN-STARTEN"):
    """Step 2b: joint interpretation, confirmed by both."""

    regiehouder: Regiehouder = field("Wie het initiatief neemt", "002:L923, L1233; design 10.3")
    gepland_op: Date = field("Geplande datum", "002:L1833")
    gehouden_op: Date = field("Datum waarop de duiding plaatsvond", "002:L805")
    deelnemers: Text = field("Deelnemers", "002:L805-L809")
    samenvatting: Text = field("Samenvatting van de gedeelde informatie", "002:L819")
    actieve_bijdrage: JaNeeOnbekend = field(
        "Of de reclassering actief bijdraagt aan het concept-D&R-plan", "002:L807-L809"
    )
    onderbouwing: Text = field("Onderbouwing van de conclusie", "002:L821-L823")
    motieven: Text = field("Motieven, zoals zorgen op leefgebieden", "002:L950-L960")
    afspraken: Text = field("Afspraken over de bijdrage", "002:L825-L827")
    besluit_op: Date = field("Datum van het besluit over de actieve bijdrage", "002:L704-L706, L835")
    besloten_door: Line = field("Functie die het besluit vastlegde", "002:L704-L706, L835")
    deelname_trajectgesprek: JaNeeOnbekend = field(
        "Of zonder opdracht is afgesproken dat de reclassering aan het eerste trajectgesprek deelneemt", "002:L843-L845"
    )
    deelname_afgesproken_op: Date = field("Datum waarop die deelname is afgesproken", "002:L843-L845")
    akkoord_dji: JaNeeOnbekend = field("Bevestigd door DJI", "002:L805-L809")
    akkoord_3ro: JaNeeOnbekend = field("Bevestigd door de reclassering", "002:L805-L809")


class BijdrageAanvraag(Group, item="SAMEN-STARTEN"):
    """The request, by DJI."""

    soort: SoortBijdrage = field("Soort bijdrage", "002:L2093-L2101")
    aanvraag_op: Date = field("Datum van de aanvraag", "002:L839")
    aanvraag_via: Aanvraagweg = field("Weg van de aanvraag", "002:L839-L845")
    externe_referentie: Line = field("Kenmerk in JD-online", "002:L841")
    toelichting: Text = field("Vraag van de casemanager", "002:L839")


class BijdrageResultaat(Group, item="SAMEN-STARTEN"):
    """The result, by 3RO."""

    status: BijdrageStatus = field("Stand van de bijdrage", "002:L994")
    bevindingen: Text = field("Bevindingen", "002:L996-L1000")
    afgestemd_op: Date = field("Datum waarop de bevindingen zijn afgestemd", "002:L998-L1000")
    geleverd_op: Date = field("Datum van levering", "002:L1002-L1004")


class Bijdrage(Group, item="SAMEN-STARTEN"):
    """Step 3: an active contribution of 3RO."""

    aanvraag: BijdrageAanvraag = field("Aanvraag door de casemanager", "002:L839-L845")
    resultaat: BijdrageResultaat = field("Resultaat van de reclassering", "002:L994-L1004")


class VervolgHeropening(Choice):
    """Waar een heropend traject verdergaat."""

    DUIDING = "DUIDING"
    BIJDRAGE = "BIJDRAGE"
    ONBEKEND = "ONBEKEND"


class Heropening(Group, item="SAMEN-STARTEN"):
    """The last time that a stopped traject was taken up again; earlier ones stand in the history."""

    heropend_op: Date = field("Datum van de heropening", "002:L722-L732")
    heropend_door: Line = field("Functie die heropende", "002:L704-L706, L722-L732")
    reden: Text = field("Bijzonderheid waarom het traject is heropend", "002:L722-L732, L783-L785")
    vervolg: VervolgHeropening = field("Waar het traject verdergaat", "002:L722-L732")


class Beeindiging(Group, item="SAMEN-STARTEN"):
    """The end of the traject with the detention."""

    beeindigd_op: Date = field("Datum waarop het traject eindigde met de detentie", "002:L165-L167, L704-L706")
    beeindigd_door: Line = field("Functie die het einde vastlegde", "002:L704-L706")
    reden: Text = field("Reden van het einde", "002:L704-L706")


class SamenStarten(Group, item="SAMEN-STARTEN"):
    """The process as far as it is recorded in the plan."""

    signaal: Signaal = field("Signaal nieuwe detentie", "002:L590-L602")
    toewijzing: Toewijzing = field("Toewijzing aan een reclasseringsorganisatie", "000:L986")
    bekendheid: Bekendheid = field("Beoordeling van de mate van bekendheid", "002:L641-L706")
    gedeelde_informatie: list[GedeeldeInformatie] = field("Informatie die de reclassering deelt", "002:L787-L797")
    duiding: Duiding = field("Gezamenlijke duiding", "002:L805-L831")
    bijdragen: list[Bijdrage] = field("Bijdragen van de reclassering aan het plan", "002:L990-L1006")
    heropening: Heropening = field("Heropening na een stop", "002:L722-L732")
    beeindiging: Beeindiging = field("Einde van het traject met de detentie", "002:L704-L706")
