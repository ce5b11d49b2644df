"""The application, with its relay at work, over a database of its own."""

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from tests.api.client import Api, running


@dataclass(frozen=True, slots=True)
class Stored:
    """The database, past every view."""

    database: Database[dict[str, Any]]

    def events(self, oin: str) -> list[dict[str, Any]]:
        """The log of one recipient, in order."""
        return list(self.database.gebeurtenissen.find({"ontvanger": oin}, {"_id": 0}, sort=[("volgnummer", 1)]))


@pytest.fixture
def database_name() -> str:
    return f"test_{uuid.uuid4().hex}"


@pytest.fixture
async def api(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Api]:
    """The application over an empty database."""
    async with running(mongodb_uri, database_name, tmp_path) as api:
        yield api


@pytest.fixture
def stored(mongodb_uri: str, database_name: str) -> Iterator[Stored]:
    """The database, which is dropped at the end."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        yield Stored(client[database_name])
        client.drop_database(database_name)
