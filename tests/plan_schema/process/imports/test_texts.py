import pytest

from plan_schema.plan import PATHS
from plan_schema.process.imports.texts import iso_date, of_table, parts_of_name
from plan_schema.tree import Leaf
from plan_schema.values import UNKNOWN


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("detentie.datumAanvang", "5-1-2026", "2026-01-05"),
        ("detentie.datumAanvang", "2026-01-05", "2026-01-05"),
        ("detentie.datumAanvang", "Onbekend", UNKNOWN),
        ("detentie.instroomtitel", "onbekend", "ONBEKEND"),
        ("detentie.instroomtitel", "voorlopig gehecht", "VOORLOPIG_GEHECHT"),
        ("onderdak.standVanZaken", "Niet op orde", "NIET_OP_ORDE"),
        ("schulden.totaalSchulden", "12000", 12_000),
        ("terugkeer.herkomstgemeente", "arnhem", "0202"),
        ("terugkeer.herkomstgemeente", "0268", "0268"),
        ("detentie.doelgroep", "langgestraft | isd", ["LANGGESTRAFT", "ISD"]),
        ("betrokkene.sknNummer", "0088001", "0088001"),
    ],
)
def test_a_cell_becomes_what_the_kind_of_its_field_takes(path: str, text: str, value: object) -> None:
    leaf = PATHS.node(path)
    assert isinstance(leaf, Leaf)
    assert of_table(leaf, text) == value


def test_the_words_of_a_source_come_before_those_of_the_plan() -> None:
    leaf = PATHS.node("onderdak.hulpvraagStatus")
    assert isinstance(leaf, Leaf)
    words = {"ja": "GESTELD", "nee": "GEEN_HULPVRAAG"}
    assert [of_table(leaf, text, words) for text in ("Ja", "nee", "in behandeling")] == [
        "GESTELD",
        "GEEN_HULPVRAAG",
        "IN_BEHANDELING",
    ]


def test_what_is_no_number_or_no_day_is_refused_and_what_has_another_form_is_left_to_its_kind() -> None:
    leaf = PATHS.node("schulden.totaalSchulden")
    assert isinstance(leaf, Leaf)
    with pytest.raises(ValueError, match="whole number"):
        of_table(leaf, "12.000")
    with pytest.raises(ValueError, match="calendar"):
        iso_date("30-02-2026")
    assert iso_date("februari") == "februari"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("van den Berg, Joris", ("van den", "Berg", "Joris")),
        ("Heidekraag, Vincent Jan", (None, "Heidekraag", "Vincent Jan")),
        ("in 't Veld, Öykü", ("in 't", "Veld", "Öykü")),
    ],
)
def test_a_name_has_its_voorvoegsel_before_the_first_capital(text: str, parts: tuple[str | None, str, str]) -> None:
    names = ("betrokkene.voorvoegsel", "betrokkene.geslachtsnaam", "betrokkene.voornamen")
    assert parts_of_name(text) == {name: part for name, part in zip(names, parts, strict=True) if part}


@pytest.mark.parametrize("text", ["Joris van den Berg", "", "berg, joris", "Berg,"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        parts_of_name(text)
