"""A store behind the application's back: the database as the product opens it, and as somebody who tampers with it does."""

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from bson.codec_options import CodecOptions
from pymongo import MongoClient

from api.store.driver import Database
from api.store.server_check import open_database
from plan_schema.plan import PLAN
from tests.mongod import LIBRARY

Raw = Any
"""A pymongo database: what tests do to it has no types."""


@pytest.fixture(scope="module")
def raw(mongodb_uri: str) -> Iterator[Raw]:
    """The database for who tampers with it."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        name = f"test_{uuid.uuid4().hex}"
        yield client.get_database(name, codec_options=CodecOptions(tz_aware=True))
        client.drop_database(name)


@pytest.fixture
async def database(mongodb_uri: str, raw: Raw) -> AsyncIterator[Database]:
    """The same database as the product opens it, empty."""
    for name in raw.list_collection_names():
        raw[name].delete_many({})
    opened = Database(mongodb_uri, raw.name, library=LIBRARY)
    await open_database(opened, PLAN)
    yield opened
    await opened.close()
