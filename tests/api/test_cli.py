"""The commands that need no server: token, schema and matrix."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.graphql.schema import sdl
from tests.api.client import Api
from tests.api.commands.process import environment, run


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONGODB_URI", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def refused(*arguments: str) -> str:
    """What a command that ends with 1 says; nothing on standard output, no exception that Python would show."""
    result = call(*arguments)
    assert (result.exit_code, type(result.exception), result.stdout) == (1, SystemExit, "")
    return result.stderr


async def test_the_token_that_is_printed_is_one_that_the_api_accepts(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(api.settings.data_dir))
    plan_id = await api.register()
    answers = {}
    for persona in ("gemeente-arnhem", "gemeente-utrecht"):
        result = call("token", persona)
        assert (result.exit_code, result.stderr) == (0, "")
        token = result.stdout.removesuffix("\n")
        assert "\n" not in token
        response = await api.http.post(
            "/v1/graphql",
            json={"query": f'{{ plan(id: "{plan_id}") {{ versie }} }}'},
            headers={"Authorization": f"Bearer {token}"},
        )
        answers[persona] = response.json()
    assert answers == {
        "gemeente-arnhem": {"data": {"plan": {"versie": 1}}},
        "gemeente-utrecht": {"data": {"plan": None}},
    }


async def test_the_token_carries_the_doelen_that_were_asked(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(api.settings.data_dir))
    plan_id = await api.register()
    question = f'{{ plan(id: "{plan_id}") {{ overleg {{ motivatie }} }} }}'
    statuses = []
    for doelen in ((), ("--doel", "ESSENTIELE_VOORWAARDEN", "--doel", "OVERLEG_INZET")):
        token = call("token", "gemeente-arnhem", *doelen).stdout.strip()
        response = await api.http.post(
            "/v1/graphql", json={"query": question}, headers={"Authorization": f"Bearer {token}"}
        )
        statuses.append(response.status_code)
    assert statuses == [403, 200]


def test_an_unknown_persona_is_refused_with_all_that_there_are() -> None:
    said = refused("token", "piet")
    assert "onbekende persona; kies uit: casemanager-arnhem, " in said
    assert "gemeente-utrecht" in said


@pytest.mark.parametrize("doel", ["BEHEER", "NIETS"])
def test_a_doel_that_a_persona_may_not_ask_is_refused_with_those_it_may(doel: str) -> None:
    said = refused("token", "gemeente-arnhem", "--doel", doel)
    allowed = "toegestaan zijn: ESSENTIELE_VOORWAARDEN, ORGANISEREN_ZORG, OVERLEG_INZET"
    assert said == f"gemeente-arnhem mag niet alle gevraagde doelen vragen; {allowed}\n"


def test_beside_a_real_issuer_no_token_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REINTEGRATIEPLAN_ISSUERS", '{"https://idp.example": "https://idp.example/jwks"}')
    assert "REINTEGRATIEPLAN_ISSUERS" in refused("token", "gemeente-arnhem")
    assert list(tmp_path.iterdir()) == []


def test_as_a_process_a_refusal_is_one_line_without_a_stack_trace(tmp_path: Path) -> None:
    ended = run("token", "piet", env=environment(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("onbekende persona")
    assert ended.stderr.count("\n") == 1


def test_the_schema_is_the_one_that_the_api_serves() -> None:
    result = call("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == sdl()


def test_the_matrix_as_csv_has_a_line_per_right() -> None:
    rows = list(csv.DictReader(call("matrix", "--formaat", "csv").stdout.splitlines()))
    gemeente = {
        row["pad"]: row["recht"]
        for row in rows
        if (row["organisatie"], row["rol"], row["relatie"]) == ("GEMEENTE", "NAZORGCOORDINATOR", "HERKOMST")
        and (row["doel"], row["fase"]) == ("ESSENTIELE_VOORWAARDEN", "DETENTIE")
    }
    assert gemeente["onderdak.hulpvraag"] == "W"
    assert gemeente["betrokkene.burgerservicenummer"] == "R"
    assert "betrokkene.sknNummer" not in gemeente


def test_the_matrix_as_markdown_has_a_row_per_field() -> None:
    lines = call("matrix").stdout.splitlines()
    assert lines[0].startswith("# Autorisatiematrix, revisie ")
    assert "## onderdak" in lines
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    header = next(row for row in cells if row[0] == "veld")
    skn = dict(zip(header, next(row for row in cells if row[0] == "betrokkene.sknNummer"), strict=True))
    assert skn["DJI CASEMANAGER (EIGEN_PI)"] == "W"
    assert skn["GEMEENTE NAZORGCOORDINATOR (HERKOMST)"] == "–"


def test_the_matrix_is_the_same_in_every_process(tmp_path: Path) -> None:
    # Python's own order of sets differs with this seed.
    written = [
        run("matrix", "--formaat", "csv", env=environment(tmp_path, PYTHONHASHSEED=seed)).stdout for seed in (1, 2)
    ]
    assert written[0] == written[1] != ""


def test_without_a_command_the_commands_are_listed() -> None:
    said = call().output
    for name in ("serve", "dev", "token", "seed", "schema", "matrix", "doctor"):
        assert name in said
