"""What the values of a dimension are called by people: a gemeente by its name, an organisation by that of the table."""

from typing import Final, Protocol

from api.identity.caller import Organisation
from plan_schema.gemeenten import GEMEENTEN
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Figure

SEPARATOR: Final = " + "
_WORDS: Final = {
    "KORTER_DAN_3_MAANDEN": "korter dan 3 maanden",
    "TUSSEN_3_MAANDEN_EN_1_JAAR": "3 maanden tot 1 jaar",
    "LANGER_DAN_1_JAAR": "1 jaar of langer",
    "OVERIGE_GEMEENTEN": "overige gemeenten",
    "ONBEKEND": "onbekend",
    "OVERIG": "overig",
    "OVERIG G4": "overig in de G4",
    "OVERIG G40": "overig in de G40",
    "OVERIG OVERIGE_GEMEENTEN": "overige gemeenten",
    "OVERIG ONBEKEND": "onbekend",
    "MEERDERE": "meer dan een organisatie",
    "GEEN": "geen",
    "PREVENTIEF": "preventief",
    "VEROORDEELD_EERSTE_AANLEG": "veroordeeld in eerste aanleg",
    "ONHERROEPELIJK_VEROORDEELD": "onherroepelijk veroordeeld",
    "JA": "ja",
    "NEE": "nee",
}


class Names(Protocol):
    """The organisation table, as far as names go."""

    def get(self, oin: str) -> Organisation | None:
        """Return the organisation with this OIN, or None."""


def label_of(dimension: Dimension, value: str, names: Names) -> str:
    """What a value is called; itself where there is no other name."""
    if dimension is Dimension.GEMEENTE and value in GEMEENTEN:
        return GEMEENTEN[value].name
    if dimension is Dimension.RECLASSERINGSORGANISATIE:
        organisation = names.get(value)
        if organisation is not None:
            return organisation.name
    return _WORDS.get(value, value)


def name_of(dimension: Dimension, figure: Figure, names: Names) -> str:
    """What the group of a figure is called."""
    return SEPARATOR.join(label_of(dimension, value, names) for value in figure.values)
