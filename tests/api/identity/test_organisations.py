import json
from pathlib import Path

import pytest

from api.identity.organisations import OrganisationTable, OrganisationTableError
from policies.context import OrganisationKind

BOTH = {"PI Arnhem", "JC Zaanstad"}


def _file(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "organisaties.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_the_development_table_has_every_party_and_no_real_oin() -> None:
    table = list(OrganisationTable.load())
    assert all(row.oin.startswith("00000099") for row in table)
    gemeenten = {row.gemeentecode: row.name for row in table if row.kind is OrganisationKind.GEMEENTE}
    assert gemeenten == {
        "0202": "Gemeente Arnhem",
        "0268": "Gemeente Nijmegen",
        "0344": "Gemeente Utrecht",
        "0479": "Gemeente Zaanstad",
    }
    reclassering = [row for row in table if row.kind is OrganisationKind.RECLASSERING]
    assert len(reclassering) == 3
    assert all(row.inrichtingen == BOTH for row in reclassering)
    assert {name for row in table if row.kind is OrganisationKind.DJI for name in row.inrichtingen} == BOTH


def test_an_organisation_is_found_by_its_oin_only() -> None:
    table = OrganisationTable.load()
    found = table.get("00000099300000268000")
    assert found is not None
    assert (found.name, found.gemeentecode, found.inrichtingen) == ("Gemeente Nijmegen", "0268", frozenset())
    assert table.get("0268") is None


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    row = {"oin": "00000001002220647000", "naam": "Gemeente Utrecht", "soort": "GEMEENTE", "gemeentecode": "0344"}
    table = OrganisationTable.load(_file(tmp_path, [row]))
    assert [organisation.oin for organisation in table] == ["00000001002220647000"]


def test_every_wrong_row_is_named_at_once_with_its_mend(tmp_path: Path) -> None:
    rows = [
        {"oin": "00000099100000001000", "naam": "PI Arnhem", "soort": "DJI", "inrichtingen": ["PI Arnhem"]},
        {"oin": "12345678100000001000", "naam": "Prefix", "soort": "DJI"},
        {"oin": 99100000001000, "naam": "Getal", "soort": "DJI"},
        {"oin": "00000099100000001000", "naam": "Dubbel", "soort": "DJI"},
        {"oin": "00000099300000001000", "naam": "Zonder code", "soort": "GEMEENTE"},
        {"oin": "00000099300000002000", "naam": "Vreemde code", "soort": "GEMEENTE", "gemeentecode": "9999"},
        {"oin": "00000099300000003000", "naam": "Codegetal", "soort": "GEMEENTE", "gemeentecode": 344},
        {"oin": "00000099200000001000", "naam": "Code te veel", "soort": "RECLASSERING", "gemeentecode": "0344"},
        {"oin": "00000099200000002000", "naam": "Tikfout", "soort": "RECLASSERING", "inrichtingen": ["PI Arnem"]},
        {"oin": "00000099200000003000", "naam": "Geen lijst", "soort": "RECLASSERING", "inrichtingen": "PI Arnhem"},
        {
            "oin": "00000099300000004000",
            "naam": "PI te veel",
            "soort": "GEMEENTE",
            "gemeentecode": "0344",
            "inrichtingen": ["PI Arnhem"],
        },
        {"oin": "00000099500000001000", "naam": "Soort", "soort": "POLITIE"},
        {"oin": "00000099500000002000", "soort": "INSPECTIE"},
        {"oin": "00000099500000003000", "naam": "Veld", "soort": "INSPECTIE", "telefoon": "1"},
        "geen object",
    ]
    with pytest.raises(OrganisationTableError) as refused:
        OrganisationTable.load(_file(tmp_path, rows))
    said = str(refused.value).splitlines()
    assert said[0].endswith("heeft 14 fout(en):")
    expected = {
        2: "20 posities",
        3: "20 posities",
        4: "rij 1",
        5: "CBS-code",
        6: "CBS-code",
        7: "CBS-code",
        8: "verwijder het veld",
        9: "PI Arnem",
        10: "lijst met namen",
        11: "verwijder het veld",
        12: "kies uit DJI",
        13: "naam ontbreekt",
        14: "onbekend veld telefoon",
        15: "verwacht een object",
    }
    for line, (row, mend) in zip(said[1:], expected.items(), strict=True):
        assert line.startswith((f"- rij {row} (", f"- rij {row}:"))
        assert mend in line


@pytest.mark.parametrize("content", ["geen json", "{}", "[]", '"tekst"'])
def test_a_file_that_is_no_table_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(OrganisationTableError, match=r"organisaties\.json"):
        OrganisationTable.load(_file(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrganisationTableError, match=r"weg\.json is niet te lezen"):
        OrganisationTable.load(tmp_path / "weg.json")
