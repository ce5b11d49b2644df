"""`audit`: what the FG asks the logs, and that his asking is in them."""

import asyncio
import json
import secrets
import shutil
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from api.app import now
from api.cli import app
from policies.table import TABLES
from tests.api.client import Api, running
from tests.api.commands.process import environment
from tests.api.graphql.rich_plan import ARNHEM, PI_ARNHEM

DJI: Final = "00000099100000000000"
FIELD: Final = "onderdak.hulpvraag"
PLAN: Final = "query ($id: ID!) { plan(id: $id) { versie onderdak { hulpvraag } } }"
REFUSED: Final = "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }"
ASKER: Final = ("--gebruiker", "fg-7", "--reden", "verzoek om inzage")
ABSENT: Final = "018f0000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Audited:
    """A plan of two versions that two organisations read, and the command on its logs."""

    api: Api
    uri: str
    plan_id: str
    traces: dict[str, str]

    def run(self, *arguments: str, **settings: object) -> Result:
        chosen = {
            "REINTEGRATIEPLAN_MODE": "development",
            "MONGODB_URI": self.uri,
            "REINTEGRATIEPLAN_DATABASE": self.api.settings.database,
            "REINTEGRATIEPLAN_OIN": DJI,
        }
        env = environment(self.api.settings.data_dir, **(chosen | settings))
        # Not a process of its own each time: starting one costs more than the question.
        return CliRunner().invoke(app, ["audit", *arguments], env=env)

    def rows(self, *arguments: str, **settings: object) -> list[dict[str, Any]]:
        ended = self.run(*arguments, *ASKER, "--json", **settings)
        assert (ended.exit_code, ended.stderr) == (0, "")
        found: list[dict[str, Any]] = json.loads(ended.stdout)
        return found

    def records(self) -> list[dict[str, Any]]:
        """What reading the logs left in them."""
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.uri) as client:
            collection: Any = client[f"{self.api.settings.database}_logboek"].logboek
            return list(collection.find({"$or": [{"name": "audit"}, {"bewerking.velden": "audit"}]}))


@pytest.fixture(scope="module")
async def audited(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Audited]:
    name = f"test_{uuid.uuid4().hex}"
    async with running(mongodb_uri, name, tmp_path_factory.mktemp("audit")) as api:
        plan_id = await api.register()
        traces = {}
        for what, persona, query, status in (
            ("first", "gemeente-arnhem", PLAN, 200),
            ("refused", "gemeente-arnhem", REFUSED, 403),
            ("second", "casemanager-arnhem", PLAN, 200),
        ):
            if what == "second":
                await api.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"hulpvraag": "een woning"}})
            traces[what] = secrets.token_hex(16)
            headers = {"traceparent": f"00-{traces[what]}-00f067aa0ba902b7-01"}
            assert (await api.ask(persona, query, headers=headers, id=plan_id)).status_code == status
        yield Audited(api, mongodb_uri, plan_id, traces)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


def test_who_received_a_field_in_a_version(audited: Audited) -> None:
    everybody = audited.rows("ontvangers", audited.plan_id, FIELD)
    assert [(row["organisatie"], row["versies"], row["spoor"]) for row in everybody] == [
        (ARNHEM, [1], audited.traces["first"]),
        (PI_ARNHEM, [2], audited.traces["second"]),
    ]
    assert [row["naam"] for row in everybody] == ["Gemeente Arnhem", "DJI PI Arnhem"]
    assert audited.rows("ontvangers", audited.plan_id, FIELD, "--versie", "2") == everybody[1:]
    assert audited.rows("ontvangers", audited.plan_id, "schulden") == []
    assert audited.rows("ontvangers", ABSENT, FIELD) == []


def test_what_was_done_with_a_plan_in_a_period(audited: Audited) -> None:
    done = audited.rows("verwerkingen", audited.plan_id)
    own = [row for row in done if row["vraag"] != "audit"]
    assert [(row["vraag"], row["handeling"], row["organisatie"], row["status"]) for row in own] == [
        ("registreerDetentie", "VERZAMELEN", PI_ARNHEM, "Ok"),
        ("plan", "VERSTREKKEN", ARNHEM, "Ok"),
        ("wijzigPlan", "WIJZIGEN", PI_ARNHEM, "Ok"),
        ("plan", "RAADPLEGEN", PI_ARNHEM, "Ok"),
    ]
    assert own[1]["gelezen"] == {"1": [FIELD]}
    assert own[2]["geschreven"] == {"2": [FIELD]}
    today = now().date()
    for first, last, some in (
        (today - timedelta(days=1), today + timedelta(days=1), True),
        (today + timedelta(days=2), None, False),
        (None, today - timedelta(days=2), False),
    ):
        asked = ["verwerkingen", audited.plan_id]
        asked += ["--van", f"{first}"] if first else []
        asked += ["--tot", f"{last}"] if last else []
        assert bool(audited.rows(*asked)) is some


