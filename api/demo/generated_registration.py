"""The first step of a generated plan: registration and integrale intake by the casemanager."""

from random import Random
from typing import Any, Final, TypeVar

from api.demo import frequencies as of
from api.demo import vocabulary as words
from api.demo.generated_person import Person
from plan_schema.gemeenten import GEMEENTEN

_T = TypeVar("_T")
_PHONE: Final = {"PI Arnhem": "088 0000101", "JC Zaanstad": "088 0000202"}


def pick(rng: Random, these: tuple[_T, ...]) -> _T:
    """One of these, each as likely."""
    return these[int(rng.random() * len(these))]


def _yes(rng: Random, share: float) -> str:
    return "JA" if rng.random() < share else "NEE"


def registration_patch(rng: Random, person: Person) -> dict[str, Any]:
    """What the casemanager of the PI records in the first ten days."""
    patch = {
        "betrokkene": _betrokkene(rng, person),
        "detentie": _detentie(rng, person),
        "terugkeer": {
            "herkomstgemeente": person.herkomst,
            "herkomstgemeenteBevestigd": "ONBEKEND",
            "vestigingsgemeente": person.vestiging,
            "vestigingsgemeenteBevestigd": "ONBEKEND",
            "terugkeeradresStatus": "AUTOMATISCH_AFGELEID" if person.ingeschreven else "ONBEKEND",
        },
        "identiteitsbewijs": _identiteitsbewijs(rng, person),
        "onderdak": _onderdak(rng, person),
        "werkEnInkomen": _werk(rng),
        "schulden": _schulden(rng, person),
        "zorgverzekering": {
            "standVanZaken": "ONBEKEND",
            "verzekerdVoorDetentie": _yes(rng, 0.9),
            "herstart": "NIET_AANGEVRAAGD",
        },
        "zorg": {
            "zorgNodig": "JA" if person.psychisch else "NEE",
            "standVanZaken": "NIET_OP_ORDE" if person.psychisch else "OP_ORDE",
        },
        "sociaalNetwerk": {"standVanZaken": "ONBEKEND", "netwerk": pick(rng, words.NETWERKEN)},
        "screening": _screening(rng, person),
        "stemBetrokkene": {"wensen": pick(rng, words.WENSEN), "besprokenOp": person.day(person.entered)},
        "doelen": {"toevoegen": [_doel(person)]},
    }
    if rng.random() >= of.CASEMANAGER_ONTBREEKT.share:
        contact = {
            "rol": "CASEMANAGER",
            "naam": f"{pick(rng, words.VOORNAMEN)} {pick(rng, words.GESLACHTSNAMEN)}",
            "telefoon": _PHONE[person.inrichting],
            "vanaf": person.day(person.entered),
        }
        patch["contacten"] = {"toevoegen": [contact]}
    return patch


def _betrokkene(rng: Random, person: Person) -> dict[str, Any]:
    woman = rng.random() < 0.06
    group: dict[str, Any] = {
        "geslachtsnaam": pick(rng, words.GESLACHTSNAMEN),
        "voornamen": pick(rng, words.VROUWENNAMEN if woman else words.VOORNAMEN),
        "geboortedatum": person.day(person.born),
        "geboorteplaats": pick(rng, words.GEBOORTEPLAATSEN),
        "geslacht": "VROUW" if woman else "MAN",
        "nationaliteit": pick(rng, words.NATIONALITEITEN),
        "burgerservicenummer": person.bsn,
        "sknNummer": person.skn,
    }
    if rng.random() < 0.3:
        group["voorvoegsel"] = pick(rng, words.VOORVOEGSELS)
    if person.ingeschreven:
        group["adres"] = {
            "straat": pick(rng, words.STRATEN),
            "huisnummer": str(1 + person.index % 199),
            "postcode": f"{1000 + person.index % 9000} ZZ",
            "woonplaats": GEMEENTEN[person.herkomst].name,
            "land": "Nederland",
        }
    return group


def _detentie(rng: Random, person: Person) -> dict[str, Any]:
    group: dict[str, Any] = {
        "datumAanvang": person.day(person.started),
        "datumBinnenkomst": person.day(person.entered),
        "inrichting": person.inrichting,
        "afdeling": f"Afdeling {'ABCDEF'[person.index % 6]}",
        "instroomtitel": "VOORLOPIG_GEHECHT" if person.preventief else "ONHERROEPELIJK_VEROORDEELD",
        "statusGedetineerde": "PREVENTIEF" if person.preventief else "ONHERROEPELIJK_VEROORDEELD",
        "doelgroep": _doelgroep(person),
        "regime": "HUIS_VAN_BEWARING" if person.preventief else "GEVANGENIS",
        "programma": "BASISPROGRAMMA",
        "artikelcode": pick(rng, words.ARTIKELCODES),
        "toezichtNaDetentie": _yes(rng, of.TOEZICHT_NA_DETENTIE.share),
    }
    unknown = []
    if person.preventief:
        if rng.random() < of.ZITTINGSDATUM_ONBEKEND.share:
            unknown.append("zittingsdatum")
        else:
            group["zittingsdatum"] = person.day(person.started + 20 + person.index % 60)
    if person.end is None:
        unknown += ["datumInvrijheidstelling", "verwachteVerblijfsduurDagen"]
        group["einddatumStatus"] = "ONBEKEND"
    else:
        group["datumInvrijheidstelling"] = person.day(person.end)
        group["verwachteVerblijfsduurDagen"] = person.stay
        group["einddatumStatus"] = "DEFINITIEF" if person.released else "VERWACHT"
    if unknown:
        group["onbekend"] = unknown
    return group


