"""What can be wrong with an import as a whole: then it does not begin, or does not go on."""

from enum import StrEnum

from api.startup_error import StartupError


class FaultCode(StrEnum):
    """Stable codes of what stops an import."""

    BESTAND_ONLEESBAAR = "bestandOnleesbaar"
    BESTAND_LEEG = "bestandLeeg"
    TEKENSET_ONBEKEND = "tekensetOnbekend"
    ANDERE_INDELING = "andereIndeling"
    KOLOM_ONTBREEKT = "kolomOntbreekt"
    KOLOM_ONBEKEND = "kolomOnbekend"
    KOLOM_DUBBEL = "kolomDubbel"
    GEEN_GELDIGE_CSV = "geenGeldigeCsv"
    GEEN_GELDIGE_JSON = "geenGeldigeJson"
    ORGANISATIE_ONBEKEND = "organisatieOnbekend"
    VERKEERDE_AFZENDER = "verkeerdeAfzender"
    DATABASE_NIET_BEREIKBAAR = "databaseNietBereikbaar"
    PEILDATUM_ONGELDIG = "peildatumOngeldig"


class ImportRefused(StartupError):
    """An import cannot begin or go on; the message (Dutch) names the code, the place and what was expected, and never a value."""

    def __init__(self, code: FaultCode, place: str, text: str) -> None:
        super().__init__(f"{place}: {text} ({code})")
        self.code = code
        self.place = place