def test_a_decision_is_taken_again(audited: Audited, tmp_path: Path) -> None:
    [same] = audited.rows("besluit", audited.traces["first"])
    assert same["toegestaan"] is same["zelfdeOordeel"] is True
    assert same["revisie"] == same["revisieNu"]
    assert (same["organisatieSoort"], same["vragen"]) == ("GEMEENTE", ["plan"])
    [refused] = audited.rows("besluit", audited.traces["refused"])
    assert (refused["toegestaan"], refused["zelfdeOordeel"]) == (False, True)
    assert refused["codes"] == ["unauthorizedField"]

    shutil.copytree(TABLES, tmp_path / "beleid")
    table = tmp_path / "beleid" / "gemeente.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if "onderdak" not in line), "utf-8")
    [other] = audited.rows("besluit", audited.traces["first"], REINTEGRATIEPLAN_POLICIES=tmp_path / "beleid")
    assert other["zelfdeOordeel"] is False
    assert f"LEZEN {FIELD}" in other["nuGeweigerd"]
    assert other["nuToegestaan"] == []
    assert other["revisie"] == same["revisie"] != other["revisieNu"]


def test_reading_the_logs_is_in_the_logs(audited: Audited) -> None:
    before = {record["_id"] for record in audited.records()}
    audited.rows("ontvangers", audited.plan_id, FIELD)
    fresh = [record for record in audited.records() if record["_id"] not in before]
    assert len({record["trace_id"] for record in fresh}) == 1
    [who] = [record for record in fresh if record["soort"] == "audit"]
    assert who["wie"] == {
        "organisatie": DJI,
        "organisatieSoort": "DJI",
        "rol": "FUNCTIONARIS_GEGEVENSBESCHERMING",
        "gebruiker": "fg-7",
        "client": "reintegratieplan audit",
    }
    assert (who["vraag"], who["reden"]) == ("ontvangers", "verzoek om inzage")
    looked = [record for record in fresh if record["soort"] == "verwerking" and "planId" in record]
    assert [(record["planId"], record["handeling"], record["gelezen"]) for record in looked] == [
        (audited.plan_id, "RAADPLEGEN", [])
    ]
    # Who asks over GraphQL what was done with the plan sees it, and not who it was.
    assert "beslissing" not in {record["soort"] for record in fresh}
    assert all("fg-7" not in str(record) for record in fresh if record["soort"] != "audit")


async def test_the_interface_shows_it_too(audited: Audited) -> None:
    # The command has an event loop of its own.
    await asyncio.to_thread(audited.rows, "verwerkingen", audited.plan_id)
    query = "query ($id: ID!) { verwerkingen(planId: $id, first: 100) { handeling activiteit organisatie gelezen { versie } } }"
    shown = (await audited.api.data("fg", query, id=audited.plan_id))["verwerkingen"]
    assert {
        "handeling": "RAADPLEGEN",
        "activiteit": "urn:nld:re-integratieplan:verwerkingsactiviteit:audit:raadplegen",
        "organisatie": DJI,
        "gelezen": [],
    } in shown


def test_people_read_a_table(audited: Audited) -> None:
    shown = audited.run("ontvangers", audited.plan_id, FIELD, *ASKER)
    assert shown.exit_code == 0
    assert "Gemeente Arnhem" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "2 gevonden."
    decided = audited.run("besluit", audited.traces["refused"], *ASKER)
    assert "zelfdeOordeel" in decided.stdout
    assert "GEMEENTE" in decided.stdout
    assert audited.run("ontvangers", ABSENT, FIELD, *ASKER).stdout == "0 gevonden.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("verwerkingen", ABSENT), 2, "--gebruiker"),
        (("verwerkingen", ABSENT, "--gebruiker", "fg-7"), 2, "--reden"),
        (("verwerkingen", ABSENT, "--gebruiker", "Jan Jansen", "--reden", "verzoek"), 1, "pseudoniem"),
        (("verwerkingen", ABSENT, "--gebruiker", "999990342", "--reden", "verzoek"), 1, "pseudoniem"),
        (("verwerkingen", ABSENT, "--gebruiker", "fg-7", "--reden", "over 999990342"), 1, "--reden"),
        (("verwerkingen", "999990342", *ASKER), 1, "PLAN"),
        (("ontvangers", ABSENT, "bestaat.niet", *ASKER), 1, "VELD"),
        (("verwerkingen", ABSENT, "--van", "2026-02-01", "--tot", "2026-01-01", *ASKER), 1, "--tot"),
        (("besluit", "x", *ASKER), 1, "SPOOR"),
        (("besluit", "0" * 31 + "1", *ASKER), 1, "geen beslissing"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    audited: Audited, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = len(audited.records())
    ended = audited.run(*arguments)
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "999990342" not in ended.stderr
    assert len(audited.records()) == before


def test_only_the_holder_of_the_plans_reads_and_only_what_can_be_logged(audited: Audited, unreachable_uri: str) -> None:
    for oin in (ARNHEM, ""):
        ended = audited.run("verwerkingen", audited.plan_id, *ASKER, REINTEGRATIEPLAN_OIN=oin)
        assert (ended.exit_code, ended.stdout) == (1, "")
        assert "REINTEGRATIEPLAN_OIN" in ended.stderr
    away = f"{unreachable_uri}&serverSelectionTimeoutMS=300"
    settings: dict[str, object] = {
        "REINTEGRATIEPLAN_LOGBOOK_URI": away,
        "REINTEGRATIEPLAN_LOGBOOK_READER_URI": audited.uri,
        "REINTEGRATIEPLAN_LOGBOOK_TIMEOUT": 0.5,
    }
    ended = audited.run("verwerkingen", audited.plan_id, *ASKER, **settings)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "zonder vastlegging" in ended.stderr