def _doelgroep(person: Person) -> list[str]:
    if person.preventief:
        return ["PREVENTIEF_GEHECHT"]
    return ["AFGESTRAFT", "KORTGESTRAFT" if person.stay < 90 else "LANGGESTRAFT"]


def _identiteitsbewijs(rng: Random, person: Person) -> dict[str, Any]:
    if rng.random() < of.GEEN_GELDIG_ID.share:
        return {
            "standVanZaken": "NIET_OP_ORDE",
            "aanwezig": "NEE",
            "aanvraagStatus": "NIET_AANGEVRAAGD",
            "hulpvraag": "Wil voor vrijlating een nieuw identiteitsbewijs.",
            "hulpvraagStatus": "GESTELD",
            "vastgesteldOp": person.day(person.entered),
        }
    return {
        "standVanZaken": "OP_ORDE",
        "aanwezig": "JA",
        "geldigTot": person.day(person.entered + 200 + person.index % 3000),
        "aanvraagStatus": "NIET_NODIG",
        "vastgesteldOp": person.day(person.entered),
    }


def _onderdak(rng: Random, person: Person) -> dict[str, Any]:
    return {
        "standVanZaken": "NIET_OP_ORDE" if rng.random() < 0.5 or not person.ingeschreven else "OP_ORDE",
        "ingeschrevenOpAdres": "JA" if person.ingeschreven else "NEE",
        "woonsituatieVoorDetentie": pick(rng, words.WOONSITUATIES) if person.ingeschreven else words.ZONDER_ADRES,
        "ingeschrevenAlsWoningzoekende": _yes(rng, 0.4),
        "hulpvraag": pick(rng, words.HULPVRAGEN_WONEN),
        "hulpvraagStatus": "GESTELD",
        "vastgesteldOp": person.day(person.entered),
    }


def _werk(rng: Random) -> dict[str, Any]:
    income = rng.random() >= of.GEEN_INKOMEN.share
    qualified = rng.random() >= of.GEEN_STARTKWALIFICATIE.share
    group: dict[str, Any] = {
        "standVanZaken": "NIET_OP_ORDE",
        "soortInkomenVoorDetentie": pick(rng, ("WERK", "UITKERING", "UITKERING")) if income else "GEEN",
        "startkwalificatie": "JA" if qualified else "NEE",
        "opleidingsniveau": pick(rng, ("MBO_2_4", "HAVO_VWO") if qualified else ("GEEN", "BASISONDERWIJS", "VMBO")),
        "arbeidsverleden": pick(rng, words.ARBEIDSVERLEDEN),
        "dagbesteding": words.GEEN_DAGBESTEDING_TEKST
        if rng.random() < of.GEEN_DAGBESTEDING.share
        else pick(rng, words.DAGBESTEDINGEN),
    }
    if income:
        group["inkomenVoorDetentie"] = 900 + int(rng.random() * 1600)
    return group


def _schulden(rng: Random, person: Person) -> dict[str, Any]:
    group: dict[str, Any] = {
        "schuldenAanwezig": "JA" if person.schulden else "NEE",
        "wanbetalerZorgverzekering": _yes(rng, of.WANBETALER.share),
        "standVanZaken": "NIET_OP_ORDE" if person.schulden else "OP_ORDE",
    }
    if person.schulden:
        group |= {
            "totaalSchulden": 500 * (1 + int(rng.random() * 90)),
            "schuldeisers": pick(rng, words.SCHULDEISERS),
            "hulpvraag": pick(rng, words.HULPVRAGEN_SCHULDEN),
            "hulpvraagStatus": "GESTELD",
            "ondersteuningGewenst": "JA",
        }
    return group


def _screening(rng: Random, person: Person) -> dict[str, Any]:
    done = rng.random() < 0.8
    group: dict[str, Any] = {"scilUitgevoerd": "JA" if done else "NEE", "taalmeterUitgevoerd": "JA"}
    if done:
        group["scilConclusie"] = words.SCIL_LVB if person.lvb else words.SCIL_GEEN_LVB
        group["scilDatum"] = person.day(person.entered)
    if person.lvb:
        group["communicatiebehoefte"] = pick(rng, words.COMMUNICATIEBEHOEFTEN)
    return group


def _doel(person: Person) -> dict[str, Any]:
    due = person.day(person.end if person.end is not None else person.started + 60)
    return {
        "soort": "REINTEGRATIEDOEL",
        "leefgebied": "SCHULDEN" if person.schulden else "ONDERDAK",
        "omschrijving": "Overzicht van alle schulden" if person.schulden else "Een plek om te wonen na detentie",
        "meetbaar": "Er is een volledige lijst" if person.schulden else "Er is een adres voor de eerste nacht",
        "streefdatum": due,
        "status": "LOPEND",
        "acties": {
            "toevoegen": [
                {
                    "omschrijving": "Gegevens verzamelen in het re-integratiecentrum",
                    "uitvoerder": "GEDETINEERDE",
                    "ondersteuner": "Casemanager",
                    "termijn": due,
                    "status": "OPEN",
                }
            ]
        },
    }
