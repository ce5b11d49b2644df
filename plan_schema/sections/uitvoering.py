"""What is done during detention: reclasseringsinzet, activities and leave."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, JaNeeOnbekend, Line, Reference, Text


class SoortInzet(Choice):
    """Soorten reclasseringsinzet."""

    INFORMATIE_VERZAMELEN_EN_DELEN = "INFORMATIE_VERZAMELEN_EN_DELEN"
    SCHRIFTELIJK_ADVIES = "SCHRIFTELIJK_ADVIES"
    MONDELING_ADVIES = "MONDELING_ADVIES"
    NAAR_VOREN_HALEN_TOEZICHT = "NAAR_VOREN_HALEN_TOEZICHT"
    GEDRAGSINTERVENTIE_IN_PI = "GEDRAGSINTERVENTIE_IN_PI"
    MOTIVERINGS_BEGELEIDINGSGESPREKKEN = "MOTIVERINGS_BEGELEIDINGSGESPREKKEN"
    PLAATSING_ZORGVOORZIENING = "PLAATSING_ZORGVOORZIENING"
    BEMIDDELING_HULP = "BEMIDDELING_HULP"
    VRIJWILLIG_TOEZICHT = "VRIJWILLIG_TOEZICHT"
    REINTEGRATIEADVIES_AANVRAGEN = "REINTEGRATIEADVIES_AANVRAGEN"
    ONDERSTEUNEN_ART_43_3 = "ONDERSTEUNEN_ART_43_3"
    SCHORSING_INITIEREN = "SCHORSING_INITIEREN"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class InzetStatus(Choice):
    """Stand van reclasseringsinzet."""

    GEVRAAGD = "GEVRAAGD"
    GEPLAND = "GEPLAND"
    LOPEND = "LOPEND"
    AFGEROND = "AFGEROND"
    AFGEWEZEN = "AFGEWEZEN"
    ONBEKEND = "ONBEKEND"


class GrondInzet(Choice):
    """Grond van de inzet tijdens de uitvoering van het plan."""

    WETTELIJKE_TAAK = "WETTELIJKE_TAAK"
    SPECIFIEKE_NOODZAAK_DENR_PLAN = "SPECIFIEKE_NOODZAAK_DENR_PLAN"
    ONBEKEND = "ONBEKEND"


class Adviestype(Choice):
    """Type reclasseringsadvies."""

    SCHORSINGSADVIES = "SCHORSINGSADVIES"
    ADVIES_VOOR_ZITTING = "ADVIES_VOOR_ZITTING"
    VI_ADVIES = "VI_ADVIES"
    DENR_ADVIES = "DENR_ADVIES"
    PP_ADVIES = "PP_ADVIES"
    REINTEGRATIEADVIES = "REINTEGRATIEADVIES"
    ONBEKEND = "ONBEKEND"


class InzetAanvraag(Group, item="PM-20d-4-a"):
    """The request by DJI."""

    gevraagd_op: Date = field("Datum van het verzoek", "002:L1105")
    verzoek: Text = field("Verzoek van DJI", "002:L1105-L1109")


class Inzet(Group, item="PM-20d-4-a"):
    """One kind of reclasseringsinzet."""

    aanvraag: InzetAanvraag = field("Verzoek van DJI om inzet", "002:L1105")
    soort: SoortInzet = field("Soort reclasseringsinzet", "000:L252-L262, L950-L1007")
    status: InzetStatus = field("Stand van de inzet", "000:L944")
    grond: GrondInzet = field("Grond van de inzet", "002:L1101-L1109")
    adviestype: Adviestype = field("Type advies", "000:L965-L972")
    omschrijving: Text = field("Omschrijving, zoals de training of het onderwerp van gesprek", "000:L2049-L2052")
    gestart_op: Date = field("Datum van start", "002:L1097")
    afgerond_op: Date = field("Datum van afronding", "000:L1179")
    resultaat: Text = field("Resultaat", "000:L950-L1007")


class SoortActiviteit(Choice):
    """Soort activiteit tijdens detentie."""

    ARBEID = "ARBEID"
    ONDERWIJS = "ONDERWIJS"
    TRAINING = "TRAINING"
    SPORT = "SPORT"
    REINTEGRATIECENTRUM = "REINTEGRATIECENTRUM"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class Activiteit(Group, item="PBW-18a"):
    """One activity."""

    soort: SoortActiviteit = field("Soort activiteit", "001:L456; 000:L482")
    omschrijving: Text = field("Omschrijving", "001:L456")
    vanaf: Date = field("Vanaf", "001:L456")
    tot: Date = field("Tot", "001:L456")
    deelname: JaNeeOnbekend = field("Of betrokkene deelneemt", "000:L483")
    verslag: Text = field("Verslag van het verloop", "000:L496")


class SoortVerlof(Choice):
    """Soort verlof."""

    REINTEGRATIEVERLOF = "REINTEGRATIEVERLOF"
    INCIDENTEEL = "INCIDENTEEL"
    PENITENTIAIR_PROGRAMMA = "PENITENTIAIR_PROGRAMMA"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class VerlofStatus(Choice):
    """Stand van verlof."""

    MOGELIJK = "MOGELIJK"
    AANGEVRAAGD = "AANGEVRAAGD"
    TOEGEKEND = "TOEGEKEND"
    AFGEWEZEN = "AFGEWEZEN"
    GENOTEN = "GENOTEN"
    INGETROKKEN = "INGETROKKEN"
    ONBEKEND = "ONBEKEND"


class Verlof(Group, item="PBW-18a"):
    """One leave, for one or more goals (000:L498)."""

    soort: SoortVerlof = field("Soort verlof", "000:L346, L498")
    doelen: list[Reference] = field("Ids van de re-integratiedoelen waarvoor het verlof dient", "000:L498")
    status: VerlofStatus = field("Stand van het verlof", "001:L653-L655")
    vanaf: Date = field("Vanaf", "000:L498")
    tot: Date = field("Tot", "000:L498")
    verloflocatie: Line = field("Waar het verlof plaatsvindt", "001:L653")
    besluit: Text = field("Besluit en reden", "001:L647, L655")
