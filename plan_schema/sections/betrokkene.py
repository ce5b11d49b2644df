"""Who the plan is about. Names follow Haal Centraal BRP."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Bsn, Choice, Date, JaNeeOnbekend, Line, Skn


class Geslacht(Choice):
    """Geslacht zoals in de BRP."""

    MAN = "MAN"
    VROUW = "VROUW"
    X = "X"
    ONBEKEND = "ONBEKEND"


class Adres(Group, item="PM-20d-2-a"):
    """Where the person lived before detention."""

    straat: Line = field("Straatnaam", "PM 20d lid 2 a 3°")
    huisnummer: Line = field("Huisnummer", "PM 20d lid 2 a 3°")
    huisnummertoevoeging: Line = field("Huisletter of toevoeging", "PM 20d lid 2 a 3°")
    postcode: Line = field("Postcode", "PM 20d lid 2 a 3°")
    woonplaats: Line = field("Woonplaats", "PM 20d lid 2 a 3°")
    land: Line = field("Land", "PM 20d lid 2 a 3°")


class Betrokkene(Group, item="PM-20d-2-a"):
    """Identity of the gedetineerde."""

    geslachtsnaam: Line = field("Geslachtsnaam", "PM 20d lid 2 a 1°; 000:L1978")
    voorvoegsel: Line = field("Voorvoegsel van de geslachtsnaam", "PM 20d lid 2 a 1°")
    voornamen: Line = field("Voornamen", "PM 20d lid 2 a 2°")
    geboortedatum: Date = field("Geboortedatum", "PM 20d lid 2 a 4°; 000:L1185")
    geboorteplaats: Line = field("Geboorteplaats", "PM 20d lid 2 a 4°")
    geslacht: Geslacht = field("Geslacht", "000:L652")
    nationaliteit: Line = field("Nationaliteit", "PM 20d lid 2 a 5°")
    adres: Adres = field("Adres vóór detentie", "PM 20d lid 2 a 3°")
    burgerservicenummer: Bsn = field("Burgerservicenummer", "PM 20d lid 2 a 6°", item="PM-20d-2-a-6")
    skn_nummer: Skn = field(
        "Strafrechtsketennummer; alleen binnen de strafrechtsketen", "000:L1976; 002:L598", item="SAMEN-STARTEN"
    )
    geheimhouding_persoonsgegevens: JaNeeOnbekend = field(
        "Geheimhouding van persoonsgegevens volgens de BRP", "Haal Centraal BRP"
    )
