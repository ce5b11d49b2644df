"""SOM, the Selectie Ondersteunend Model: the form of 01-03-2021 in its three parts (000:L1974-L2056)."""

from typing import Final

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Instant, JaNeeOnbekend, Line, Text
from plan_schema.sections.screening import RisicoNiveau

OUTCOME: Final = "som.uitkomst"
"""The path of the group that nobody writes: the rules fill it in, as part of the version that gives them cause."""


def is_outcome(path: str) -> bool:
    """Whether the rules fill in what stands at this path, and no author does."""
    return path == OUTCOME or path.startswith(f"{OUTCOME}.")


class SomPrioriteit(Choice):
    """Uitkomst van de SOM."""

    HOOG = "HOOG"
    LAAG = "LAAG"
    UITGESTELD = "UITGESTELD"
    PROFESSIONELE_WEGING = "PROFESSIONELE_WEGING"
    ONBEKEND = "ONBEKEND"


class SomFase(Choice):
    """Fase waarin de criteria van de SOM gelden."""

    PREVENTIEF = "PREVENTIEF"
    NA_VONNIS = "NA_VONNIS"
    ONBEKEND = "ONBEKEND"


class Reclasseringsinformatie(Choice):
    """Of de reclassering informatie heeft, en hoe oud die is."""

    NIET_OPGEZOCHT = "NIET_OPGEZOCHT"
    GEEN = "GEEN"
    VEROUDERD = "VEROUDERD"
    ACTUEEL = "ACTUEEL"
    ONBEKEND = "ONBEKEND"


class Veranderbereidheid(Choice):
    """Of betrokkene te motiveren is voor verandering."""

    TE_MOTIVEREN = "TE_MOTIVEREN"
    NIET_TE_MOTIVEREN = "NIET_TE_MOTIVEREN"
    ONBEKEND = "ONBEKEND"


class SomBesluitsoort(Choice):
    """Besluiten van deel 3; er kunnen er meer tegelijk gelden."""

    GEEN_PRIORITEIT = "GEEN_PRIORITEIT"
    HERHALEN_NA_VONNIS = "HERHALEN_NA_VONNIS"
    ADVIES_AANVRAGEN = "ADVIES_AANVRAGEN"
    VOORBEREIDEN_TOEZICHT = "VOORBEREIDEN_TOEZICHT"
    GEDRAGSTRAINING_IN_PI = "GEDRAGSTRAINING_IN_PI"
    BEGELEIDINGSGESPREKKEN = "BEGELEIDINGSGESPREKKEN"
    ONDERSTEUNEN_ART_43_3 = "ONDERSTEUNEN_ART_43_3"
    INITIEREN_ZORG_HULP = "INITIEREN_ZORG_HULP"
    SCHORSING_INITIEREN = "SCHORSING_INITIEREN"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class SomDeel1(Group, item="SAMEN-STARTEN"):
    """Part 1, by the casemanager; what the plan records elsewhere (SKN, dates, article) is not repeated."""

    casemanager: Line = field("Naam van de casemanager die screende", "000:L1990")
    datum_screening: Date = field("Datum van de screening door de casemanager", "000:L1992")
    aandachtspunten: Text = field("Aandachtspunten voor de reclassering", "000:L2007")
    zorgen: Text = field("Zorgen waarom de casemanager de reclassering alsnog betrekt", "000:L1205")


class SomDeel2(Group, item="SAMEN-STARTEN"):
    """Part 2, by the reclasseringswerker."""

    reclasseringswerker: Line = field("Naam van de reclasseringswerker die screende", "000:L2011")
    datum_screening: Date = field("Datum van de screening door de reclasseringswerker", "000:L2013")
    reclasseringsinformatie: Reclasseringsinformatie = field(
        "Beschikbare informatie bij de reclassering", "000:L2015; L1176"
    )
    advies_aangevraagd: JaNeeOnbekend = field("Reclasseringsadvies voor de zitting aangevraagd", "000:L2017")
    advies_uitgebracht_op: Date = field("Datum waarop het advies is uitgebracht", "000:L1179")
    verzoek_om_isd_tbs: JaNeeOnbekend = field("Verzoek van het OM om ISD of TBS te onderzoeken", "000:L2019")
    risico_recidive: RisicoNiveau = field("Inschatting van het recidiverisico", "000:L2023")
    risico_letselschade: RisicoNiveau = field("Inschatting van het risico op letselschade", "000:L2024")
    risico_onttrekking: RisicoNiveau = field("Inschatting van het risico op onttrekking", "000:L2025")
    problematiek_criminogene_factoren: Text = field("Problematiek op criminogene factoren", "000:L2027")
    beschermende_factoren: Text = field("Beschermende factoren", "000:L2029")
    zelfredzaamheid: Text = field("Zelfredzaamheid", "000:L2031")
    te_motiveren: Veranderbereidheid = field("Te motiveren voor verandering", "000:L2033")
    asr_wegingskader_ingezet: JaNeeOnbekend = field("ASR-wegingskader ingezet bij jongvolwassenen", "000:L2035, L1185")
    bijzondere_voorwaarden: Text = field("Opgelegde bijzondere voorwaarden", "000:L2037")
    lopende_hulpverlening: Text = field("Lopende contacten met hulpverleners", "000:L2039")
    overige_informatie: Text = field("Overige relevante informatie", "000:L2041")


class SomUitkomst(Group, item="SAMEN-STARTEN"):
    """What the rules say; set by the rule set, which issue it names, and by nobody else."""

    prioriteit: SomPrioriteit = field("Prioriteit volgens de regels", "000:L1250")
    regelset: Line = field("Versie van de regelset", "000:L1300; design 10.12")
    bepaald_op: Instant = field("Moment waarop de uitkomst is bepaald", "000:L1784")
    bij_besluit: SomPrioriteit = field("Prioriteit volgens de regels toen het besluit werd genomen", "000:L1242")
    fase_bij_besluit: SomFase = field("Fase toen het besluit werd genomen", "000:L1179, L2046")
    heropend_op: Instant = field("Moment waarop de casemanager zorgen meldde; leeg na een besluit", "000:L1205")


class SomBesluit(Group, item="SAMEN-STARTEN"):
    """Part 3, by casemanager and reclasseringswerker together."""

    besluiten: list[SomBesluitsoort] = field("Besluiten", "000:L2045-L2054, L1139")
    nadere_invulling: Text = field("Te weten, gericht op, namelijk", "000:L2047-L2054")
    toelichting: Text = field("Toelichting op het besluit", "000:L2056")
    motivering_afwijking: Text = field("Motivering als het besluit van de uitkomst afwijkt", "000:L2066")
    besloten_op: Date = field("Datum van het besluit", "000:L2043")


class Som(Group, item="SAMEN-STARTEN"):
    """The form."""

    deel_1: SomDeel1 = field("Deel 1: casemanager", "000:L1974")
    deel_2: SomDeel2 = field("Deel 2: reclasseringswerker", "000:L2009")
    uitkomst: SomUitkomst = field("Uitkomst volgens de regels", "000:L1250")
    besluit: SomBesluit = field("Deel 3: besluit", "000:L2043")
