"""Values are called what people call them."""

import pytest

from api.identity.organisations import OrganisationTable
from api.indicators.labels import label_of, name_of
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Figure

NAMES = OrganisationTable.load()


@pytest.mark.parametrize(
    ("dimension", "value", "label"),
    [
        (Dimension.GEMEENTE, "0202", "Arnhem"),
        (Dimension.GEMEENTE, "OVERIG G40", "overig in de G40"),
        (Dimension.RECLASSERINGSORGANISATIE, "00000099200000001000", "Reclassering Nederland"),
        (Dimension.RECLASSERINGSORGANISATIE, "00000099200000009000", "00000099200000009000"),
        (Dimension.DUURKLASSE, "KORTER_DAN_3_MAANDEN", "korter dan 3 maanden"),
        (Dimension.INRICHTING, "PI Arnhem", "PI Arnhem"),
        (Dimension.COMMUNICATIEBEHOEFTE, "JA", "ja"),
    ],
)
def test_the_name_of_a_value(dimension: Dimension, value: str, label: str) -> None:
    assert label_of(dimension, value, NAMES) == label


def test_groups_that_are_shown_together_are_named_together() -> None:
    assert name_of(Dimension.GEMEENTE, Figure(("0202", "OVERIG"), 30), NAMES) == "Arnhem + overig"
