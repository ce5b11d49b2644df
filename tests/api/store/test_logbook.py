"""A user of the logs as k8s/README.md makes him: he adds, and he cannot look, change or take away."""

import re
import secrets
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from api.embedded.binary import find_mongod
from api.embedded.ports import free_ports
from api.logbook.reading import Logbook
from api.store.driver import Database, NotPermitted
from api.store.logbook import FIELD_SETS, RECORDS, LogStore
from api.store.server_check import UnsuitableServer
from tests.mongod import LIBRARY

README: Final = Path(__file__).parents[3] / "k8s" / "README.md"
NAME: Final = "reintegratieplan_logboek"
PASSWORD: Final = secrets.token_hex(8)


def actions(role: str) -> list[str]:
    """What a role in the README may do."""
    [found] = re.findall(rf'role: "{role}", roles.*?actions: \[(.*?)\]', README.read_text("utf-8"), re.DOTALL)
    return re.findall(r'"(\w+)"', found)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses on a real server that knows users: of its administrator, and of who writes the logs."""
    folder = tmp_path_factory.mktemp("guarded")
    port = free_ports(1)[0]
    (folder / "db").mkdir()
    key = folder / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    command: list[str | Path] = [
        find_mongod(folder),
        "--dbpath",
        folder / "db",
        "--port",
        str(port),
        "--bind_ip",
        "127.0.0.1",
        "--replSet",
        "rs0",
    ]
    server = subprocess.Popen([*command, "--keyFile", key], stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    client: MongoClient[dict[str, Any]]
    try:
        with MongoClient("127.0.0.1", port, directConnection=True) as client:
            member = {"_id": 0, "host": f"127.0.0.1:{port}"}
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
        with MongoClient("127.0.0.1", port, replicaSet="rs0") as client:
            client.admin.command("createUser", "root", pwd=PASSWORD, roles=["root"])
        admin = f"mongodb://root:{PASSWORD}@127.0.0.1:{port}/?replicaSet=rs0&authSource=admin"
        with MongoClient(admin) as client:
            users = {
                "logbook": actions("reintegratieplanLogbook"),
                "reader": actions("reintegratieplanLogbookReader"),
                "nobody": [],
            }
            for user, allowed in users.items():
                privilege = {"resource": {"db": NAME, "collection": ""}, "actions": allowed}
                client[NAME].command("createRole", user, privileges=[privilege] if allowed else [], roles=[])
                client[NAME].command("createUser", user, pwd=PASSWORD, roles=[user])
        yield admin, f"mongodb://logbook:{PASSWORD}@127.0.0.1:{port}/?replicaSet=rs0&authSource={NAME}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
async def store(guarded: tuple[str, str]) -> AsyncIterator[LogStore]:
    made = LogStore(Database(guarded[1], NAME, library=LIBRARY))
    yield made
    await made.close()


async def test_who_may_only_add_can_keep_the_logs(guarded: tuple[str, str], store: LogStore) -> None:
    # Twice: a second process finds collections and indexes there.
    await store.prepare()
    await store.prepare()
    await store.append([], [])
    await store.append([{"_id": "record"}], [{"_id": "set"}])
    client: MongoClient[dict[str, Any]]
    with MongoClient(guarded[0]) as client:
        assert [client[NAME][name].count_documents({}) for name in (RECORDS, FIELD_SETS)] == [1, 1]
    with MongoClient(guarded[1]) as client:
        records: Any = client[NAME][RECORDS]
        for forbidden in (
            records.find_one,
            lambda: records.delete_many({}),
            lambda: records.update_many({}, {"$set": {"a": 1}}),
            records.drop,
            lambda: client[NAME].command("collMod", RECORDS, index={"name": "bewaartermijn", "expireAfterSeconds": 1}),
        ):
            with pytest.raises(OperationFailure, match="not authorized"):
                forbidden()


async def test_who_may_read_can_answer_and_add_nothing(guarded: tuple[str, str], store: LogStore) -> None:
    await store.prepare()
    database = Database(guarded[1].replace("logbook:", "reader:"), NAME, library=LIBRARY)
    logbook = Logbook(database)
    assert await logbook.recipients("plan", "onderdak.hulpvraag") == []
    assert await logbook.of_plan("plan") == []
    assert await logbook.decision("0" * 32) == []
    with pytest.raises(NotPermitted):
        await logbook.forget("plan")
    await database.close()


async def test_who_may_not_even_that_is_refused_at_the_start(guarded: tuple[str, str]) -> None:
    store = LogStore(Database(guarded[1].replace("logbook:", "nobody:"), NAME, library=LIBRARY))
    with pytest.raises(UnsuitableServer, match=r"logboek.*k8s/README\.md"):
        await store.prepare()
    with pytest.raises(NotPermitted):
        await store.append([{"_id": "other"}], [])
    await store.close()


async def test_a_log_server_that_is_not_there_is_named() -> None:
    store = LogStore(
        Database(f"mongodb://iemand:geheim@127.0.0.1:{free_ports(1)[0]}", NAME, timeout_ms=200, library=LIBRARY)
    )
    with pytest.raises(UnsuitableServer, match="REINTEGRATIEPLAN_LOGBOOK_URI") as refusal:
        await store.prepare()
    assert "geheim" not in str(refusal.value)
    await store.close()
