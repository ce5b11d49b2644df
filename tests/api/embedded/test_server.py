import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

import api
from api.embedded.binary import find_mongod
from api.embedded.errors import DataFolderInUse, EmbeddedMongoError, MongodFailedError, PortInUseError
from api.embedded.ports import free_ports
from api.embedded.server import EmbeddedMongo

ROOT = Path(api.__file__).parents[1]
CACHE_GB = 0.25


def embedded(folder: Path, port: int | None = None, replica_set: str = "rs0") -> EmbeddedMongo:
    return EmbeddedMongo(folder, port, replica_set, cache_gb=CACHE_GB)


def connect(uri: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri)


def write(uri: str, number: int) -> None:
    with connect(uri) as client:
        client.test.kept.insert_one({"_id": number})


def numbers(uri: str) -> list[int]:
    with connect(uri) as client:
        return [document["_id"] for document in client.test.kept.find().sort("_id")]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedMongo]:
    with embedded(tmp_path_factory.mktemp("shared")) as started:
        yield started


def test_transactions_and_change_streams_work(server: EmbeddedMongo) -> None:
    with connect(server.uri) as client, client.test.watched.watch() as changes:
        with client.start_session() as session, session.start_transaction():
            client.test.watched.insert_one({"_id": 1}, session=session)
        assert next(changes)["documentKey"] == {"_id": 1}


def test_values_of_slow_operations_stay_out_of_the_log(server: EmbeddedMongo) -> None:
    with connect(server.uri) as client:
        # Every operation counts as slow from here on; the second half shows that such a line carries the values.
        client.test.command("profile", 0, slowms=-1)
        client.test.people.find_one({"naam": "marker-hidden"})
        client.test.command("profile", 0, slowms=-1, sampleRate=1.0)
        client.test.people.find_one({"naam": "marker-shown"})
        client.test.command("profile", 0, slowms=100, sampleRate=0.0)

    logged = server.log_path.read_text()
    assert "marker-shown" in logged
    assert "marker-hidden" not in logged


def test_a_second_start_on_the_same_folder_is_refused_in_this_process(server: EmbeddedMongo) -> None:
    folder = server.log_path.parent
    with pytest.raises(DataFolderInUse, match=f"proces .* poort {server.port}") as refused:
        embedded(folder).start()

    assert refused.value.folder == folder
    assert refused.value.port == server.port
    assert str(folder) in str(refused.value)
    assert "kies een andere map met DATA_DIR" in str(refused.value)
    assert numbers(server.uri) == []


def test_a_second_start_of_the_same_object_is_refused(server: EmbeddedMongo) -> None:
    with pytest.raises(EmbeddedMongoError, match="al gestart"):
        server.start()


def test_a_port_that_another_server_has_is_named(server: EmbeddedMongo, tmp_path: Path) -> None:
    with pytest.raises(PortInUseError, match=str(server.port)):
        embedded(tmp_path, server.port).start()

    with embedded(tmp_path) as after:
        assert numbers(after.uri) == []


def test_stop_ends_the_server_and_the_data_are_there_on_another_port(tmp_path: Path) -> None:
    first, second = free_ports(2)
    server = embedded(tmp_path, first)
    server.start()
    assert answers(first)
    write(server.uri, 1)
    server.stop()
    server.stop()

    assert not answers(first)
    with pytest.raises(EmbeddedMongoError, match="niet gestart"):
        _ = server.uri
    with embedded(tmp_path, second) as moved:
        assert moved.uri == f"mongodb://127.0.0.1:{second}/?replicaSet=rs0"
        write(moved.uri, 2)
        assert numbers(moved.uri) == [1, 2]


def test_a_killed_server_restarts_on_its_port_with_every_acknowledged_write(tmp_path: Path) -> None:
    with embedded(tmp_path) as server:
        uri, pid = server.uri, server.pid
        write(uri, 1)
        server.kill()
        assert not answers(server.port)

        server.restart()
        assert server.uri == uri
        assert server.pid != pid
        write(uri, 2)
        server.restart()
        assert numbers(uri) == [1, 2]


def test_data_of_another_replica_set_are_refused(tmp_path: Path) -> None:
    with embedded(tmp_path, replica_set="one"):
        pass

    with pytest.raises(MongodFailedError, match="horen bij replicaset one, niet bij two"):
        embedded(tmp_path, replica_set="two").start()


PARENT = """
import sys
from pathlib import Path
from api.embedded.server import EmbeddedMongo
server = EmbeddedMongo(Path(sys.argv[1]), cache_gb=0.25)
server.start()
print(server.uri, server.port, flush=True)
sys.stdin.read()
"""


def test_after_a_kill_of_the_parent_nothing_keeps_running_and_nothing_is_lost(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", PARENT, tmp_path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        uri, port = parent.stdout.readline().split()
        with pytest.raises(DataFolderInUse) as refused:
            embedded(tmp_path).start()
        write(uri, 1)
        parent.send_signal(signal.SIGKILL)

    assert refused.value.pid == parent.pid
    give_up = time.monotonic() + 30
    while answers(int(port)):
        assert time.monotonic() < give_up, "mongod outlived its parent"
        time.sleep(0.05)
    with embedded(tmp_path) as successor:
        assert numbers(successor.uri) == [1]


def test_a_leftover_server_is_stopped_cleanly_before_the_start(tmp_path: Path) -> None:
    with embedded(tmp_path) as server:
        write(server.uri, 1)
    port = free_ports(1)[0]
    leftover = subprocess.Popen(  # noqa: S603  the program under test
        [find_mongod(tmp_path), "--dbpath", tmp_path / "db", "--port", str(port), "--bind_ip", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    try:
        with connect(f"mongodb://127.0.0.1:{port}/?directConnection=true") as client:
            client.admin.command("ping")

        with embedded(tmp_path) as successor:
            assert numbers(successor.uri) == [1]
            assert leftover.wait() == 0
    finally:
        leftover.kill()


def test_a_failed_start_says_why_and_leaves_the_folder_free(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    broken = tmp_path / "db" / "storage.bson"
    broken.write_text("no metadata")
    with pytest.raises(MongodFailedError) as failed:
        embedded(tmp_path).start()

    assert "Unable to read the storage engine metadata file" in str(failed.value)
    assert f"Logboek: {tmp_path / 'mongod.log'}" in str(failed.value)
    broken.unlink()
    with embedded(tmp_path) as mended:
        assert numbers(mended.uri) == []
