"""The real MongoDB of the test run: one server per run, one database per test."""

import os
import uuid
from collections.abc import Iterator
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.embedded.server import EmbeddedMongo
from api.settings import load_settings

LIBRARY: Final = load_settings(mode="development").mongo_driver
"""The client library that is tested: that of the setting MONGO_DRIVER."""
UNCLOSED_SOCKET: Final = "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
LEAVES_SOCKETS: Final = pytest.mark.filterwarnings(UNCLOSED_SOCKET)
"""For a test whose server is away: a connection that is given up while it is made, PyMongo leaves to garbage collection.
Such a test ends with a collection, so that no other test meets what it left."""


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The connection string of a replica set: the one in MONGODB_URI if that is set, else an embedded server."""
    given = os.environ.get("MONGODB_URI")
    if given:
        yield given
        return
    with EmbeddedMongo(tmp_path_factory.mktemp("mongod"), cache_gb=0.25) as server:
        yield server.uri


@pytest.fixture
def database_name(mongodb_uri: str) -> Iterator[str]:
    """A name that no other test uses; the database is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")
