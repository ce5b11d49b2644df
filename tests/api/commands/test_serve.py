"""`serve` starts only where it can keep what it promises, and stops when it is told to."""

import signal
import subprocess
from pathlib import Path

import pytest

from api.embedded.ports import free_ports
from tests.api.commands.process import answers, environment, log_lines, run, started


def refused(folder: Path, **settings: object) -> subprocess.CompletedProcess[str]:
    """A start that is refused: exit code 1, a text in place of a stack trace, and nothing that could be asked."""
    port = free_ports(1)[0]
    ended = run("serve", env=environment(folder, PORT=port, **settings))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Traceback" not in ended.stderr
    assert not answers(port, "/healthz")
    return ended


def test_in_production_every_setting_that_is_missing_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path).stderr
    for name in (
        "MONGODB_URI",
        "REINTEGRATIEPLAN_ISSUERS",
        "REINTEGRATIEPLAN_ORGANISATIONS",
        "REINTEGRATIEPLAN_VERSION_KEYS",
    ):
        assert f"  {name}: verplicht in productie; verwacht " in said


def test_a_standalone_server_is_refused_with_the_command_that_mends_it(standalone_uri: str, tmp_path: Path) -> None:
    said = refused(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI=standalone_uri).stderr
    assert "mongod --replSet rs0, daarna eenmalig rs.initiate()" in said


def test_a_server_that_cannot_be_reached_is_refused(unreachable_uri: str, tmp_path: Path) -> None:
    said = refused(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI=unreachable_uri).stderr
    assert "Controleer MONGODB_URI" in said


def test_an_address_that_is_none_is_refused_without_showing_it(tmp_path: Path) -> None:
    # An address may hold a password.
    said = refused(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI="https://beheer:geheim@db").stderr
    assert "MONGODB_URI: " in said
    assert "geheim" not in said


def test_an_empty_address_is_none(tmp_path: Path) -> None:
    assert "MONGODB_URI: verplicht in productie" in refused(tmp_path, MONGODB_URI="").stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(
    number: signal.Signals, mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    port = free_ports(1)[0]
    env = environment(
        tmp_path,
        REINTEGRATIEPLAN_MODE="development",
        REINTEGRATIEPLAN_DATABASE=database_name,
        MONGODB_URI=mongodb_uri,
        PORT=port,
    )
    with started("serve", env=env, folder=tmp_path / "output") as running:
        running.wait_until(lambda: answers(port))
        running.end(number)
        assert not answers(port, "/healthz")
        assert running.output == ""
        assert [line for line in log_lines(running.errors) if line["level"] == "error"] == []
