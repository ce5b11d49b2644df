"""`migreer`: every plan in the schema of now, stopped at any moment and taken up again."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo.database import Database

from api.store.current_schema import current
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.stored_form import apart
from tests.api.commands.process import environment, run, settled, started
from tests.api.store.schema1 import KEYS, stored
from tests.api.store.test_migrating import many

PLANS: Final = 2_500
NOW: Final = {"schemaVersie": SCHEMA_VERSION}


@dataclass(frozen=True)
class Older:
    """A database with plans of schema 1, and the settings that a command finds it by."""

    behind: Database[dict[str, Any]]
    env: dict[str, str]


@pytest.fixture
def older(mongodb_uri: str, database_name: str, tmp_path: Path) -> Iterator[Older]:
    env = environment(
        tmp_path,
        MONGODB_URI=mongodb_uri,
        REINTEGRATIEPLAN_DATABASE=database_name,
        REINTEGRATIEPLAN_MODE="development",
        REINTEGRATIEPLAN_VERSION_KEYS=KEYS,
    )
    with stored(mongodb_uri, database_name) as behind:
        yield Older(behind, env)


def test_killed_halfway_it_leaves_whole_plans_and_the_next_run_does_the_rest(older: Older, tmp_path: Path) -> None:
    plans = many(PLANS)["plannen"]
    older.behind.plannen.insert_many(plans)
    with started("migreer", env=older.env, folder=tmp_path / "run") as running:
        running.wait_until(lambda: older.behind.plannen.count_documents(NOW) > 0)
        running.end(signal.SIGKILL)
    done = settled(lambda: older.behind.plannen.count_documents(NOW))
    assert 0 < done < PLANS
    migrated = {plan["_id"]: apart(current(plan)) for plan in plans}
    as_they_were = {plan["_id"]: plan for plan in plans}
    for document in older.behind.plannen.find():
        known = migrated if document["schemaVersie"] == SCHEMA_VERSION else as_they_were
        assert document == known[document["_id"]]

    said = [run("migreer", env=older.env) for _ in range(2)]
    assert [(end.returncode, end.stderr) for end in said] == [(0, "")] * 2
    assert [end.stdout.splitlines()[-1] for end in said] == [
        f"{PLANS - done} plannen bijgewerkt naar schema {SCHEMA_VERSION}.",
        f"0 plannen bijgewerkt naar schema {SCHEMA_VERSION}.",
    ]
    assert {document["_id"]: document for document in older.behind.plannen.find()} == migrated


def test_plans_that_cannot_be_stored_are_named_by_id_only(older: Older) -> None:
    plans = many(3)["plannen"]
    plans[1]["schulden"] = plans[1]["schulden"] | {"bankrekening": "GEHEIM"}
    older.behind.plannen.insert_many(plans)
    ended = run("migreer", env=older.env)
    assert ended.returncode == 1
    assert plans[1]["_id"] in ended.stderr
    assert f"2 plannen bijgewerkt naar schema {SCHEMA_VERSION}; 1 konden niet" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "GEHEIM" not in ended.stderr + ended.stdout
