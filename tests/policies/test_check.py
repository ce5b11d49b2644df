"""What the check of the tables finds: each thing with its line and its mend, and nothing in the tables of the house."""

import shutil
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from plan_schema.plan import PATHS, PLAN
from policies.check import Finding, Severity, findings
from policies.context import Relation
from policies.table import COLUMNS, NOBODY, TABLES, load

TODAY: Final = date(2026, 7, 1)
REMOVE_FIELDS: Final = "Haal deze velden uit de regel, of de voorwaarde."
NOTHING_NEW: Final = "Haal de regel weg, of maak het verschil duidelijk."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def _append(folder: Path, table: str, row: str) -> str:
    """Add a row to a table; where it stands."""
    path = folder / table
    text = path.read_text("utf-8").removesuffix("\n")
    path.write_text(f"{text}\n{row}\n", "utf-8")
    return f"{table}:{text.count(chr(10)) + 2}"


def _found(folder: Path, severity: Severity = Severity.FOUT) -> list[Finding]:
    return [finding for finding in findings(load(PLAN, folder), PATHS, TODAY) if finding.severity is severity]


# The tables of the house ----------------------------------------------------------------------------------------------


def test_the_tables_of_the_house_hold_no_mistake() -> None:
    assert [str(finding) for finding in _found(TABLES)] == []


def test_only_what_the_system_fills_in_is_written_by_nobody() -> None:
    assert {finding.where.rpartition(".")[0] for finding in _found(TABLES, Severity.LET_OP)} == {"som.uitkomst"}


# Each kind of finding -------------------------------------------------------------------------------------------------

_ALL_RELATIONS: Final = ", ".join(sorted(frozenset(Relation) - {Relation.GEEN}))
ODD_ROWS: Final = {
    "a relation that this kind of organisation never has": (
        "gemeente.csv",
        "GEMEENTE,SYSTEEM,EIGEN_PI|HERKOMST|ZELF,BEHEER,DETENTIE,,LEZEN,onderdak.hulpvraag,PM-20d-2-d,,,",
        "GEMEENTE heeft nooit de relatie EIGEN_PI, ZELF.",
        "Mogelijk: HERKOMST, VESTIGING.",
    ),
    "any relation, for who never has one": (
        "dji.csv",
        "INSPECTIE,INSPECTEUR,*,TOEZICHT_INSPECTIE,*,,LEZEN,status,PBW-18a,,,",
        f"INSPECTIE heeft nooit de relatie {_ALL_RELATIONS}.",
        "Mogelijk: geen enkele relatie.",
    ),
    "reclassering before the signal": (
        "reclassering.csv",
        "RECLASSERING,RECLASSERINGSWERKER,SIGNAAL,BEHEER,INSTROOM,,LEZEN,status,PBW-18a,,,",
        "Vóór het signaal heeft geen reclassering een relatie.",
        "Kies een andere fase, of haal de regel weg.",
    ),
    "a row that ended": (
        "dji.csv",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,,LEZEN,status,PBW-18a,,2026-07-01,",
        "De regel is verlopen op 2026-07-01.",
        "Haal de regel weg, of verleng hem.",
    ),
    "a row that ends on the day on which it begins": (
        "dji.csv",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,,LEZEN,status,PBW-18a,2027-01-01,2027-01-01,",
        "De regel eindigt voordat hij begint.",
        "Herstel geldigVanaf of geldigTot.",
    ),
    "GEDEELD where nothing is shared": (
        "dji.csv",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,GEDEELD,LEZEN,status|screening.risc.datum|contacten[].naam,SAMEN-STARTEN,,,",
        "De voorwaarde GEDEELD kan nooit gelden voor status, contacten[].naam.",
        REMOVE_FIELDS,
    ),
    "EIGEN where nothing has an owner": (
        "dji.csv",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,EIGEN,LEZEN,contacten[].naam|doelen[].status|doelen[].acties[].status,PBW-18a,,,",
        "De voorwaarde EIGEN kan nooit gelden voor doelen[].status.",
        REMOVE_FIELDS,
    ),
    "a ground that a gemeente does not have": (
        "gemeente.csv",
        "GEMEENTE,SYSTEEM,HERKOMST,BEHEER,DETENTIE,,LEZEN,onderdak.hulpvraag,PBW-18a,,,",
        "De grondslag PBW-18a geldt niet voor een gemeente.",
        "Noem een onderdeel van art. 20d PM, of haal de regel weg.",
    ),
    "fields that no gemeente may have": (
        "gemeente.csv",
        "GEMEENTE,SYSTEEM,HERKOMST,BEHEER,*,,LEZEN,betrokkene.geboorteplaats|betrokkene.sknNummer|detentie.artikelcode,PM-20d-1,,,",
        "Art. 20d PM geeft een gemeente geen grond voor betrokkene.sknNummer, detentie.artikelcode.",
        "Haal deze velden uit de regel.",
    ),
}


@pytest.mark.parametrize("case", ODD_ROWS)
def test_a_row_that_cannot_be_meant_is_named_with_its_line_and_its_mend(folder: Path, case: str) -> None:
    table, row, text, mend = ODD_ROWS[case]
    line = _append(folder, table, row)
    assert _found(folder) == [Finding(line, text, mend)]
    assert str(_found(folder)[0]) == f"{line}: {text} {mend}"


