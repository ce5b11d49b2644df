"""`dev` as a newcomer meets it: one command, a first question that works as printed, a clean end."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from api.embedded.ports import free_ports
from tests.api.commands.process import ROOT, Running, answers, environment, run, started

READY = "Klaar: de API luistert op "


@dataclass(frozen=True)
class Dev:
    """A running `dev`, its data folder and its port."""

    running: Running
    folder: Path
    port: int


def ready(running: Running) -> bool:
    return READY in running.output and running.output.endswith("}'\n\n")


def mongod_runs(folder: Path) -> bool:
    """Whether any process works on the database in this data folder."""
    database = str(folder / "mongodb" / "db").encode()
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and database in (process / "cmdline").read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dev]:
    folder, port = tmp_path_factory.mktemp("dev"), free_ports(1)[0]
    with started("dev", env=environment(folder, PORT=port), folder=folder / "output") as running:
        running.wait_until(lambda: ready(running))
        yield Dev(running, folder, port)


def test_it_says_where_it_is_and_who_one_can_be(dev: Dev) -> None:
    said = dev.running.output
    base = f"http://127.0.0.1:{dev.port}"
    assert f"Adres:     {base}/v1/graphql\n" in said
    assert f"{READY}{base} (stoppen met Ctrl-C)" in said
    assert re.search(r"Persona's: .*casemanager-arnhem.*gemeente-utrecht", said)
    assert re.search(r"Demoplannen: [1-9]\d* nieuw, \d+ bestonden al, [1-9]\d* versies gemaakt\.", said)
    assert dev.running.errors == ""
    assert "eyJ" not in said


def test_the_first_question_works_as_it_is_printed(dev: Dev) -> None:
    question = dev.running.output[dev.running.output.index("curl ") :]
    asked = subprocess.run(  # noqa: S603 - what a newcomer would paste
        ["/bin/bash", "-c", question], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    nodes = json.loads(asked.stdout)["data"]["plannen"]["nodes"]
    assert len(nodes) == 1
    assert nodes[0]["versie"] >= 1
    assert nodes[0]["betrokkene"]["geslachtsnaam"]
    assert nodes[0]["onderdak"]["standVanZaken"]


def test_a_second_one_on_the_same_port_says_what_to_do(dev: Dev, tmp_path: Path) -> None:
    ended = run("dev", env=environment(tmp_path, PORT=dev.port))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Poort {dev.port} is al in gebruik. Kies een andere, zoals: make run PORT=")
    assert "Traceback" not in ended.stderr
    assert not mongod_runs(tmp_path)


def test_a_second_one_on_the_same_data_says_who_has_them(dev: Dev) -> None:
    port = free_ports(1)[0]
    ended = run("dev", env=environment(dev.folder, PORT=port))
    assert ended.returncode == 1
    assert str(dev.folder) in ended.stderr
    assert f"proces {dev.running.process.pid}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not answers(port, "/healthz")
    assert answers(dev.port)


def test_seed_joins_the_server_that_runs(dev: Dev) -> None:
    env = environment(dev.folder, REINTEGRATIEPLAN_MODE="development", REINTEGRATIEPLAN_DATABASE="joined")
    assert "5 plannen gemaakt" in run("seed", "--plans", "5", env=env).stdout
    assert answers(dev.port)


def test_a_signal_ends_it_cleanly_and_a_restart_loads_nothing_twice(tmp_path: Path) -> None:
    loaded = []
    # At a terminal an interrupt is 130 by custom.
    for number, codes in ((signal.SIGTERM, {0}), (signal.SIGINT, {0, 130})):
        port = free_ports(1)[0]
        with started("dev", env=environment(tmp_path, PORT=port), folder=tmp_path / number.name) as running:
            running.wait_until(partial(ready, running))
            assert mongod_runs(tmp_path)
            assert running.end(number) in codes
            assert not mongod_runs(tmp_path)
            assert not answers(port, "/healthz")
            assert "Traceback" not in running.errors
            found = re.search(r"Demoplannen: (\d+) nieuw, (\d+) bestonden al, (\d+) versies", running.output)
            assert found is not None
            loaded.append(tuple(map(int, found.groups())))
    first, second = loaded
    assert first[0] > 0
    assert second == (0, first[0] + first[1], 0)
