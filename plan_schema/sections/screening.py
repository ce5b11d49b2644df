"""What was measured: instruments of DJI, and what 3RO knows and shares item by item (design §10.5)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, JaNeeOnbekend, Line, Text


class RisicoNiveau(Choice):
    """Hoogte van een risico."""

    LAAG = "LAAG"
    MATIG = "MATIG"
    HOOG = "HOOG"
    ONBEKEND = "ONBEKEND"


class MateZelfredzaamheid(Choice):
    """Mate van zelfredzaamheid."""

    BEPERKT = "BEPERKT"
    VOLDOENDE = "VOLDOENDE"
    ONBEKEND = "ONBEKEND"


class SoortCriminogeneFactor(Choice):
    """Criminogene factoren die de reclassering beoordeelt."""

    DELICTGESCHIEDENIS = "DELICTGESCHIEDENIS"
    PRO_CRIMINELE_HOUDING = "PRO_CRIMINELE_HOUDING"
    CRIMINEEL_NETWERK = "CRIMINEEL_NETWERK"
    ANTISOCIALE_KENMERKEN = "ANTISOCIALE_KENMERKEN"
    VERSLAVING = "VERSLAVING"
    GEZINSSITUATIE = "GEZINSSITUATIE"
    OPLEIDING = "OPLEIDING"
    DAGSTRUCTUUR = "DAGSTRUCTUUR"
    FINANCIEN = "FINANCIEN"
    SOCIAAL_EN_COGNITIEF_FUNCTIONEREN = "SOCIAAL_EN_COGNITIEF_FUNCTIONEREN"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class SoortBeschermendeFactor(Choice):
    """Beschermende factoren die de reclassering beoordeelt."""

    STEUNEND_NETWERK = "STEUNEND_NETWERK"
    STABIELE_DAGBESTEDING = "STABIELE_DAGBESTEDING"
    MOTIVATIE_VOOR_BEHANDELING = "MOTIVATIE_VOOR_BEHANDELING"
    VOLDOENDE_TOEZICHT = "VOLDOENDE_TOEZICHT"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class RisicoscreenerGeweld(Group, item="SAMEN-STARTEN"):
    """The violence risk screener of DJI; it cannot stand in for a RISC (000:L1181)."""

    uitkomst: RisicoNiveau = field("Uitkomst van de Risicoscreener Geweld", "000:L335, L1284")
    datum: Date = field("Datum van afname", "000:L335")
    toelichting: Text = field("Toelichting uit het MDO", "000:L335, L1727")


class Risc(Group, item="SAMEN-STARTEN", shared="gedeeld"):
    """The risk assessment of 3RO."""

    recidiverisico: RisicoNiveau = field("Recidiverisico", "000:L1175, L2023")
    risico_letselschade: RisicoNiveau = field("Risico op letselschade", "000:L1193, L2024")
    risico_onttrekking: RisicoNiveau = field("Risico op onttrekking", "000:L2025")
    datum: Date = field("Datum van de RISC; bruikbaar tot een jaar oud", "000:L1175, L2021")
    toelichting: Text = field("Toelichting", "004:L64")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class Saprof(Group, item="SAMEN-STARTEN", shared="gedeeld"):
    """SAPROF: protective factors."""

    uitkomst: Text = field("Uitkomst van de SAPROF", "000:L1195")
    datum: Date = field("Datum van afname", "000:L1195")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class Zelfredzaamheid(Group, item="SAMEN-STARTEN", shared="gedeeld"):
    """Self-reliance."""

    mate: MateZelfredzaamheid = field("Mate van zelfredzaamheid", "000:L1199, L2031")
    toelichting: Text = field("Toelichting, zoals laaggeletterdheid en sociale steun", "000:L2031")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class CriminogeneFactor(Group, item="SAMEN-STARTEN", shared="gedeeld"):
    """One criminogenic factor, with the concrete problem."""

    factor: SoortCriminogeneFactor = field("Criminogene factor", "000:L553, L599")
    problematiek: Text = field("Concrete problematiek op deze factor", "000:L1194")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class BeschermendeFactor(Group, item="SAMEN-STARTEN", shared="gedeeld"):
    """One protective factor."""

    factor: SoortBeschermendeFactor = field("Beschermende factor", "000:L601")
    toelichting: Text = field("Aard en sterkte van de factor", "000:L1195")
    gedeeld: JaNeeOnbekend = field("Of dit met DJI is gedeeld", "002:L657-L661")


class Screening(Group, item="SAMEN-STARTEN"):
    """Screening at entry and after."""

    scil_uitgevoerd: JaNeeOnbekend = field("SCIL uitgevoerd", "000:L1994")
    scil_conclusie: Text = field("Conclusie van de SCIL", "000:L1996")
    scil_datum: Date = field("Datum van de SCIL", "000:L474")
    reflector_uitgevoerd: JaNeeOnbekend = field("Reflector ingevuld", "000:L474")
    reflector_resultaat: Text = field("Resultaat van de Reflector", "000:L474, L922")
    taalmeter_uitgevoerd: JaNeeOnbekend = field("Taalmeter afgenomen", "000:L474")
    taalmeter_resultaat: Line = field("Taalniveau volgens de Taalmeter", "000:L474")
    risicoscreener_geweld: RisicoscreenerGeweld = field("Risicoscreener Geweld", "000:L335")
    risc: Risc = field("RISC van de reclassering", "000:L1175, L2021")
    saprof: Saprof = field("SAPROF", "000:L1195")
    zelfredzaamheid: Zelfredzaamheid = field("Zelfredzaamheid", "000:L1199")
    criminogene_factoren: list[CriminogeneFactor] = field("Criminogene factoren", "000:L599, L1194")
    beschermende_factoren: list[BeschermendeFactor] = field("Beschermende factoren", "000:L601, L1195")
    communicatiebehoefte: Text = field(
        "Wat betrokkene nodig heeft om informatie te begrijpen; functioneel, zonder diagnose",
        "001:L541",
        item="PM-20d-1",
    )
