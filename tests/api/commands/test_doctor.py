"""What `doctor` finds."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

POLICY, SETTINGS, ORGANISATIONS, KEYS, SERVER = "Beleid", "Instellingen", "Organisaties", "Versiesleutels", "MongoDB"
LOG_KEYS, WEBHOOK_KEYS, LOGS = "Logboeksleutels", "Webhooksleutels", "Logboek"


def examined(folder: Path, **settings: object) -> tuple[int, dict[str, str]]:
    """The exit code, and per subject `goed` or `FOUT` with the text."""
    chosen = {name: str(value) for name, value in settings.items()}
    unset: dict[str, str | None] = {"MONGODB_URI": None}
    ended = CliRunner().invoke(app, ["doctor"], env=unset | {"DATA_DIR": str(folder)} | chosen)
    assert (ended.stderr, type(ended.exception)) == ("", SystemExit if ended.exit_code else type(None))
    # A text of more lines goes on under its subject, further in.
    findings = [found.split("  ", 1) for found in re.split(r"\n(?=goed|FOUT)", ended.stdout.rstrip())]
    return ended.exit_code, {
        subject: f"{verdict} {text}" for verdict, rest in findings for subject, _, text in [rest.partition(": ")]
    }


def test_all_is_well_with_a_suitable_server(mongodb_uri: str, tmp_path: Path) -> None:
    code, found = examined(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI=mongodb_uri)
    assert code == 0
    assert [text.split()[0] for text in found.values()] == ["goed"] * 8
    assert list(found) == [POLICY, SETTINGS, ORGANISATIONS, KEYS, LOG_KEYS, WEBHOOK_KEYS, SERVER, LOGS]
    assert found[SETTINGS] == "goed modus development"
    assert found[SERVER].endswith("replicaset")


def test_without_an_address_the_embedded_server_is_tried(tmp_path: Path) -> None:
    code, found = examined(tmp_path, REINTEGRATIEPLAN_MODE="development")
    assert (code, found[SERVER].split()[0]) == (0, "goed")


def test_a_server_that_cannot_be_reached_is_named_with_its_mend(unreachable_uri: str, tmp_path: Path) -> None:
    code, found = examined(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI=unreachable_uri)
    assert code == 1
    assert found[SERVER].startswith("FOUT")
    assert "MONGODB_URI" in found[SERVER]


def test_a_standalone_server_is_named_with_its_mend(standalone_uri: str, tmp_path: Path) -> None:
    code, found = examined(tmp_path, REINTEGRATIEPLAN_MODE="development", MONGODB_URI=standalone_uri)
    assert code == 1
    assert found[SERVER].startswith("FOUT")
    assert "rs.initiate()" in found[SERVER]


def test_an_organisation_table_that_is_not_there_is_named(mongodb_uri: str, tmp_path: Path) -> None:
    missing = tmp_path / "organisaties.json"
    code, found = examined(
        tmp_path,
        REINTEGRATIEPLAN_MODE="development",
        MONGODB_URI=mongodb_uri,
        REINTEGRATIEPLAN_ORGANISATIONS=missing,
    )
    assert code == 1
    assert found[ORGANISATIONS].startswith("FOUT")
    assert missing.name in found[ORGANISATIONS]
    assert found[SERVER].startswith("goed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "achtduizend"),
        ("MONGODB_URI", "127.0.0.1:27017"),
        ("REINTEGRATIEPLAN_MODE", "proef"),
        ("REINTEGRATIEPLAN_ISSUERS", "https://idp.example"),
        ("REINTEGRATIEPLAN_TOKEN_MAX_LIFETIME", "59"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, tmp_path: Path) -> None:
    code, found = examined(tmp_path, **{"REINTEGRATIEPLAN_MODE": "development", name: value})
    assert (code, list(found)) == (1, [POLICY, SETTINGS])
    assert found[SETTINGS].startswith("FOUT")
    assert f"  {name}: " in found[SETTINGS]
    assert value not in found[SETTINGS]


def test_logs_that_cannot_be_reached_are_named_apart_from_the_plans(
    mongodb_uri: str, unreachable_uri: str, tmp_path: Path
) -> None:
    code, found = examined(
        tmp_path,
        REINTEGRATIEPLAN_MODE="development",
        MONGODB_URI=mongodb_uri,
        REINTEGRATIEPLAN_LOGBOOK_URI=unreachable_uri,
    )
    assert (code, found[SERVER].split()[0], found[LOGS].split()[0]) == (1, "goed", "FOUT")
    assert "REINTEGRATIEPLAN_LOGBOOK_URI" in found[LOGS]


@pytest.mark.parametrize(
    ("variable", "subject"),
    [("REINTEGRATIEPLAN_LOGBOOK_KEYS", LOG_KEYS), ("REINTEGRATIEPLAN_WEBHOOK_KEYS", WEBHOOK_KEYS)],
)
def test_a_file_with_keys_that_cannot_be_used_is_named(
    variable: str, subject: str, mongodb_uri: str, tmp_path: Path
) -> None:
    broken = tmp_path / "sleutels.json"
    broken.write_text('{"geheim": "niet te tonen"}')
    settings = {"REINTEGRATIEPLAN_MODE": "development", "MONGODB_URI": mongodb_uri, variable: broken}
    code, found = examined(tmp_path, **settings)
    assert code == 1
    assert [name for name, text in found.items() if text.startswith("FOUT")] == [subject]
    assert broken.name in found[subject]
    assert "niet te tonen" not in found[subject]
