"""The commands for who edits the policy tables: write the matrix out, compare it with an earlier one, check it."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from api.startup_error import StartupError
from plan_schema.plan import PATHS, PLAN
from policies.assurance import load_floors
from policies.check import Finding, findings
from policies.counts import load_counts
from policies.difference import Shift, difference
from policies.policy import Policy
from policies.table import TABLES, load

_TIMEOUT: Final = 30


class UnknownRevision(StartupError):
    """What to compare with is neither a folder with tables nor a revision of this repository."""


def compare(revision: str, today: date, folder: Path | None) -> list[Shift]:
    """Who gains or loses which field, going from an earlier policy to the one of now."""
    with tables_of(revision) as earlier:
        before = Policy(PLAN, load(PLAN, earlier, earlier=True), today)
    return difference(before, Policy.load(PLAN, today, folder or TABLES), PATHS)


def check(today: date, folder: Path | None) -> list[Finding]:
    """What is odd about the tables; PolicyError when they, the levels of login or who may count, cannot be read."""
    tables = folder or TABLES
    load_floors(PLAN, tables)
    load_counts(tables)
    return findings(load(PLAN, tables), PATHS, today)


@contextmanager
def tables_of(revision: str) -> Iterator[Path]:
    """The folder with the tables of a revision: a folder as it is, or the tables as git has them at a revision."""
    if Path(revision).is_dir():
        yield Path(revision)
        return
    with tempfile.TemporaryDirectory() as made:
        try:
            _write_out(revision, Path(made))
        except (OSError, ValueError, subprocess.SubprocessError):
            raise UnknownRevision(
                f"{revision!r} is geen map met beleidstabellen en geen revisie van deze git-opslag. Verwacht: een map, een tag, een tak of een commit."
            ) from None
        yield Path(made)


def _write_out(revision: str, folder: Path) -> None:
    if revision.startswith("-"):
        raise ValueError("an option is no revision")
    root = Path(_git("rev-parse", "--show-toplevel").strip())
    names = _git("ls-tree", "--name-only", revision, f"{TABLES.relative_to(root)}/", folder=root).split()
    if not names:
        raise ValueError("no tables in this revision")
    for name in names:
        (folder / Path(name).name).write_text(_git("show", f"{revision}:{name}", folder=root), "utf-8")


def _git(*arguments: str, folder: Path = TABLES) -> str:
    done = subprocess.run(  # noqa: S603 - fixed program, no shell; the revision cannot be an option
        ("git", *arguments),  # noqa: S607 - git stands where the user's PATH has it
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=True,
    )
    return done.stdout
