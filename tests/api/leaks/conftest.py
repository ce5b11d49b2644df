"""The planted plans, made anew for each module, since some of its tests write."""

import random
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.api.client import running
from tests.api.leaks.planted import Planted, plant


@pytest.fixture(scope="module")
async def planted(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Planted]:
    """An application over plans full of markers."""
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, tmp_path_factory.mktemp("planted")) as api:
            yield await plant(api, client, tmp_path_factory.mktemp("alles"), random.Random(20261122))  # noqa: S311 - a fixed seed
        client.drop_database(name)
