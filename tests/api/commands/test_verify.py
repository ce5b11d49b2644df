"""`verify`: says what is wrong and where, never a value, and its exit status tells."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient

from api.store.driver import Database
from api.store.ledger import History
from api.store.server_check import open_database
from api.store.verifying import PLANS_AT_ONCE
from plan_schema.plan import PLAN
from tests.api.commands.process import environment, run
from tests.api.store.histories import KEYS, history, store
from tests.mongod import LIBRARY

if TYPE_CHECKING:
    from subprocess import CompletedProcess


@dataclass(frozen=True)
class Installation:
    """A database, and the command on it with the keys that its plans were signed with."""

    uri: str
    name: str
    folder: Path

    def run(self, *arguments: str, **settings: object) -> "CompletedProcess[str]":
        keys = self.folder / "sleutels.json"
        encoded = {name: b64encode(key).decode() for name, key in KEYS.keys.items()}
        keys.write_text(json.dumps({"actief": KEYS.active, "sleutels": encoded}))
        chosen = {
            "REINTEGRATIEPLAN_MODE": "development",
            "MONGODB_URI": self.uri,
            "REINTEGRATIEPLAN_DATABASE": self.name,
            "REINTEGRATIEPLAN_VERSION_KEYS": keys,
        }
        return run(*arguments, env=environment(self.folder, **(chosen | settings)))

    def store(self, *histories: History) -> None:
        async def work() -> None:
            database = Database(self.uri, self.name, library=LIBRARY)
            await open_database(database, PLAN)
            await store(database, *histories)
            await database.close()

        asyncio.run(work())


@pytest.fixture
def installation(mongodb_uri: str, database_name: str, tmp_path: Path) -> Installation:
    """An empty database."""
    return Installation(mongodb_uri, database_name, tmp_path)


@pytest.fixture
def raw(mongodb_uri: str, database_name: str) -> Iterator[Any]:
    """The database for who tampers with it."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        yield client[database_name]


def test_everything_is_verified_and_each_finding_is_a_line(installation: Installation, raw: Any) -> None:
    plans = [history(2) for _ in range(PLANS_AT_ONCE + 1)]
    installation.store(*plans)
    ids = sorted(plan.document["_id"] for plan in plans)
    good = installation.run("verify")
    last = f"{len(plans)} plannen, {2 * len(plans)} versies en 0 certificaten gecontroleerd, "
    assert (good.returncode, good.stdout) == (0, f"{last}0 bevindingen.\n")
    assert f"{len(plans)}/{len(plans)}" in good.stderr

    raw.versies.update_one({"planId": ids[0], "nummer": 2}, {"$set": {"toelichting": "Jansen"}})
    raw.plannen.update_one({"_id": ids[-1]}, {"$set": {"onderdak.toelichting": "Jansen"}})
    raw.versies.insert_one({"planId": 3, "nummer": 1, "toelichting": "Jansen"})
    raw.vernietigingen.insert_one({"_id": "x", "nummer": 1, "planId": "Jansen", "tijdstip": None})
    bad = installation.run("verify")
    *found, summary = bad.stdout.splitlines()
    assert bad.returncode == 1
    assert summary.endswith(f"1 certificaten gecontroleerd, {len(found)} bevindingen.")
    assert {
        f"plan {ids[0]}, versie 2: de inhoud is gewijzigd: de hash klopt niet",
        f"plan {ids[-1]}: het document wijkt af van de versies, in: onderdak",
        "onbekend plan: een versie hoort bij geen enkel plan",
        "onbekend plan: certificaat 1: de inhoud is gewijzigd: de hash klopt niet",
    } <= set(found)
    assert "Jansen" not in bad.stdout + bad.stderr

    for plan_id, code in ((ids[0], 1), (ids[1], 0)):
        alone = installation.run("verify", "--plan", plan_id)
        assert alone.returncode == code
        assert alone.stdout.splitlines()[-1].startswith("1 plannen, 2 versies ")


def test_a_plan_of_which_nothing_is_stored_is_no_success(installation: Installation) -> None:
    installation.store(history(1))
    ended = installation.run("verify", "--plan", "x")
    assert (ended.returncode, ended.stdout) == (
        1,
        "0 plannen, 0 versies en 0 certificaten gecontroleerd, 0 bevindingen.\n",
    )


def test_a_server_that_does_not_answer_is_said(installation: Installation, unreachable_uri: str) -> None:
    ended = installation.run("verify", MONGODB_URI=unreachable_uri + "&serverSelectionTimeoutMS=500")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "niet bereikbaar" in ended.stderr
    assert "Traceback" not in ended.stderr
