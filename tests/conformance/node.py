"""What others wrote for Node, installed by its lock."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def installed(source: Path, script: str, folder: Path) -> Path:
    """The folder, with a script and the packages that it needs; without Node the test is skipped, in CI it fails."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        assert os.environ.get("CI") != "true", "these tests need node and npm"
        pytest.skip("node and npm are not on this machine")
    for name in ("package.json", "package-lock.json", script):
        shutil.copy(source / name, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=300)  # noqa: S603 - npm itself
    assert done.returncode == 0, done.stderr
    return folder
