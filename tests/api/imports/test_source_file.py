"""Files as people get them: every character set and separator that is read, and what is refused, where and why."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.imports.faults import FaultCode, ImportRefused
from api.imports.rows import checked
from api.imports.source_file import SEPARATORS, read_file
from plan_schema.process.imports.layouts import LAYOUTS
from plan_schema.process.imports.records import Form, Reading, json_schema
from tests.api.imports.importing import FILES

TULP = LAYOUTS["tulp-11"]
HEADINGS = ("SKN-nummer", "Peildatum", "Huisvesting: toelichting")
CELLS = ("88100001", "05-01-2026", "café één")


def file_of(folder: Path, content: bytes | str, name: str = "bestand.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252")])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_character_set_and_separator_are_found_out(
    tmp_path: Path, separator: str, encoding: str, named: str, ending: str
) -> None:
    text = ending.join(separator.join(f'"{cell}"' for cell in line) for line in (HEADINGS, CELLS)) + ending
    found = read_file(file_of(tmp_path, text.encode(encoding)), TULP)
    assert (found.form, found.encoding) == (Form.CSV, named)
    assert [row.given for row in found.rows] == [dict(zip(HEADINGS, CELLS, strict=True))]


def test_a_place_is_the_line_where_a_record_begins(tmp_path: Path) -> None:
    text = '\n SKN-nummer ;Huisvesting: toelichting;;\n1234567;"een\ntwee";;\n\n1234568;drie\n1234569;vier;;vijf\n'
    rows = read_file(file_of(tmp_path, text), TULP).rows
    assert [(row.place, row.broken) for row in rows] == [("regel 3", False), ("regel 6", False), ("regel 7", True)]
    assert rows[0].given == {"SKN-nummer": "1234567", "Huisvesting: toelichting": "een\ntwee"}


@pytest.mark.parametrize(
    ("content", "name", "code", "place"),
    [
        (b"", "a.csv", FaultCode.BESTAND_LEEG, "a.csv"),
        (b" \n\n", "a.json", FaultCode.BESTAND_LEEG, "a.json"),
        ("SKN-nummer;Peildatum\n".encode("utf-16"), "a.csv", FaultCode.TEKENSET_ONBEKEND, "a.csv"),
        (b"SKN-nummer;Peildatum\n\x81\n", "a.csv", FaultCode.TEKENSET_ONBEKEND, "a.csv"),
        (b"PK\x03\x04\x00\x00", "a.xlsx", FaultCode.TEKENSET_ONBEKEND, "a.xlsx"),
        (b"88100001;05-01-2026\n", "a.csv", FaultCode.ANDERE_INDELING, "a.csv, regel 1"),
        (b"Peildatum;Kenmerk\n", "a.csv", FaultCode.KOLOM_ONTBREEKT, "a.csv, regel 1"),
        (b"\nSKN-nummer;Peildag\n", "a.csv", FaultCode.KOLOM_ONBEKEND, "a.csv, regel 2"),
        (b"SKN-nummer;;Kenmerk\n", "a.csv", FaultCode.KOLOM_ONBEKEND, "a.csv, regel 1"),
        (b"SKN-nummer;SKN-nummer\n", "a.csv", FaultCode.KOLOM_DUBBEL, "a.csv, regel 1"),
        (b'SKN-nummer;Kenmerk\n1;2\n3;"4\n', "a.csv", FaultCode.GEEN_GELDIGE_CSV, "a.csv, regel 3"),
        (b'SKN-nummer;Kenmerk\n1;"2"3\n', "a.csv", FaultCode.GEEN_GELDIGE_CSV, "a.csv, regel 2"),
        (b'[{"sknNummer": }]', "a.json", FaultCode.GEEN_GELDIGE_JSON, "a.json, regel 1, positie 16"),
        (b'[{"a": 1, "a": 2}]', "a.json", FaultCode.GEEN_GELDIGE_JSON, "a.json"),
        (b"[NaN]", "a.json", FaultCode.GEEN_GELDIGE_JSON, "a.json"),
        (b"[" * 100_000, "a.json", FaultCode.GEEN_GELDIGE_JSON, "a.json"),
        (b'"tekst"', "a.json", FaultCode.ANDERE_INDELING, "a.json"),
        (b'{"records": {}}', "a.json", FaultCode.ANDERE_INDELING, "a.json"),
        (b'{"records": [], "meer": 1}', "a.json", FaultCode.ANDERE_INDELING, "a.json"),
        (b'{"records": [], "soort": "injus"}', "a.json", FaultCode.ANDERE_INDELING, "a.json"),
        (b'{"records": [], "peildatum": 1}', "a.json", FaultCode.PEILDATUM_ONGELDIG, "a.json, peildatum"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_code_and_a_place(
    tmp_path: Path, content: bytes, name: str, code: FaultCode, place: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_file(file_of(tmp_path, content, name), TULP)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert str(caught.value).startswith(f"{place}: ")
    # A file without headings has a person in their place.
    assert "88100001" not in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_file(tmp_path / "nergens.csv", TULP)
    assert caught.value.code is FaultCode.BESTAND_ONLEESBAAR


@pytest.mark.parametrize("day", ["2026-01-20", None])
def test_json_is_a_list_or_an_object_with_a_day_of_its_own(tmp_path: Path, day: str | None) -> None:
    records: list[Any] = [{"sknNummer": "88100001"}, "geen object"]
    content: Any = records if day is None else {"peildatum": day, "records": records}
    found = read_file(file_of(tmp_path, json.dumps(content), "a.json"), TULP)
    assert (found.form, found.reference_date) == (Form.JSON, day)
    assert [(row.place, row.given, row.broken) for row in found.rows] == [
        ("record 1", {"sknNummer": "88100001"}, False),
        ("record 2", {}, True),
    ]


@pytest.mark.parametrize("layout", ["iris-ract", "informatieblad"])
def test_the_example_files_are_what_the_schema_says(layout: str) -> None:
    Draft202012Validator(json_schema(LAYOUTS[layout])).validate(json.loads((FILES / f"{layout}.json").read_bytes()))


CELL = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["onbekend", "05-01-2026", "88100001", '"', ";"]
)
LINES = st.lists(st.lists(CELL, max_size=4).map(";".join), max_size=4).map("\n".join)


@given(
    content=st.binary(max_size=60) | LINES.map(lambda text: f"{';'.join(HEADINGS)}\n{text}".encode()),
    name=st.sampled_from(["willekeurig.csv", "willekeurig.json"]),
)
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = file_of(tmp_path_factory.getbasetemp(), content, name)
    try:
        file = read_file(path, TULP)
    except ImportRefused:
        return
    found = checked(file, Reading(TULP, file.form, "2026-01-01", "2026-06-01"))
    assert len(found.records) + len(found.faulty) == len(file.rows)
