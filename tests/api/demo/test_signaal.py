"""The daily list of DJI."""

from pathlib import Path

import pytest

from api.demo.errors import InputError
from api.demo.signaal import read_signaal
from api.imports.faults import ImportRefused
from tests.api.demo.files import INPUT

ROW = {
    "SKN-nummer": "88000199",
    "Naam gedetineerde": "van den Testkade, Joris",
    "PI": "PI Arnhem",
    "Afdeling": "Afdeling A",
    "Casemanager": "Sanne Brugwachter",
    "Begindatum detentie": "09-11-2026",
    "Einddatum detentie": "19-12-2026",
    "Signaal afgegeven op": "2026-11-10T09:15:00+01:00",
}


def listed(folder: Path, **cells: str) -> Path:
    file = folder / "signaal.csv"
    row = ROW | {name: cells[name] for name in cells}
    file.write_text(";".join(ROW) + "\n" + ";".join(row[name] for name in ROW) + "\n")
    return file


def test_a_complete_row_registers_and_then_signals(tmp_path: Path) -> None:
    registration, signal = read_signaal(listed(tmp_path))
    assert registration.registration
    assert registration.persona == signal.persona == "backoffice-arnhem"
    assert registration.patch == {
        "betrokkene": {
            "voorvoegsel": "van den",
            "geslachtsnaam": "Testkade",
            "voornamen": "Joris",
            "sknNummer": "88000199",
        },
        "detentie": {
            "inrichting": "PI Arnhem",
            "afdeling": "Afdeling A",
            "datumAanvang": "2026-11-09",
            "datumInvrijheidstelling": "2026-12-19",
            "einddatumStatus": "VERWACHT",
        },
        "contacten": {"toevoegen": [{"rol": "CASEMANAGER", "naam": "Sanne Brugwachter"}]},
    }
    assert signal.patch == {
        "samenStarten": {
            "signaal": {"afgegevenOp": "2026-11-10T08:15:00+00:00", "afgegevenDoor": "Backoffice PI Arnhem"}
        }
    }


@pytest.mark.parametrize("said", ["", "onbekend"])
def test_what_dji_does_not_know_is_recorded_as_unknown(tmp_path: Path, said: str) -> None:
    cells = {"Begindatum detentie": said, "Einddatum detentie": said, "Afdeling": "", "Casemanager": ""}
    registration, _ = read_signaal(listed(tmp_path, **cells))
    assert registration.patch["detentie"] == {
        "inrichting": "PI Arnhem",
        "einddatumStatus": "ONBEKEND",
        "onbekend": ["afdeling", "datumAanvang", "datumInvrijheidstelling"],
    }
    assert "contacten" not in registration.patch


def test_the_casemanager_signals_where_there_is_no_backoffice(tmp_path: Path) -> None:
    assert {step.persona for step in read_signaal(listed(tmp_path, PI="JC Zaanstad"))} == {"casemanager-zaanstad"}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("SKN-nummer", "88-1", "een strafrechtsketennummer"),
        ("Naam gedetineerde", "Joris van den Testkade", "een naam als"),
        ("PI", "PI Nergens", "een inrichting: PI Arnhem, JC Zaanstad"),
        ("Begindatum detentie", "31-02-2026", "DD-MM-JJJJ"),
        ("Einddatum detentie", "19/12/2026", "DD-MM-JJJJ"),
        ("Signaal afgegeven op", "2026-11-10T09:15:00", "een tijdstip met tijdzone"),
        ("Signaal afgegeven op", "gisteren", "een tijdstip met tijdzone"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_not_by_value(
    tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_signaal(listed(tmp_path, **{column: cell}))
    message = str(caught.value)
    assert message.startswith(f"signaal.csv, regel 2, kolom {column!r}: verwacht ")
    assert expected in message
    assert cell not in message


def test_a_file_that_cannot_be_imported_is_no_demo_either(tmp_path: Path) -> None:
    file = tmp_path / "signaal.csv"
    file.write_text("SKN;Naam\n88000199;Testkade, Joris\n")
    with pytest.raises(ImportRefused, match="regel 1"):
        read_signaal(file)


def test_the_list_in_the_folder_lacks_what_lists_lack() -> None:
    rows = [step.patch for step in read_signaal(INPUT / "signaal-nieuwe-detentie.csv") if step.registration]
    assert len(rows) == 7
    unknown = [row["detentie"].get("onbekend", []) for row in rows]
    assert sum("datumInvrijheidstelling" in names for names in unknown) == 4
    assert sum("datumAanvang" in names for names in unknown) == 1
    assert sum("contacten" not in row for row in rows) == 4
