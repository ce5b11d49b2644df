"""The later steps of a generated plan: what the reclassering knows and decides, and what the gemeente answers."""

from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Any, Final

from api.demo import frequencies as of
from api.demo import vocabulary as words
from api.demo.authors import GEMEENTE_OF
from api.demo.generated_person import Person
from api.demo.generated_registration import pick
from api.identity.personas import PERSONAS
from plan_schema.gemeenten import GEMEENTEN

_NO_DECISION: Final = "geen conclusie"
_DECISIONS: Final[Mapping[str, int]] = {
    "GEEN_PRIORITEIT": 33,
    "HERHALEN_NA_VONNIS": 68,
    "ADVIES_AANVRAGEN": 5,
    "VOORBEREIDEN_TOEZICHT": 9,
    "GEDRAGSTRAINING_IN_PI": 3,
    "BEGELEIDINGSGESPREKKEN": 2,
    "INITIEREN_ZORG_HULP": 7,
    "OVERIG": 4,
    _NO_DECISION: 8,
}
"""Table 6 of the SOM test, in counts of its 139 forms (000:L1118-L1131); the 10 without conclusion absorb the rounding."""
_CHOICES: Final = tuple(_DECISIONS)
_LIMITS: Final = tuple(accumulate(_DECISIONS.values()))
_NEAR: Final[Mapping[str, str]] = {
    "GEDRAGSTRAINING_IN_PI": "te weten: cognitieve vaardigheden",
    "BEGELEIDINGSGESPREKKEN": "gericht op: motivatie voor begeleiding",
    "INITIEREN_ZORG_HULP": "te weten: ambulante begeleiding na detentie",
    "OVERIG": "namelijk: contact met het netwerk",
}
_FACTORS: Final = tuple(factor for factor in words.PROBLEMATIEK if factor != "VERSLAVING")


def reclassering_patch(rng: Random, person: Person) -> dict[str, Any]:
    """Step 1 and 2a of Samen starten, the RISC and part 2 of the SOM, with the decision."""
    current = rng.random() >= of.GEEN_ACTUELE_INFORMATIE.share
    risk = (
        "ONBEKEND"
        if rng.random() < of.RECIDIVERISICO_ONBEKEND.share
        else pick(rng, ("LAAG", "MATIG", "MATIG", "HOOG", "HOOG"))
    )
    day = person.day(person.assessed)
    addicted = rng.random() < of.VERSLAVING.share
    factors = (["VERSLAVING"] if addicted else []) + [pick(rng, _FACTORS)]
    known = _known(rng)
    patch: dict[str, Any] = {
        "samenStarten": {"bekendheid": _bekendheid(rng, person, known, day)},
        "screening": {
            "risc": _risc(person, risk),
            "criminogeneFactoren": {
                "toevoegen": [
                    {"factor": factor, "problematiek": words.PROBLEMATIEK[factor], "gedeeld": "JA"}
                    for factor in factors
                ]
            },
            "zelfredzaamheid": {"mate": "BEPERKT" if person.lvb else "VOLDOENDE", "gedeeld": "JA"},
        },
        "som": {
            "deel2": {
                "datumScreening": day,
                "reclasseringsinformatie": "ACTUEEL" if current else pick(rng, ("GEEN", "VEROUDERD")),
                "adviesAangevraagd": _advice(rng, person),
                "risicoRecidive": risk,
                "teMotiveren": pick(rng, ("TE_MOTIVEREN", "TE_MOTIVEREN", "NIET_TE_MOTIVEREN", "ONBEKEND")),
            }
        },
    }
    decision = _decision(rng)
    if decision != _NO_DECISION:
        patch["som"]["besluit"] = {"besluiten": [decision], "beslotenOp": day}
        if decision in _NEAR:
            patch["som"]["besluit"]["nadereInvulling"] = _NEAR[decision]
    if known == "VOLDOENDE_BEKEND":
        patch["samenStarten"]["bekendheid"]["gedeeldOp"] = day
        patch["samenStarten"]["gedeeldeInformatie"] = {
            "toevoegen": [
                {
                    "onderwerp": "RECIDIVERISICO",
                    "tekst": pick(rng, words.GEDEELD),
                    "bron": "IRIS",
                    "datumInformatie": person.day(person.assessed - 30 - person.index % 200),
                    "reedsInJdOnline": "JA" if rng.random() < of.REEDS_IN_JD_ONLINE.share else "NEE",
                    "gedeeld": "JA",
                }
            ]
        }
    return patch


def _known(rng: Random) -> str:
    if rng.random() >= of.BEKEND_BIJ_RECLASSERING.share:
        return "NIET_BEKEND"
    return "VOLDOENDE_BEKEND" if rng.random() < 0.6 else "ONVOLDOENDE_BEKEND"


def _bekendheid(rng: Random, person: Person, known: str, day: str) -> dict[str, Any]:
    group: dict[str, Any] = {
        "uitkomst": known,
        "informatieDelen": "JA" if known == "VOLDOENDE_BEKEND" else "NEE",
        "terugkoppeling": words.TERUGKOPPELINGEN[known],
        "terugkoppelingOp": day,
        "beoordeeldOp": day,
    }
    if known != "NIET_BEKEND":
        group["criteria"] = {
            "statusDossier": "DYNAMISCH" if known == "VOLDOENDE_BEKEND" else "STATISCH",
            "rolReclassering": "GROOT" if known == "VOLDOENDE_BEKEND" else "KLEIN",
            "laatsteContactOp": person.day(person.started - 20 - int(rng.random() * 900)),
        }
    return group


def _risc(person: Person, risk: str) -> dict[str, Any]:
    group = {"recidiverisico": risk, "gedeeld": "JA"}
    if risk != "ONBEKEND":
        group["datum"] = person.day(person.assessed - person.index % 500)
    return group


def _advice(rng: Random, person: Person) -> str:
    if person.preventief and rng.random() < of.ADVIES_ONBEKEND.share:
        return "ONBEKEND"
    return pick(rng, ("JA", "NEE"))


def _decision(rng: Random) -> str:
    drawn = rng.random() * _LIMITS[-1]
    return next(choice for choice, limit in zip(_CHOICES, _LIMITS, strict=True) if drawn < limit)


def gemeente_patch(rng: Random, person: Person) -> dict[str, Any]:
    """The gemeente of herkomst confirms, names its contact and takes up the hulpvragen."""
    name = GEMEENTEN[person.herkomst].name
    patch: dict[str, Any] = {
        "terugkeer": {"herkomstgemeenteBevestigd": "JA"},
        "contacten": {
            "toevoegen": [
                {
                    "rol": "NAZORGCOORDINATOR",
                    "naam": f"{pick(rng, words.VOORNAMEN)} {pick(rng, words.GESLACHTSNAMEN)}",
                    "organisatie": PERSONAS[GEMEENTE_OF[person.herkomst]].oin,
                    "organisatienaam": f"Gemeente {name}",
                    "telefoon": "14 0000 00",
                }
            ]
        },
        "onderdak": {"toelichting": pick(rng, words.REACTIES), "hulpvraagStatus": "IN_BEHANDELING"},
    }
    if person.schulden:
        patch["schulden"] = {"schuldhulpverlening": "AANGEVRAAGD", "hulpvraagStatus": "IN_BEHANDELING"}
    return patch
