"""A user of the logs as k8s/README.md makes him: he adds, and he cannot look, change or take away."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from api.embedded.ports import free_ports
from api.logbook.reading import Logbook
from api.store.driver import Database, NotPermitted
from api.store.logbook import FIELD_SETS, RECORDS, LogStore
from api.store.server_check import UnsuitableServer
from tests.guarded import LOGS, Guarded, guarded_server
from tests.mongod import LIBRARY


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A real server that knows users."""
    with guarded_server(tmp_path_factory.mktemp("guarded")) as server:
        yield server


@pytest.fixture
async def store(guarded: Guarded) -> AsyncIterator[LogStore]:
    made = LogStore(Database(guarded.uri("reintegratieplanLogbook"), LOGS, library=LIBRARY))
    yield made
    await made.close()


async def test_who_may_only_add_can_keep_the_logs(guarded: Guarded, store: LogStore) -> None:
    # Twice: a second process finds collections and indexes there.
    await store.prepare()
    await store.prepare()
    await store.append([], [])
    await store.append([{"_id": "record"}], [{"_id": "set"}])
    client: MongoClient[dict[str, Any]]
    with MongoClient(guarded.admin) as client:
        assert [client[LOGS][name].count_documents({}) for name in (RECORDS, FIELD_SETS)] == [1, 1]
    with MongoClient(guarded.uri("reintegratieplanLogbook")) as client:
        records: Any = client[LOGS][RECORDS]
        for forbidden in (
            records.find_one,
            lambda: records.delete_many({}),
            lambda: records.update_many({}, {"$set": {"a": 1}}),
            records.drop,
            lambda: client[LOGS].command("collMod", RECORDS, index={"name": "bewaartermijn", "expireAfterSeconds": 1}),
        ):
            with pytest.raises(OperationFailure, match="not authorized"):
                forbidden()


async def test_who_may_read_can_answer_and_add_nothing(guarded: Guarded, store: LogStore) -> None:
    await store.prepare()
    database = Database(guarded.uri("reintegratieplanLogbookReader"), LOGS, library=LIBRARY)
    logbook = Logbook(database)
    assert await logbook.recipients("plan", "onderdak.hulpvraag") == []
    assert await logbook.of_plan("plan") == []
    assert await logbook.decision("0" * 32) == []
    with pytest.raises(NotPermitted):
        await logbook.forget("plan")
    await database.close()


async def test_who_may_not_even_that_is_refused_at_the_start(guarded: Guarded) -> None:
    store = LogStore(Database(guarded.nobody, LOGS, library=LIBRARY))
    with pytest.raises(UnsuitableServer, match=r"logboek.*k8s/README\.md"):
        await store.prepare()
    with pytest.raises(NotPermitted):
        await store.append([{"_id": "other"}], [])
    await store.close()


async def test_a_log_server_that_is_not_there_is_named() -> None:
    store = LogStore(
        Database(f"mongodb://iemand:geheim@127.0.0.1:{free_ports(1)[0]}", LOGS, timeout_ms=200, library=LIBRARY)
    )
    with pytest.raises(UnsuitableServer, match="REINTEGRATIEPLAN_LOGBOOK_URI") as refusal:
        await store.prepare()
    assert "geheim" not in str(refusal.value)
    await store.close()
