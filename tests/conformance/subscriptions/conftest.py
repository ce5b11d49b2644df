"""Clients of others, installed by their lock, and a server for them."""

import asyncio
import os
import shutil
import subprocess
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.api.live import Live, serving

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds graphql-ws and graphql-sse."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        assert os.environ.get("CI") != "true", "these clients need node and npm"
        pytest.skip("node and npm are not on this machine")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "subscribe.mjs"):
        shutil.copy(HERE / name, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=300)  # noqa: S603 - npm itself
    assert done.returncode == 0, done.stderr
    return folder


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
