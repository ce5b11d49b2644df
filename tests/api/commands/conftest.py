"""Servers that the commands must refuse."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from api.embedded.binary import find_mongod
from api.embedded.ports import free_ports


@pytest.fixture(scope="session")
def standalone_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `mongod` that is no replica set."""
    folder = tmp_path_factory.mktemp("standalone")
    (folder / "db").mkdir()
    port = free_ports(1)[0]
    server = subprocess.Popen(  # noqa: S603 - the program of this machine
        [find_mongod(folder), "--dbpath", folder / "db", "--port", str(port), "--bind_ip", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    try:
        uri = f"mongodb://127.0.0.1:{port}/"
        client: MongoClient[dict[str, Any]]
        with MongoClient(uri) as client:
            client.admin.command("ping")
        yield uri
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def unreachable_uri() -> str:
    """An address on which nothing listens."""
    return f"mongodb://127.0.0.1:{free_ports(1)[0]}/?replicaSet=rs0"
