"""What waits in the store, as operators see it."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from uuid6 import UUID as UUID6

from api.store.backlog import Backlog
from api.store.collections import DELIVERIES, OUTBOX
from api.store.driver import Database
from api.store.subscriptions import DEAD, WAITING


@pytest.fixture
async def backlog(mongodb_uri: str, database_name: str) -> AsyncIterator[Backlog]:
    database = Database(mongodb_uri, database_name)
    yield Backlog(database)
    await database.close()


def _id(age: timedelta) -> str:
    """An id as it was made so long ago."""
    milliseconds = int((datetime.now(UTC) - age).timestamp() * 1_000)
    return str(UUID6(int=(milliseconds << 80) | (uuid.uuid4().int & ((1 << 80) - 1)), version=7))


async def test_nothing_waits_in_an_empty_store(backlog: Backlog) -> None:
    assert await backlog.look() == (0.0, 0, 0)


async def test_the_oldest_change_counts_and_deliveries_are_counted_by_how_they_stand(
    backlog: Backlog, mongodb_uri: str, database_name: str
) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        database: Any = client[database_name]
        ages = (timedelta(seconds=5), timedelta(minutes=10), timedelta(0))
        database[OUTBOX].insert_many({"_id": _id(age), "planId": "p"} for age in ages)
        states = (WAITING, WAITING, DEAD, "AFGELEVERD", "AFGELEVERD")
        database[DELIVERIES].insert_many({"_id": str(number), "stand": state} for number, state in enumerate(states))
    age, waiting, dead = await backlog.look()
    assert 600 <= age < 660
    assert (waiting, dead) == (2, 1)
