"""Bringing every plan to the schema of now, beside others that write."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pymongo.database
import pytest
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.store.current_schema import current
from api.store.driver import Database
from api.store.migrating import BATCH, Migrator
from api.store.scribe import replay
from api.store.versions import read
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.stored_form import apart, together
from plan_schema.values import value_at
from tests.api.client import Api, running
from tests.api.store.schema1 import KEYS, LAST, PLAN, Records, records, stored
from tests.mongod import LIBRARY

PLANS: Final = 3 * BATCH
GEMEENTE: Final = "gemeente-arnhem"


def many(number: int) -> Records:
    """The same plan as often as asked, each of another person and with its own versions (not signed anew)."""
    given = records()
    plan = next(document for document in given["plannen"] if document["_id"] == PLAN)
    ids = [f"{PLAN[:-12]}{count:012x}" for count in range(number)]
    return {
        "plannen": [
            plan | {"_id": plan_id, "betrokkene": plan["betrokkene"] | {"sknNummer": f"{count:07}"}}
            for count, plan_id in enumerate(ids)
        ],
        "versies": [
            record | {"planId": plan_id} for plan_id in ids for record in given["versies"] if record["planId"] == PLAN
        ],
    }


@pytest.fixture
async def api(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Api]:
    with stored(mongodb_uri, database_name) as behind:
        for collection, documents in many(PLANS).items():
            behind[collection].insert_many(documents)
    async with running(mongodb_uri, database_name, tmp_path, version_keys=KEYS) as started:
        yield started


@pytest.fixture
async def database(mongodb_uri: str, database_name: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, database_name, library=LIBRARY)
    yield opened
    await opened.close()


async def test_every_plan_is_migrated_once_and_as_a_read_would(
    api: Api, database: Database, mongodb_uri: str, database_name: str
) -> None:
    with stored(mongodb_uri, database_name) as behind:
        before = {document["_id"]: document for document in behind.plannen.find()}
        versions = list(behind.versies.find())
        assert await Migrator(database).pending() == PLANS
        assert [number async for number in Migrator(database).run()] == [BATCH] * 3
        assert {document["_id"]: document for document in behind.plannen.find()} == {
            plan_id: apart(current(document)) for plan_id, document in before.items()
        }
        assert list(behind.versies.find()) == versions
    assert await Migrator(database).pending() == 0
    assert [number async for number in Migrator(database).run()] == []


async def test_beside_writers_nothing_that_was_acknowledged_is_lost(
    api: Api, database: Database, mongodb_uri: str, database_name: str
) -> None:
    written: dict[str, str] = {}

    async def write(worker: int) -> None:
        for count in range(worker, PLANS, 16):
            plan_id = f"{PLAN[:-12]}{count:012x}"
            outcome = await api.change(GEMEENTE, plan_id, LAST, {"werkEnInkomen": {"vog": "AANGEVRAAGD"}})
            assert outcome["__typename"] == "PlanGewijzigd"
            written[plan_id] = "AANGEVRAAGD"

    async def migrate() -> int:
        return sum([number async for number in Migrator(database).run()])

    writing = [asyncio.create_task(write(worker)) for worker in range(8)]
    done = await migrate()
    await asyncio.gather(*writing)
    done += await migrate()
    with stored(mongodb_uri, database_name) as behind:
        assert behind.plannen.count_documents({"schemaVersie": SCHEMA_VERSION}) == PLANS
        assert 0 < done <= PLANS
        for document in behind.plannen.find():
            found = list(behind.versies.find({"planId": document["_id"]}, sort=[("nummer", 1)]))
            assert len(found) == document["versie"] == LAST + (document["_id"] in written)
            assert value_at(document, "werkEnInkomen.vog") == written.get(document["_id"])
            state: dict[str, Any] = replay([read(record) for record in found])
            assert state | {"betrokkene": together(document)["betrokkene"]} == together(document)
    assert len(written) == PLANS // 2


class _Between(CommandListener):
    """Somebody else who writes just before the first update is sent."""

    def __init__(self, behind: pymongo.database.Database[dict[str, Any]]) -> None:
        self._behind = behind
        self.wrote: str | None = None

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "update" and self.wrote is None:
            self.wrote = event.command["updates"][0]["q"]["_id"]
            change = {"versie": LAST + 1, "werkEnInkomen.vog": "AANGEVRAAGD"}
            self._behind.plannen.update_one({"_id": self.wrote}, {"$set": change}, bypass_document_validation=True)

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


async def test_a_plan_that_was_written_in_between_is_read_again(api: Api, mongodb_uri: str, database_name: str) -> None:
    with stored(mongodb_uri, database_name) as behind:
        other = _Between(behind)
        database = Database(mongodb_uri, database_name, listeners=[other], library=LIBRARY)
        try:
            # The first round leaves it, the second finds it.
            assert [number async for number in Migrator(database).run()] == [BATCH - 1, BATCH, BATCH, 1]
        finally:
            await database.close()
        found = behind.plannen.find_one({"_id": other.wrote})
    assert found is not None
    assert (found["versie"], found["schemaVersie"]) == (LAST + 1, SCHEMA_VERSION)
    assert (found["werkEnInkomen"]["vog"], found["werkEnInkomen"]["bankrekening"]) == ("AANGEVRAAGD", "JA")


async def test_a_plan_that_the_database_does_not_accept_is_named_and_the_others_are_done(
    api: Api, database: Database, mongodb_uri: str, database_name: str
) -> None:
    with stored(mongodb_uri, database_name) as behind:
        odd = f"{PLAN[:-12]}{7:012x}"
        # A value that no release ever let in: the migration moves it, and the validator refuses it where it comes.
        behind.plannen.update_one(
            {"_id": odd}, {"$set": {"schulden.bankrekening": "MISSCHIEN"}}, bypass_document_validation=True
        )
        migrator = Migrator(database)
        assert sum([number async for number in migrator.run()]) == PLANS - 1
        assert migrator.refused == {odd}
        assert [document["_id"] for document in behind.plannen.find({"schemaVersie": 1})] == [odd]
