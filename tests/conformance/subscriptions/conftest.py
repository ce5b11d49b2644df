"""Clients of others, installed by their lock, and a server for them."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.api.live import Live, serving
from tests.conformance.node import installed

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds graphql-ws and graphql-sse."""
    return installed(HERE, "subscribe.mjs", tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="module")
async def live(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    """The server."""
    name = f"test_{uuid.uuid4().hex}"
    async with serving(mongodb_uri, name, tmp_path_factory.mktemp("live")) as started:
        yield started
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


@pytest.fixture(autouse=True)
async def _patience() -> AsyncIterator[None]:
    """The limit ends a test that hangs; it is no measure of speed."""
    async with asyncio.timeout(120):
        yield
