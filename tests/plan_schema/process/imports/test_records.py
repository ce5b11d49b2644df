"""What stands in a record: read as the plan keeps it, or refused at its column with a code, and never with its value."""

from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plan_schema.problems import ProblemCode
from plan_schema.process.imports.layouts import LAYOUTS
from plan_schema.process.imports.records import Form, Unusable, json_schema
from plan_schema.values import UNKNOWN
from tests.plan_schema.process.imports.reading import GOOD, reading_of, record_of

LONG = "x" * 5_000


def _code(layout: str, cells: dict[str, Any], form: Form = Form.CSV) -> list[tuple[str, str]]:
    with pytest.raises(Unusable) as caught:
        reading_of(layout, form).record(cells, "regel 2")
    for problem in caught.value.problems:
        assert problem.message.endswith(".")
        # A message is the same whatever the value was.
        assert not any(str(value) in problem.message for value in cells.values() if len(str(value)) > 7)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_a_record_is_read_as_the_plan_keeps_it() -> None:
    record = record_of("signaallijst", Casemanager=" Bert Voorbeeld ", Afdeling="onbekend")
    assert record.reference_date == "2026-01-05"
    assert record.mark is None
    assert record.skn == "88100001"
    assert record.values == {
        "betrokkene.sknNummer": "88100001",
        "betrokkene.voorvoegsel": "van",
        "betrokkene.geslachtsnaam": "Testerweg",
        "betrokkene.voornamen": "Anna",
        "detentie.inrichting": "PI Arnhem",
        "detentie.afdeling": UNKNOWN,
        "detentie.datumAanvang": "2026-01-02",
        # What DJI leaves empty of this it does not know.
        "detentie.datumInvrijheidstelling": UNKNOWN,
        "samenStarten.signaal.afgegevenOp": datetime(2026, 1, 5, 8, 15, tzinfo=UTC),
        "contacten[].naam": "Bert Voorbeeld",
    }


@pytest.mark.parametrize("layout", GOOD)
def test_the_good_record_of_every_layout_is_good(layout: str) -> None:
    assert record_of(layout).skn == "88100001"


def test_the_identity_is_the_mark_or_what_the_layout_says() -> None:
    assert record_of("signaallijst").identity == ("88100001", "2026-01-02")
    assert record_of("signaallijst", Kenmerk="S-1").identity == ("kenmerk", "S-1")
    assert record_of("tulp-11").identity == ("88100001",)


def test_somebody_who_is_not_known_is_nobody() -> None:
    assert "contacten[].naam" not in record_of("signaallijst", Casemanager="onbekend").values


@pytest.mark.parametrize(("mark", "named"), [("S-1", "S-1"), ("88100001", None), ("met spatie", None), ("", None)])
def test_a_wrong_record_is_named_by_its_mark_unless_that_is_no_mark(mark: str, named: str | None) -> None:
    assert reading_of("signaallijst").mark(GOOD["signaallijst"] | {"Kenmerk": mark, "PI": ""}) == named


