"""The essential conditions for taking part in society (PM 20d lid 2 c-h), care apart."""

from plan_schema.definition import field
from plan_schema.kinds import Choice, Date, Euros, JaNeeOnbekend, Line, Text
from plan_schema.sections.leefgebied import Leefgebied


class AanvraagStatus(Choice):
    """Stand van een aanvraag."""

    NIET_NODIG = "NIET_NODIG"
    NIET_AANGEVRAAGD = "NIET_AANGEVRAAGD"
    VOORBEREID = "VOORBEREID"
    AANGEVRAAGD = "AANGEVRAAGD"
    TOEGEKEND = "TOEGEKEND"
    AFGEWEZEN = "AFGEWEZEN"
    ONBEKEND = "ONBEKEND"


class Identiteitsbewijs(Leefgebied, item="PM-20d-2-c"):
    """Identity document; never its number."""

    aanwezig: JaNeeOnbekend = field("Of betrokkene een geldig identiteitsbewijs heeft", "PM 20d lid 2 c; 001:L364")
    geldig_tot: Date = field("Datum tot wanneer het identiteitsbewijs geldig is", "PM 20d lid 2 c")
    aanvraag_status: AanvraagStatus = field(
        "Stand van de aanvraag van een nieuw identiteitsbewijs", "001:L364; 000:L484"
    )
    aangevraagd_op: Date = field("Datum van de aanvraag", "001:L364")
    digid_beschikbaar: JaNeeOnbekend = field("Of betrokkene DigiD kan gebruiken", "001:L611-L613")


class VerblijfNaDetentie(Choice):
    """Waar betrokkene direct na detentie verblijft."""

    EIGEN_WONING = "EIGEN_WONING"
    FAMILIE_OF_VRIENDEN = "FAMILIE_OF_VRIENDEN"
    BEGELEID_WONEN = "BEGELEID_WONEN"
    BESCHERMD_WONEN = "BESCHERMD_WONEN"
    KLINIEK = "KLINIEK"
    DAKLOZENOPVANG = "DAKLOZENOPVANG"
    CRISISOPVANG = "CRISISOPVANG"
    GEEN = "GEEN"
    ONBEKEND = "ONBEKEND"


class Onderdak(Leefgebied, item="PM-20d-2-d"):
    """Keeping or getting a home."""

    ingeschreven_als_woningzoekende: JaNeeOnbekend = field(
        "Ingeschreven als woningzoekende", "PM 20d lid 2 d 1°; 001:L368"
    )
    woonsituatie_voor_detentie: Text = field("Woonsituatie vóór detentie", "PM 20d lid 2 d 2°")
    huurachterstand: JaNeeOnbekend = field("Betalingsachterstand bij een huurovereenkomst", "PM 20d lid 2 d 3°")
    ingeschreven_op_adres: JaNeeOnbekend = field("Ingeschreven op een adres", "000:L550")
    behoud_mogelijk: JaNeeOnbekend = field("Of behoud van de woning mogelijk is", "001:L368")
    doorbetaling_woonlasten: AanvraagStatus = field("Doorbetaling van huur of hypotheek tijdens detentie", "001:L629")
    verblijf_na_detentie: VerblijfNaDetentie = field("Verblijf direct na detentie", "001:L629-L635")
    wachtlijst_sinds: Date = field("Op een wachtlijst sinds", "001:L693, L753")
    verwachte_plaatsing: Date = field("Verwachte datum van plaatsing", "001:L693, L841")


class Opleidingsniveau(Choice):
    """Hoogst voltooide opleiding."""

    GEEN = "GEEN"
    BASISONDERWIJS = "BASISONDERWIJS"
    VMBO = "VMBO"
    MBO_1 = "MBO_1"
    HAVO_VWO = "HAVO_VWO"
    MBO_2_4 = "MBO_2_4"
    HBO_WO = "HBO_WO"
    ONBEKEND = "ONBEKEND"


class SoortInkomen(Choice):
    """Soort inkomen vóór detentie."""

    WERK = "WERK"
    UITKERING = "UITKERING"
    PENSIOEN = "PENSIOEN"
    GEEN = "GEEN"
    ONBEKEND = "ONBEKEND"


