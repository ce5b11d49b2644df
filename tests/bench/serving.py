"""The servers that are measured, each a process of its own, and the process that asks them."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from api.embedded.ports import free_ports
from tests.bench.load import Spec

_TICK: Final = os.sysconf("SC_CLK_TCK")
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A server that listens."""

    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        parts = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICK

    def memory(self) -> float:
        """Megabytes that are held now."""
        for line in Path(f"/proc/{self.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1_000
        return 0.0


class NotStarted(Exception):
    """A server did not come to listen; the message holds the end of what it said."""


@contextmanager
def served(
    name: str, command: Sequence[str], env: Mapping[str, str], log: Path, folder: Path | None = None
) -> Iterator[Served]:
    """A server by this command, on the port that it finds in PORT; NotStarted."""
    port = free_ports(1)[0]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, env=os.environ | env | {"PORT": str(port)}, stdout=output, stderr=output, cwd=folder
        )
        try:
            end = time.monotonic() + _PATIENCE_SECONDS
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    raise NotStarted(f"{name}: {log.read_text('utf-8', 'replace')[-800:]}")
                time.sleep(0.1)
            yield Served(name, port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _listens(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *arguments]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load gave: answers per second, milliseconds, microseconds of the server per answer, its megabytes after."""

    per_second: float
    p50: float
    p99: float
    cpu: float
    memory: float
    outcomes: dict[str, int]
    statuses: dict[str, int]


class Refused(Exception):
    """A server answered otherwise than 200; the message quotes the first such answer."""


class Generator:
    """The process that asks."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def load(self, server: Served, spec: Spec, *expected: str) -> Load:
        """Put one load on a server; Refused when it answers otherwise than 200 or with an expected status."""
        cpu = server.cpu()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps(asdict(spec)) + b"\n")
        self._process.stdin.flush()
        found: dict[str, Any] = orjson.loads(self._process.stdout.readline())
        if not found["statuses"] or not set(found["statuses"]) <= {"200", *expected}:
            raise Refused(f"{server.name}: {found['statuses'] or 'no answer in time'} {found['first_refusal']}")
        return Load(
            found["per_second"],
            found["p50"],
            found["p99"],
            (server.cpu() - cpu) / found["count"] * 1e6,
            server.memory(),
            found["outcomes"],
            found["statuses"],
        )


@contextmanager
def generator() -> Iterator[Generator]:
    """The process that asks, for as long as the context lasts."""
    with subprocess.Popen(python("tests.bench.load"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own module
        try:
            yield Generator(process)
        finally:
            process.terminate()
