"""A plan to make a leesplan of."""

from datetime import date
from typing import Any, Final

TODAY: Final = date(2026, 3, 2)


def said() -> dict[str, Any]:
    """A plan in which something stands in every part of the leesplan."""
    return {
        "detentie": {
            "inrichting": "PI Arnhem",
            "datumInvrijheidstelling": "2026-09-01",
            "einddatumStatus": "VERWACHT",
        },
        "stemBetrokkene": {"wensen": "Ik wil bij mijn dochter wonen.", "eigenDoelen": "Een baan."},
        "identiteitsbewijs": {"standVanZaken": "NIET_OP_ORDE", "aanwezig": "NEE", "aanvraagStatus": "AANGEVRAAGD"},
        "onderdak": {
            "standVanZaken": "OP_ORDE",
            "verblijfNaDetentie": "FAMILIE_OF_VRIENDEN",
            "hulpvraagStatus": "BEANTWOORD",
        },
        "schulden": {
            "schuldenAanwezig": "JA",
            "hulpvraagStatus": "GESTELD",
            "hulpvraag": "Ik wil een plan om te betalen.",
            "gewensteActie": "Een gesprek met de gemeente.",
        },
        "zorg": {"zorgtrajecten": [{"id": "1", "status": "WACHTLIJST"}, {"id": "2", "status": None}]},
        "doelen": [
            {
                "id": "1",
                "omschrijving": "Werk in de bouw",
                "status": "LOPEND",
                "streefdatum": "2026-10-01",
                "acties": [
                    {
                        "id": "2",
                        "omschrijving": "Een brief aan de baas",
                        "uitvoerder": "GEDETINEERDE",
                        "ondersteuner": "Uw mentor",
                        "termijn": "2026-04-01",
                        "status": "OPEN",
                    }
                ],
            }
        ],
        "overleggen": {
            "gesprekken": [
                {"id": "1", "soort": "DRIEGESPREK", "geplandOp": "2026-03-09"},
                {"id": "2", "soort": "TRAJECTGESPREK", "geplandOp": "2026-03-05"},
                {"id": "3", "soort": "TRAJECTGESPREK", "geplandOp": "2026-03-01"},
                {"id": "4", "soort": "TRAJECTGESPREK", "geplandOp": "2026-03-05", "datum": "2026-02-20"},
            ]
        },
        "contacten": [
            {"id": "1", "rol": "MENTOR", "naam": "M. Mentor", "telefoon": "026-1234567"},
            {"id": "2", "rol": "CASEMANAGER", "naam": "Vorige", "tot": "2026-03-01"},
        ],
        "toezicht": {"kader": "VRIJWILLIG", "start": "2026-09-02"},
    }