class WerkEnInkomen(Leefgebied, item="PM-20d-2-e"):
    """Income from paid work or benefit."""

    arbeidsverleden: Text = field("Arbeidsverleden", "PM 20d lid 2 e 1°")
    soort_inkomen_voor_detentie: SoortInkomen = field("Soort inkomen vóór detentie", "PM 20d lid 2 e 2°; 000:L548")
    inkomen_voor_detentie: Euros = field(
        "Hoogte van het inkomen per maand vóór detentie, in hele euro's", "PM 20d lid 2 e 2°"
    )
    opleidingsniveau: Opleidingsniveau = field("Opleidingsniveau", "PM 20d lid 2 e 3°")
    startkwalificatie: JaNeeOnbekend = field("Of betrokkene een startkwalificatie heeft", "000:L549")
    opleidingstrajecten: Text = field("Lopende opleidingstrajecten", "PM 20d lid 2 e 3°; 001:L374")
    dagbesteding: Text = field("Werk, opleiding of andere dagbesteding na detentie", "000:L542, L547")
    uitkering_stopgezet: JaNeeOnbekend = field("Of de lopende uitkering is stopgezet", "001:L374")
    uitkering_aanvraag: AanvraagStatus = field("Stand van de aanvraag van een uitkering", "001:L374, L615")
    uitkering_aangevraagd_op: Date = field("Datum van de aanvraag van een uitkering", "001:L615")
    uitkering_besluit_op: Date = field("Datum van het besluit op de aanvraag", "001:L148, L587")
    bankrekening: JaNeeOnbekend = field(
        "Of betrokkene een bankrekening heeft, waarop een uitkering of loon kan worden betaald", "001:L613"
    )
    voorschot: AanvraagStatus = field("Voorschot of overbrugging", "001:L148, L587")
    vog: AanvraagStatus = field("Verklaring omtrent het gedrag", "001:L619, L627")


class Schulden(Leefgebied, item="PM-20d-2-f"):
    """Data as meant in art. 8 Wgs, for being led to schuldhulpverlening."""

    schulden_aanwezig: JaNeeOnbekend = field("Of er schulden zijn", "PM 20d lid 2 f; 000:L538")
    totaal_schulden: Euros = field("Totale schuld in hele euro's", "PM 20d lid 2 f; 001:L378")
    schuldeisers: Text = field("Schuldeisers", "001:L426")
    inventarisatie: Text = field("Inventarisatie van de schulden", "001:L378")
    ondersteuning_gewenst: JaNeeOnbekend = field("Of ondersteuning door de gemeente gewenst is", "001:L378")
    betalingsregeling: AanvraagStatus = field("Stand van betalingsregelingen", "001:L539, L611")
    schuldhulpverlening: AanvraagStatus = field("Stand van de schuldhulpverlening", "001:L378, L819")
    wanbetaler_zorgverzekering: JaNeeOnbekend = field("Geregistreerd als wanbetaler", "000:L551")
    bewindvoerder: Line = field("Naam van de bewindvoerder", "001:L661")


class Zorgverzekering(Leefgebied, item="PM-20d-2-g"):
    """Suspending, restarting or applying for zorgverzekering."""

    verzekerd_voor_detentie: JaNeeOnbekend = field("Zorgverzekering vóór detentie", "PM 20d lid 2 g 1°")
    verzekeraar: Line = field("Naam van de zorgverzekeraar", "PM 20d lid 2 g 2°")
    polisnummer: Line = field("Polisnummer", "PM 20d lid 2 g 3°")
    opgeschort_op: Date = field("Datum van opschorting", "PM 20d lid 2 g")
    herstart: AanvraagStatus = field("Stand van herstart of nieuwe aanvraag", "PM 20d lid 2 g")


class SociaalNetwerk(Leefgebied, item="PM-20d-2-h"):
    """A positive social network."""

    netwerk: Text = field("Het steunende, niet-criminele netwerk", "PM 20d lid 2 h; 001:L386, L392")
    steunfiguren: Text = field("Wie betrokkene kunnen opvangen en steunen", "000:L1695-L1701")
    hulpvraag_thuissituatie: Text = field(
        "Hulpvraag voor ondersteuning in de thuissituatie na detentie", "PM 20d lid 2 h"
    )
    hulpvraag_gezinsleden: Text = field("Hulpvraag aan de gemeente voor gezinsleden tijdens detentie", "PM 20d lid 2 h")
