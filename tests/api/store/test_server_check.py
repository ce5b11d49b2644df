"""A server that cannot keep what this product promises is refused, with the mend."""

import gc
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.embedded.binary import find_mongod
from api.embedded.ports import free_ports
from api.store.driver import Database
from api.store.server_check import UnsuitableServer, check_server
from tests.mongod import LEAVES_SOCKETS, LIBRARY


@pytest.fixture
def standalone(tmp_path: Path) -> Iterator[str]:
    port = free_ports(1)[0]
    program = find_mongod(tmp_path)
    folder = tmp_path / "db"
    folder.mkdir()
    command: list[str | Path] = [
        program,
        "--dbpath",
        folder,
        "--port",
        str(port),
        "--bind_ip",
        "127.0.0.1",
        "--wiredTigerCacheSizeGB",
        "0.25",
    ]
    with (tmp_path / "mongod.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:  # noqa: S603 - our own program and arguments
        try:
            yield f"mongodb://127.0.0.1:{port}"
        finally:
            server.terminate()


@LEAVES_SOCKETS
async def test_a_standalone_server_is_refused_with_the_mend(standalone: str) -> None:
    database = Database(standalone, "test", timeout_ms=20_000, library=LIBRARY)
    try:
        with pytest.raises(
            UnsuitableServer, match=r"standalone.*mongod --replSet rs0, daarna eenmalig rs\.initiate\(\)"
        ):
            await check_server(database)
    finally:
        await database.close()
        gc.collect()


@LEAVES_SOCKETS
async def test_a_server_that_is_not_there_is_refused_with_the_mend() -> None:
    database = Database(
        f"mongodb://iemand:geheim@127.0.0.1:{free_ports(1)[0]}", "test", timeout_ms=200, library=LIBRARY
    )
    try:
        with pytest.raises(UnsuitableServer, match=r"is niet bereikbaar.*Controleer MONGODB_URI") as refusal:
            await check_server(database)
    finally:
        await database.close()
        gc.collect()
    assert "geheim" not in str(refusal.value)


async def test_a_replica_set_is_accepted(mongodb_uri: str) -> None:
    database = Database(mongodb_uri, "test", library=LIBRARY)
    try:
        assert int((await check_server(database)).partition(".")[0]) >= 6
    finally:
        await database.close()
