"""`importeer` as its users run it: what it says, how it ends, and that a killed run is finished by the next."""

import csv
import json
import random
import signal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from plan_schema.process.imports.layouts import LAYOUTS
from plan_schema.process.imports.page import page_of
from plan_schema.process.imports.records import json_schema
from tests.api.commands.process import environment, started
from tests.api.imports.importing import FILES, PI_ARNHEM, Imports

RECORDS = 300
HEADINGS = (
    "Kenmerk",
    "SKN-nummer",
    "Naam gedetineerde",
    "PI",
    "Casemanager",
    "Begindatum detentie",
    "Signaal afgegeven op",
    "Peildatum",
)


@pytest.fixture
def imports(mongodb_uri: str, database_name: str, tmp_path: Path) -> Imports:
    """An empty database."""
    return Imports(mongodb_uri, database_name, tmp_path)


def _env(imports: Imports, **more: Any) -> dict[str, str]:
    return environment(
        imports.folder, MONGODB_URI=imports.uri, REINTEGRATIEPLAN_DATABASE=imports.database, REINTEGRATIEPLAN_MODE="development", **more
    )  # fmt: skip


def _signals(path: Path, records: int = RECORDS) -> Path:
    """A list, each tenth line of which is wrong."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(HEADINGS)
        for number in range(records):
            skn = "1" if number % 10 == 9 else f"8820{number:04d}"
            row = [f"S-{number}", skn, f"Voorbeeld, Persoon {number}", "PI Arnhem", f"Casemanager {number % 7}"]
            lines.writerow([*row, "02-01-2026", "2026-01-05T09:15:00+01:00", "05-01-2026"])
    return path


def _here(*arguments: str, env: dict[str, str]) -> Any:
    """The command in this process, which is a second faster."""
    return CliRunner().invoke(app, ["importeer", *arguments], env=env)


def test_what_it_says_and_how_it_ends(imports: Imports) -> None:
    env, verslag = _env(imports), imports.folder / "verslag.json"
    file = str(_signals(imports.folder / "lijst.csv", 12))
    ended = _here("signaallijst", file, "--namens", PI_ARNHEM, "--rapport", str(verslag), env=env)
    assert ended.exit_code == 3
    lines = ended.stdout.splitlines()
    assert lines[0].startswith("regel 2 (S-0): nieuw plan, plan ")
    at = lines.index("regel 11 (S-9): geweigerd")
    assert lines[at + 1].startswith("    SKN-nummer: Ongeldige waarde: ")
    assert lines[at + 1].endswith("(ongeldigeWaarde)")
    assert (
        lines[-1] == "12 records: 11 nieuw plan, 0 gewijzigd, 0 ongewijzigd, 1 geweigerd; 0 velden hield het plan zelf."
    )
    assert "11/11" in ended.stderr
    said = json.loads(verslag.read_text("utf-8"))
    assert said["aantallen"] == {"NIEUW_PLAN": 11, "GEWIJZIGD": 0, "ONGEWIJZIGD": 0, "GEWEIGERD": 1}
    assert [record["plaats"] for record in said["records"]] == [f"regel {number}" for number in range(2, 14)]
    good = _here("signaallijst", str(FILES / "signaallijst.csv"), "--namens", PI_ARNHEM, "--proef", env=env)
    assert (good.exit_code, good.stdout.splitlines()[-1]) == (0, "Dit was een proef: er is niets gewijzigd.")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("signaallijst", "nergens.csv", "--namens", PI_ARNHEM), 1, "(bestandOnleesbaar)"),
        (("signaallijst", "{files}/tulp-11.csv", "--namens", PI_ARNHEM), 1, "(kolomOnbekend)"),
        (("signaallijst", "{files}/signaallijst.csv", "--namens", "00000099999999999000"), 1, "(organisatieOnbekend)"),
        (("iris-ract", "{files}/iris-ract.json", "--namens", PI_ARNHEM), 1, "(verkeerdeAfzender)"),
        (("signaallijst", "{files}/signaallijst.csv"), 2, "--namens"),
        (("lijstje", "{files}/signaallijst.csv", "--namens", PI_ARNHEM), 2, "signaallijst, tulp-11"),
        (("injus", "{files}/injus.csv", "--namens", PI_ARNHEM, "--rapport", "nergens/verslag.json"), 2, "--rapport"),
    ],
)
def test_what_cannot_begin_says_why_and_does_nothing(
    imports: Imports, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ended = _here(*(part.format(files=FILES) for part in arguments), env=_env(imports))
    assert ended.exit_code == status
    assert said in ended.stderr
    assert imports.counts()["plannen"] == 0


def test_the_layout_and_its_schema_are_shown(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert _here("injus", "--layout", env=env).stdout == page_of(LAYOUTS["injus"])
    assert json.loads(_here("injus", "--schema", env=env).stdout) == json_schema(LAYOUTS["injus"])


def _until(imports: Imports, command: tuple[str, ...], more: int, number: signal.Signals, status: int) -> None:
    """Import until there are so many plans more, and then no further."""
    plans = imports.counts()["plannen"] + more
    with (
        started(*command, env=_env(imports), folder=imports.folder / "killed") as process,
        imports.stored() as database,
    ):
        # One look is one short command: after a slow one the import would have ended.
        process.wait_until(lambda: database["plannen"].count_documents({}) >= plans)
        assert process.end(number) == status


def test_an_import_that_is_killed_and_taken_up_again_equals_one_that_is_not(
    imports: Imports, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = random.Random(8)  # noqa: S311 - no secret
    file = _signals(imports.folder / "lijst.csv")
    command = ("importeer", "signaallijst", str(file), "--namens", PI_ARNHEM)
    _until(imports, command, rng.randrange(5, 20), signal.SIGKILL, -signal.SIGKILL)
    _until(imports, command, rng.randrange(5, 20), signal.SIGINT, 130)
    half = imports.counts()
    good = RECORDS - RECORDS // 10
    assert 0 < half["plannen"] < good
    # Whatever moment it was killed at: no plan without its version, its event and what is kept of its record.
    assert len(set(half.values())) == 1
    assert _here(*command[1:], env=_env(imports)).exit_code == 3
    assert imports.counts() == {"plannen": good, "versies": good, "uitgaand": good, "importen": good}
    other = Imports(imports.uri, f"{imports.database}_b", tmp_path_factory.mktemp("other"))
    try:
        other.now("signaallijst", file)
        assert other.comparable() == imports.comparable()
        assert other.counts() == imports.counts()
    finally:
        other.drop()