@pytest.mark.parametrize(
    "row",
    [
        "DJI,MENTOR,*,BEHEER,*,,LEZEN,status,PBW-18a,,,",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,,LEZEN,status,PBW-18a,2026-07-01,2026-07-02,",
        "RECLASSERING,RECLASSERINGSWERKER,SIGNAAL,BEHEER,INSTROOM|DETENTIE,,LEZEN,status,PBW-18a,,,",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,GEDEELD,LEZEN,screening.risc.*|samenStarten.gedeeldeInformatie[].*,SAMEN-STARTEN,,,",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,EIGEN,LEZEN,contacten[].*|doelen[].acties[].*,PBW-18a,,,",
        "DJI,MENTOR,EIGEN_PI,BEHEER,*,ZORG_NODIG,LEZEN,zorg.*,PM-20d-3-a,,,",
    ],
)
def test_a_row_that_can_be_meant_is_left_alone(folder: Path, row: str) -> None:
    _append(folder, "dji.csv", row)
    assert _found(folder) == []


def test_every_mistake_is_named_in_the_order_of_the_tables(folder: Path) -> None:
    rows = [(table, row) for table, row, _, _ in ODD_ROWS.values()]
    lines = [_append(folder, table, row) for table, row in reversed(rows)]
    named = [finding.where for finding in _found(folder)]
    assert set(named) == set(lines)
    assert named == sorted(named, key=lambda line: (line.partition(":")[0], int(line.partition(":")[2])))


def test_a_field_that_no_row_lets_anybody_write_is_pointed_out(folder: Path) -> None:
    before = _found(folder, Severity.LET_OP)
    for table in folder.glob("*.csv"):
        table.write_text(table.read_text("utf-8").replace("SCHRIJVEN,som.deel2.*", "LEZEN,som.deel2.*"), "utf-8")
    fields = [leaf.path for leaf in PATHS.leaves if leaf.path.startswith("som.deel2.")]
    expected = [
        Finding(
            path,
            "Niemand mag dit veld schrijven.",
            "Geef een rol SCHRIJVEN, of laat het zo als het systeem het vult.",
            Severity.LET_OP,
        )
        for path in fields
    ]
    assert [finding for finding in _found(folder, Severity.LET_OP) if finding not in before] == expected


# Rows that add nothing ------------------------------------------------------------------------------------------------

NARROW: Final = "DJI,MENTOR,EIGEN_PI,BEHEER,DETENTIE,EIGEN,LEZEN,contacten[].naam,PBW-18a,2026-06-01,2027-01-01,"
WIDER: Final = {
    "rol": "MENTOR|CASEMANAGER",
    "relatie": "EIGEN_PI|VORIGE_PI",
    "doel": "BEHEER|PLAN_UITVOEREN",
    "fase": "*",
    "voorwaarde": "",
    "recht": "SCHRIJVEN",
    "pad": "contacten[].*",
    "geldigVanaf": "2026-05-01",
    "geldigTot": "2027-06-01",
}


def _with(row: str, **cells: str) -> str:
    return ",".join((dict(zip(COLUMNS, row.split(","), strict=True)) | cells).values())


def _small(folder: Path, *rows: str) -> list[str]:
    """What is wrong with a table of just these rows, from its second line on."""
    (folder / "dji.csv").write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", "utf-8")
    (folder / NOBODY).write_text("\n".join(("pad,toelichting", *(f"{leaf.path}," for leaf in PATHS.leaves))), "utf-8")
    return [str(finding) for finding in _found(folder)]


def _superfluous(line: int, other: int) -> str:
    return f"dji.csv:{line}: De regel voegt niets toe: dji.csv:{other} geeft dit al. {NOTHING_NEW}"


@pytest.mark.parametrize("column", WIDER)
def test_the_narrower_of_two_rows_is_superfluous_wherever_it_stands(tmp_path: Path, column: str) -> None:
    wide = _with(NARROW, **{column: WIDER[column]})
    assert _small(tmp_path, NARROW, wide) == [_superfluous(2, 3)]
    assert _small(tmp_path, wide, NARROW) == [_superfluous(3, 2)]


@pytest.mark.parametrize("column", ["geldigVanaf", "geldigTot"])
def test_without_a_date_a_row_is_wider_than_with_one(tmp_path: Path, column: str) -> None:
    assert _small(tmp_path, NARROW, _with(NARROW, **{column: ""})) == [_superfluous(2, 3)]


@pytest.mark.parametrize(("one", "other"), [(one, other) for one in WIDER for other in WIDER if one < other])
def test_two_rows_that_each_give_more_are_both_needed(tmp_path: Path, one: str, other: str) -> None:
    assert _small(tmp_path, _with(NARROW, **{one: WIDER[one]}), _with(NARROW, **{other: WIDER[other]})) == []


def test_of_identical_rows_the_later_ones_are_superfluous(tmp_path: Path) -> None:
    elsewhere = _with(NARROW, grondslag="PM-20d-1", toelichting="zelfde recht")
    assert _small(tmp_path, NARROW, elsewhere, NARROW) == [_superfluous(3, 2), _superfluous(4, 2)]


def test_the_same_row_for_another_organisation_is_needed(tmp_path: Path) -> None:
    one, other = (_with(NARROW, organisatie=kind, rol="SYSTEEM", relatie="*") for kind in ("DJI", "RECLASSERING"))
    assert _small(tmp_path, one, other) == []


def test_a_row_that_another_table_holds_already_is_named_in_the_later_table(folder: Path) -> None:
    number, row = next(
        (number, text)
        for number, text in enumerate((folder / "dji.csv").read_text("utf-8").splitlines(), 1)
        if "SCHRIJVEN,onderdak.*" in text
    )
    line = _append(folder, "reclassering.csv", row)
    assert _found(folder) == [
        Finding(line, f"De regel voegt niets toe: dji.csv:{number} geeft dit al.", NOTHING_NEW),
    ]
