"""The command `reintegratieplan` as a process of its own, as its users run it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import api

ROOT: Final = Path(api.__file__).parents[1]
PROGRAM: Final = Path(sys.executable).with_name("reintegratieplan")
_PATIENCE: Final = 60.0
"""Seconds after which a process that should have answered has failed."""


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """The environment of a command on this data folder: settings of the machine are left out, these are put in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"MONGODB_URI", "PORT", "DATA_DIR"} and not name.startswith("REINTEGRATIEPLAN_")
    }
    chosen = {name: str(value) for name, value in settings.items()}
    # A narrow terminal would break lines that tests read.
    return kept | {"DATA_DIR": str(folder), "COLUMNS": "400"} | chosen


def run(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603 - our own program
        [PROGRAM, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )


@dataclass
class Running:
    """A command that runs, with what it has written so far."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    @property
    def output(self) -> str:
        """Standard output so far."""
        return self.out.read_text()

    @property
    def errors(self) -> str:
        """Standard error so far."""
        return self.err.read_text()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the process brings about; fails when it ends first."""
        give_up = time.monotonic() + _PATIENCE
        while not condition():
            assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.output}{self.errors}"
            assert time.monotonic() < give_up, f"waited in vain: {self.output}{self.errors}"
            time.sleep(0.05)

    def end(self, number: signal.Signals) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)


@contextmanager
def started(*arguments: str, env: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """A command that runs for as long as the context lasts; its output is kept in the folder, each start after the last."""
    folder.mkdir(exist_ok=True)
    out, err = folder / "out", folder / "err"
    with out.open("ab") as out_file, err.open("ab") as err_file:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [PROGRAM, *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out_file, stderr=err_file
        )
    try:
        yield Running(process, out, err)
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int, path: str = "/readyz") -> bool:
    """Whether an API on this port is ready."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


def log_lines(text: str) -> list[dict[str, Any]]:
    """The log lines of a process; each must be one JSON object."""
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(isinstance(line, dict) for line in lines)
    return lines


def settled(count: Callable[[], int]) -> int:
    """A count that stays what it is: for a moment the server still deals with what a killed process had sent."""
    before = -1
    while (now := count()) != before:
        before = now
        time.sleep(0.5)
    return now