# layout, cells in place of the good ones, what is wrong: at which column, with which code
BAD: list[tuple[str, dict[str, str], str, ProblemCode]] = [
    ("signaallijst", {"SKN-nummer": "12"}, "SKN-nummer", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"SKN-nummer": ""}, "SKN-nummer", ProblemCode.VERPLICHT_VELD),
    ("signaallijst", {"SKN-nummer": "onbekend"}, "SKN-nummer", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Naam gedetineerde": "Anna van Testerweg"}, "Naam gedetineerde", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Naam gedetineerde": f"T{LONG}, Anna"}, "Naam gedetineerde", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"PI": "  "}, "PI", ProblemCode.VERPLICHT_VELD),
    ("signaallijst", {"Begindatum detentie": "31-02-2026"}, "Begindatum detentie", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Einddatum detentie": "volgend jaar"}, "Einddatum detentie", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Instroomtitel": "verdacht"}, "Instroomtitel", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Signaal afgegeven op": "05-01-2026"}, "Signaal afgegeven op", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Signaal afgegeven op": ""}, "Signaal afgegeven op", ProblemCode.VERPLICHT_VELD),
    ("signaallijst", {"Kenmerk": "met spatie"}, "Kenmerk", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Kenmerk": "88100001"}, "Kenmerk", ProblemCode.ONGELDIGE_WAARDE),
    ("signaallijst", {"Peildatum": ""}, "Peildatum", ProblemCode.VERPLICHT_VELD),
    ("signaallijst", {"Peildatum": "02-06-2026"}, "Peildatum", ProblemCode.DATUM_VOLGORDE),
    ("tulp-11", {"Huisvesting: stand van zaken": "redelijk"}, "Huisvesting: stand van zaken", ProblemCode.ONGELDIGE_WAARDE),
    ("tulp-11", {"Zorg: toelichting": LONG}, "Zorg: toelichting", ProblemCode.ONGELDIGE_WAARDE),
    ("tulp-11", {"Huisvesting: stand van zaken": ""}, "", ProblemCode.LEGE_WIJZIGING),
    ("tulp-11", {"SKN-nummer": "8810 0001"}, "SKN-nummer", ProblemCode.ONGELDIGE_WAARDE),
    ("tulp-11", {"Peildatum": "2026-13-01"}, "Peildatum", ProblemCode.ONGELDIGE_WAARDE),
    ("iris-ract", {"Kenmerk": ""}, "Kenmerk", ProblemCode.VERPLICHT_VELD),
    ("iris-ract", {"Soort inzet": "koffie"}, "Soort inzet", ProblemCode.ONGELDIGE_WAARDE),
    ("iris-ract", {"Gestart op": "gisteren"}, "Gestart op", ProblemCode.ONGELDIGE_WAARDE),
    ("iris-ract", {"Mate van bekendheid": "goed"}, "Mate van bekendheid", ProblemCode.ONGELDIGE_WAARDE),
    ("iris-ract", {"Soort inzet": ""}, "", ProblemCode.LEGE_WIJZIGING),
    ("injus", {"Burgerservicenummer": "123456789"}, "Burgerservicenummer", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Burgerservicenummer": "99999034"}, "Burgerservicenummer", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Kenmerk": "999990342", "Burgerservicenummer": "999990342"}, "Kenmerk", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Gemeente": "9999"}, "Gemeente", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Gemeente": "Luilekkerland"}, "Gemeente", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Status einddatum": "misschien"}, "Status einddatum", ProblemCode.ONGELDIGE_WAARDE),
    ("injus", {"Begindatum detentie": ""}, "Begindatum detentie", ProblemCode.VERPLICHT_VELD),
    ("informatieblad", {"Huisvesting: hulpvraag": "soms"}, "Huisvesting: hulpvraag", ProblemCode.ONGELDIGE_WAARDE),
    ("informatieblad", {"Telefoon casemanager": "bel maar"}, "Telefoon casemanager", ProblemCode.ONGELDIGE_WAARDE),
    ("informatieblad", {"Telefoon casemanager": "026 123 45 67"}, "Casemanager", ProblemCode.VERPLICHT_VELD),
    ("informatieblad", {"E-mail casemanager": "bert.nl"}, "E-mail casemanager", ProblemCode.ONGELDIGE_WAARDE),
    ("informatieblad", {"Aan gemeente": "0000"}, "Aan gemeente", ProblemCode.ONGELDIGE_WAARDE),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "cells", "column", "code"), BAD, ids=[f"{bad[0]}-{n}" for n, bad in enumerate(BAD)])
def test_a_bad_record_is_refused_at_its_column(
    layout: str, cells: dict[str, str], column: str, code: ProblemCode
) -> None:
    assert _code(layout, GOOD[layout] | cells) == [(column, code)]


def test_every_fault_of_a_record_is_told_at_once() -> None:
    wrong = GOOD["injus"] | {"Inrichting": "", "Geboortedatum": "x", "Gemeente": "y"}
    assert {place for place, _ in _code("injus", wrong)} == {"Inrichting", "Geboortedatum", "Gemeente"}


JSON_GOOD: dict[str, Any] = {
    "sknNummer": "88100001",
    "kenmerk": "R-1",
    "soortInzet": "OVERIG",
    "peildatum": "2026-01-05",
}


@pytest.mark.parametrize(
    ("other", "key", "code"),
    [
        ({"sknNummer": 88100001}, "sknNummer", ProblemCode.ONGELDIGE_WAARDE),
        ({"soortInzet": "overig"}, "soortInzet", ProblemCode.ONGELDIGE_WAARDE),
        ({"gestartOp": "05-01-2026"}, "gestartOp", ProblemCode.ONGELDIGE_WAARDE),
        ({"omschrijving": ["a"]}, "omschrijving", ProblemCode.ONGELDIGE_WAARDE),
        ({"peildatum": "05-01-2026"}, "peildatum", ProblemCode.ONGELDIGE_WAARDE),
        ({"soortinzet": "OVERIG"}, "", ProblemCode.ONBEKEND_VELD),
    ],
)
def test_json_is_read_strictly(other: dict[str, Any], key: str, code: ProblemCode) -> None:
    given = JSON_GOOD | other
    assert _code("iris-ract", given, Form.JSON) == [(key, code)]
    schema = Draft202012Validator(json_schema(LAYOUTS["iris-ract"]), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert not schema.is_valid([given])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_json_schema_is_one_and_takes_what_the_reader_takes(layout: str) -> None:
    schema = json_schema(LAYOUTS[layout])
    Draft202012Validator.check_schema(schema)
    assert list(schema["$defs"]["record"]["properties"]) == [column.key for column in LAYOUTS[layout].columns]


def test_what_json_says_is_valid_in_its_schema() -> None:
    given = JSON_GOOD | {"omschrijving": "onbekend", "resultaat": None}
    record = reading_of("iris-ract", Form.JSON).record(given, "record 1")
    assert record.values["reclasseringsinzet[].omschrijving"] == UNKNOWN
    assert "reclasseringsinzet[].resultaat" not in record.values
    schema = Draft202012Validator(json_schema(LAYOUTS["iris-ract"]))
    assert schema.is_valid([given])
    assert schema.is_valid({"soort": "iris-ract", "peildatum": "2026-01-01", "records": [given]})
    assert not schema.is_valid({"soort": "injus", "records": [given]})
