"""Two applications for the whole run: `world` holds a rich plan and is only asked, `api` is emptied before every test."""

import logging
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.store.collections import PLANS, RECEIPTS, SNAPSHOTS, SUBSCRIPTIONS, VERSIONS
from tests.api.client import Api, running
from tests.api.graphql.rich_plan import BETROKKENE_SKN, RichPlan, make_rich_plan

PRIVATE: Final = "Geheimzinnig"
"""Stands in every input where a value can; it may come back nowhere."""


@dataclass(frozen=True, slots=True)
class World:
    """The application, its rich plan, and the database behind it, to see that nothing changed."""

    api: Api
    plan: RichPlan
    client: MongoClient[dict[str, Any]]

    def stored(self) -> tuple[dict[str, Any], ...]:
        """Everything that a request can write, as it is stored; the rest of the database is the relay's."""
        database = self.client[self.api.settings.database]
        names = (PLANS, VERSIONS, SNAPSHOTS, RECEIPTS, SUBSCRIPTIONS)
        return tuple(document for name in names for document in database[name].find({}, sort=[("_id", 1)]))


@pytest.fixture(scope="session")
async def world(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The rich plan; tests may not change it."""
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, tmp_path_factory.mktemp("world")) as api:
            plan = await make_rich_plan(api, BETROKKENE_SKN)
            yield World(api, plan, client)
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


@pytest.fixture(scope="session")
async def kept_api(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """One application, started once: its start costs more than most tests."""
    name = f"test_{uuid.uuid4().hex}"
    async with running(mongodb_uri, name, tmp_path_factory.mktemp("kept")) as started:
        yield started
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


@pytest.fixture
def api(kept_api: Api, mongodb_uri: str) -> Api:
    """The application over an empty database."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        database: Any = client[kept_api.settings.database]
        for name in database.list_collection_names():
            database[name].delete_many({})
    kept_api.commands.names.clear()
    return kept_api


@pytest.fixture
def nothing_repeated(world: World, caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Responses that are put here, and whatever was logged, repeat no value; the database is as it was."""
    before = world.stored()
    texts: list[str] = []
    with caplog.at_level(logging.DEBUG, logger="reintegratieplan"):
        yield texts
    logged = "".join(f"{record.getMessage()}{vars(record)}" for record in caplog.records)
    assert all(PRIVATE not in text and PRIVATE.upper() not in text for text in (logged, *texts))
    assert world.stored() == before
