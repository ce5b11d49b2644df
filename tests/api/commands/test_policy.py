"""The commands for who edits the tables: the matrix written out, what a change means, and what is odd."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from plan_schema.plan import PATHS, PLAN
from policies.matrix import as_json
from policies.policy import Policy
from policies.table import COUNTS, FLOORS, TABLES
from tests.api.commands.process import ROOT, environment, run

NOBODY: Final = "Niemand wint of verliest een veld.\n"
ROW: Final = "SCHRIJVEN,zorgverzekering.*"
LINES: Final = "".join(
    f"{sign} {leaf.path} {right}: GEMEENTE NAZORGCOORDINATOR|SYSTEEM "
    "(relatie HERKOMST|VESTIGING, doel ESSENTIELE_VOORWAARDEN, fase DETENTIE|INSTROOM|NA_DETENTIE)\n"
    for leaf in PATHS.leaves
    if leaf.path.startswith("zorgverzekering.")
    for sign, right in (("-", "W"), ("+", "R"))
)
"""What a gemeente loses and gains when it may only read about the health insurance."""


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MONGODB_URI", "REINTEGRATIEPLAN_POLICIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def read_only(folder: Path) -> None:
    """Let a gemeente only read about the health insurance."""
    gemeente = folder / "gemeente.csv"
    text = gemeente.read_text("utf-8")
    assert text.count(ROW) == 1
    gemeente.write_text(text.replace(ROW, "LEZEN,zorgverzekering.*"), "utf-8")


# The matrix -----------------------------------------------------------------------------------------------------------


def test_the_matrix_as_json_is_the_policy_of_today() -> None:
    result = call("matrix", "--formaat", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == as_json(Policy.load(PLAN, date(2026, 7, 1)), PATHS)
    assert json.loads(result.stdout)["cellen"]


def test_the_matrix_is_that_of_the_tables_in_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_only(folder)
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    written = json.loads(call("matrix", "--formaat", "json").stdout)
    assert written["revisie"] == Policy.load(PLAN, date(2026, 7, 1), folder).revision
    insurance = {
        cell["recht"]
        for cell in written["cellen"]
        if cell["organisatie"] == "GEMEENTE" and cell["pad"] == "zorgverzekering.polisnummer"
    }
    assert insurance == {"R"}


# The difference -------------------------------------------------------------------------------------------------------


def test_the_difference_with_a_folder_goes_from_it_to_now(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("matrix", "--diff", str(folder)).stdout == NOBODY
    read_only(folder)
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    result = call("matrix", "--diff", str(TABLES))
    assert (result.exit_code, result.stdout, result.stderr) == (0, LINES, "")


@pytest.mark.parametrize("revision", ["geen-tak", "HEAD:policies", "--output=elders", "/bestaat/niet", "v1..v2"])
def test_a_revision_that_does_not_exist_is_named_with_what_is_expected(revision: str, tmp_path: Path) -> None:
    result = call("matrix", f"--diff={revision}")
    assert (result.exit_code, type(result.exception), result.stdout) == (1, SystemExit, "")
    assert result.stderr == (
        f"{revision!r} is geen map met beleidstabellen en geen revisie van deze git-opslag. "
        "Verwacht: een map, een tag, een tak of een commit.\n"
    )
    assert not (tmp_path / "elders").exists()


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    result = call("matrix", "--diff", str(tmp_path))
    assert (result.exit_code, type(result.exception), result.stdout) == (1, SystemExit, "")
    assert str(tmp_path) in result.stderr


def _git(tree: Path, *arguments: str) -> None:
    own = ("-c", "user.name=Test", "-c", "user.email=test@voorbeeld.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *own, *arguments], cwd=tree, env=_alone(tree), check=True, capture_output=True)  # noqa: S603, S607


def _alone(tree: Path) -> dict[str, str]:
    """An environment in which git knows of this work tree only."""
    kept = {name: value for name, value in environment(tree / ".data").items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tree.parent),
    }


def _difference(tree: Path, revision: str) -> subprocess.CompletedProcess[str]:
    """`matrix --diff` of the program that stands in this work tree."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", "from api.cli import main; main()", "matrix", "--diff", revision],
        cwd=tree,
        env=_alone(tree),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_difference_with_a_revision_goes_from_the_tables_that_git_has(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for package in ("api", "plan_schema", "policies"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("input"))
    _git(tree, "init", "--quiet")
    _git(tree, "add", "policies/tables")
    _git(tree, "commit", "--quiet", "--message", "first")
    read_only(tree / "policies" / "tables")
    uncommitted = _difference(tree, "HEAD")
    assert (uncommitted.returncode, uncommitted.stdout, uncommitted.stderr) == (0, LINES, "")
    _git(tree, "commit", "--quiet", "--all", "--message", "second")
    _git(tree, "tag", "v1", "HEAD~1")
    assert _difference(tree, "v1").stdout == LINES


# The check ------------------------------------------------------------------------------------------------------------


def test_the_tables_of_the_house_pass_with_remarks_only() -> None:
    result = call("beleid")
    *remarks, last = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, last) == (0, "", "Geen fouten.")
    assert all(line.startswith("LET OP  som.uitkomst.") for line in remarks)


def test_a_mistake_is_named_with_its_line_and_the_command_fails(folder: Path) -> None:
    gemeente = folder / "gemeente.csv"
    lines = gemeente.read_text("utf-8").splitlines()
    lines.append("GEMEENTE,SYSTEEM,HERKOMST,BEHEER,*,,LEZEN,betrokkene.sknNummer,PM-20d-1,,,")
    gemeente.write_text("\n".join(lines) + "\n", "utf-8")
    ended = run("beleid", env=environment(folder.parent, REINTEGRATIEPLAN_POLICIES=folder))
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [line for line in ended.stdout.splitlines() if not line.startswith("LET OP")] == [
        f"FOUT  gemeente.csv:{len(lines)}: Art. 20d PM geeft een gemeente geen grond voor betrokkene.sknNummer. "
        "Haal deze velden uit de regel."
    ]


def test_a_mistake_in_the_levels_of_login_is_named_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / FLOORS).open("a", encoding="utf-8") as table:
        table.write("*,LEZEN,bestaatNiet.*,HOOG,x\n")
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    result = call("beleid")
    assert result.exit_code != 0
    assert "bestaatNiet" in result.output


def test_a_mistake_in_who_may_count_is_named_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / COUNTS).open("a", encoding="utf-8") as table:
        table.write("DJI,HOOFD_DENR,BEHEER,IEDEREEN,PBW-18a,\n")
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    result = call("beleid")
    assert result.exit_code != 0
    assert "IEDEREEN" in result.output


def test_tables_that_cannot_be_read_fail_without_a_stack_trace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gemeente = folder / "gemeente.csv"
    gemeente.write_text(gemeente.read_text("utf-8").replace("onderdak.*", "onderdak.bestaatNiet"), "utf-8")
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    for command in (("beleid",), ("matrix",), ("matrix", "--diff", str(TABLES))):
        result = call(*command)
        assert (result.exit_code, type(result.exception), result.stdout) == (1, SystemExit, "")
        assert re.search(r"gemeente\.csv:\d+: pad 'onderdak\.bestaatNiet'", result.stderr)
