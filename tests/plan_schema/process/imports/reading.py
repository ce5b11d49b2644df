"""Good records of every layout, from which tests make wrong ones."""

from typing import Final

from plan_schema.process.imports.layouts import LAYOUTS
from plan_schema.process.imports.records import Form, Reading, SourceRecord

TODAY: Final = "2026-06-01"

GOOD: Final[dict[str, dict[str, str]]] = {
    "signaallijst": {
        "SKN-nummer": "88100001",
        "Naam gedetineerde": "van Testerweg, Anna",
        "PI": "PI Arnhem",
        "Begindatum detentie": "02-01-2026",
        "Signaal afgegeven op": "2026-01-05T09:15:00+01:00",
        "Peildatum": "05-01-2026",
    },
    "tulp-11": {"SKN-nummer": "88100001", "Huisvesting: stand van zaken": "op orde", "Peildatum": "05-01-2026"},
    "iris-ract": {"SKN-nummer": "88100001", "Kenmerk": "R-1", "Soort inzet": "overig", "Peildatum": "05-01-2026"},
    "injus": {
        "SKN-nummer": "88100001",
        "Naam gedetineerde": "Proefveld, Cas",
        "Begindatum detentie": "02-01-2026",
        "Inrichting": "PI Arnhem",
        "Peildatum": "05-01-2026",
    },
    "informatieblad": {"SKN-nummer": "88100001", "Huisvesting: hulpvraag": "ja", "Peildatum": "05-01-2026"},
}


def reading_of(layout: str, form: Form = Form.CSV, as_of: str | None = None) -> Reading:
    """How a file of this layout is read."""
    return Reading(LAYOUTS[layout], form, as_of, TODAY)


def record_of(layout: str, **other: str) -> SourceRecord:
    """The good record of a layout with these cells (underscores stand for spaces) in place of its own."""
    cells = {name.replace("_", " "): text for name, text in other.items()}
    return reading_of(layout).record(GOOD[layout] | cells, "regel 2")
