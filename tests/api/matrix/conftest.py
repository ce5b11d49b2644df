"""The application that publishes the matrix, started once: it is only asked."""

import uuid
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import orjson
import pytest
from pymongo import MongoClient

from plan_schema.plan import PATHS, PLAN
from policies.matrix import as_json
from policies.policy import Policy
from tests.api.client import Api, running


@pytest.fixture(scope="session")
async def published(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """The application over an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    async with running(mongodb_uri, name, tmp_path_factory.mktemp("matrix")) as started:
        yield started
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        client.drop_database(name)


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy of the house; its rows hold on every day."""
    return Policy.load(PLAN, date(2026, 7, 1))


@pytest.fixture(scope="session")
def whole(policy: Policy) -> Any:
    """The matrix of the house as the command writes it in JSON."""
    return orjson.loads(as_json(policy, PATHS))
