"""The driver keeps its word with either client library: what the store rests on, asked of both."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from bson import decode
from pymongo import ASCENDING, DESCENDING, MongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent
from pymongo.operations import IndexModel

from api.embedded.server import EmbeddedMongo
from api.store.client import Library
from api.store.driver import AlreadyExists, Busy, Database, DatabaseError, Document, NotPermitted, Refused, Session
from api.store.patience import Patience
from tests.api.eventually import eventually
from tests.mongod import LEAVES_SOCKETS

MOMENT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIBRARIES: Final = get_args(Library)


class Sent(CommandListener):
    """The commands that were sent, as they were sent."""

    def __init__(self) -> None:
        self.commands: list[Document] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...

    def last(self, name: str) -> Document:
        return next(command for command in reversed(self.commands) if name in command)


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Library:
    chosen: Library = request.param
    return chosen


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
async def database(mongodb_uri: str, database_name: str, library: Library, sent: Sent) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, database_name, library=library, listeners=[sent])
    await opened.ensure_collection("dingen", {})
    await opened.ensure_indexes("dingen", [IndexModel([("naam", ASCENDING)], unique=True, name="naam")])
    yield opened
    await opened.close()


async def put_in(database: Database, *documents: Document) -> None:
    await database.transaction(lambda session: database.insert_many("dingen", documents, session))


async def named(database: Database) -> list[str]:
    return [found["naam"] for found in await database.find("dingen", {}, sort=[("naam", ASCENDING)], limit=100)]


async def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    async def work(session: Session) -> str:
        await database.insert("dingen", {"naam": "a"}, session)
        await database.put("dingen", {"naam": "b"}, {"$set": {"aantal": 1}}, session)
        assert await database.count("dingen", {}, session) == 2
        assert await database.count("dingen", {}) == 0
        return "gedaan"

    async def failing(session: Session) -> None:
        assert await database.delete("dingen", {}, session) == 2
        raise LookupError

    assert await database.transaction(work) == "gedaan"
    with pytest.raises(LookupError):
        await database.transaction(failing)
    assert await named(database) == ["a", "b"]


async def test_writers_of_one_document_take_turns(database: Database) -> None:
    await put_in(database, {"naam": "teller", "stand": 0})

    async def count(session: Session) -> None:
        found = await database.find_one("dingen", {"naam": "teller"}, session=session)
        assert found is not None
        assert await database.update("dingen", {"naam": "teller"}, {"$set": {"stand": found["stand"] + 1}}, session)

    await asyncio.gather(*(database.transaction(count) for _ in range(12)))
    assert (await database.find("dingen", {}, limit=1))[0]["stand"] == 12


async def test_a_caller_waits_no_longer_than_a_while(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store.driver._PATIENCE", Patience(0.2, 0.002, 0.1))
    await put_in(database, {"naam": "bezet"})
    change: Document = {"$set": {"door": "iemand"}}
    held, let_go = asyncio.Event(), asyncio.Event()

    async def hold(session: Session) -> None:
        await database.update("dingen", {"naam": "bezet"}, change, session)
        held.set()
        await let_go.wait()

    holding = asyncio.create_task(database.transaction(hold))
    await held.wait()
    with pytest.raises(Busy):
        await database.transaction(lambda session: database.update("dingen", {"naam": "bezet"}, change, session))
    let_go.set()
    await holding


async def test_who_is_cancelled_in_a_transaction_leaves_nothing_behind(database: Database) -> None:
    begun = asyncio.Event()

    async def hold(session: Session) -> None:
        await database.insert("dingen", {"naam": "half"}, session)
        begun.set()
        await asyncio.Event().wait()

    holding = asyncio.create_task(database.transaction(hold))
    await begun.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    await put_in(database, {"naam": "half"})
    assert await named(database) == ["half"]


async def test_what_is_refused_says_so(database: Database) -> None:
    await put_in(database, {"_id": 1, "naam": "a"})
    for work in (
        lambda session: database.insert("dingen", {"naam": "a"}, session),
        lambda session: database.insert_many("dingen", [{"naam": "b"}, {"naam": "a"}], session),
    ):
        with pytest.raises(AlreadyExists):
            await database.transaction(work)
    await database.append("dingen", [{"_id": 1, "naam": "anders"}, {"_id": 2, "naam": "c"}])
    assert await named(database) == ["a", "c"]
    await database.ensure_collection("streng", {"naam": {"$type": "string"}})
    with pytest.raises(Refused):
        await database.transaction(lambda session: database.insert("streng", {"naam": 1}, session))
    with pytest.raises(NotPermitted):
        await database.command("bestaatNiet")


async def test_reads(database: Database) -> None:
    await put_in(database, *({"_id": number, "naam": f"{number:04}", "soort": number % 2} for number in range(300)))
    found = await database.find(
        "dingen", {"soort": 1}, fields={"naam": 1, "_id": 0}, sort=[("naam", DESCENDING)], limit=2
    )
    assert found == [{"naam": "0299"}, {"naam": "0297"}]
    assert await database.find_one("dingen", {"soort": 0}, sort=[("naam", ASCENDING)]) == {
        "_id": 0,
        "naam": "0000",
        "soort": 0,
    }
    assert await database.find_one("dingen", {"_id": 300}, newest=True) is None
    streamed = [decode(raw)["_id"] async for raw in database.stream("dingen", {}, sort=[("naam", ASCENDING)])]
    assert streamed == list(range(300))
    assert "dingen" in await database.collections()
    assert "queryPlanner" in await database.explain("dingen", {}, sort=[("naam", ASCENDING)], limit=1)
    assert (await database.admin_command("ping"))["ok"] == 1


async def test_changes_say_what_they_found(database: Database) -> None:
    await put_in(database, {"naam": "a"}, {"naam": "b"})
    assert await database.update_all("dingen", {}, {"$set": {"gezien": True}}) == 2
    made = await database.change_one("dingen", {"naam": "c"}, {"$inc": {"stand": 2}})
    assert (made["naam"], made["stand"]) == ("c", 2)
    changed = await database.change_one("dingen", {"naam": "c"}, {"$inc": {"stand": 2}})
    assert (changed["_id"], changed["stand"]) == (made["_id"], 4)

    async def work(session: Session) -> list[bool]:
        return [await database.update("dingen", {"naam": name}, {"$set": {"x": 1}}, session) for name in "az"]

    assert await database.transaction(work) == [True, False]


async def test_moments_come_back_in_utc(database: Database) -> None:
    made = await database.change_one("dingen", {"naam": "a"}, {"$currentDate": {"op": True}})
    assert made["op"].utcoffset().total_seconds() == 0


async def test_a_snapshot_does_not_see_what_comes_later(database: Database) -> None:
    await put_in(database, {"naam": "a"})
    async with database.as_of_now() as session:
        assert await database.find_one("dingen", {}, session=session) is not None
        await put_in(database, {"naam": "b"})
        assert len(await database.find("dingen", {}, limit=9, session=session)) == 1
        assert [
            raw async for raw in database.stream("dingen", {"naam": "b"}, sort=[("naam", 1)], session=session)
        ] == []


async def test_documents_are_given_as_they_are_stored(database: Database) -> None:
    await put_in(database, {"_id": "eén", "sinds": MOMENT, "naam": "a"}, {"_id": "twee", "naam": "b"}, {"_id": "drie"})
    asked = {"_id": {"$in": ["eén", "twee", "vier"]}}
    stored = await database.find_stored("dingen", asked, fields={"naam": 0}, index=[("_id", ASCENDING)])
    found = {name: database.decoded(document) for name, document in stored.items()}
    assert found == {"eén": {"_id": "eén", "sinds": MOMENT}, "twee": {"_id": "twee"}}


async def test_insertions_are_told_from_the_moment_that_is_said(database: Database) -> None:
    await put_in(database, {"naam": "vroeger"})
    told: Any = database.insertions({"dingen"})
    try:
        assert await anext(told) == []
        await database.append("andere", [{"naam": "elders"}])
        await put_in(database, {"naam": "nu", "sinds": MOMENT}, {"naam": "straks"})
        heard: list[tuple[str, Document]] = []
        while len(heard) < 2:
            heard += await anext(told)
        assert [(name, document["naam"]) for name, document in heard] == [("dingen", "nu"), ("dingen", "straks")]
        assert heard[0][1]["sinds"] == MOMENT
    finally:
        await told.aclose()


async def test_what_is_asked_of_the_server(database: Database, sent: Sent) -> None:
    await put_in(database, {"naam": "a"})
    commit = sent.last("commitTransaction")
    assert commit["writeConcern"] == {"w": "majority", "j": True}
    first = sent.last("insert")
    assert first["readConcern"]["level"] == "snapshot"
    await database.append("dingen", [{"naam": "b"}])
    assert sent.last("insert")["writeConcern"] == {"w": "majority", "j": True}
    await database.find_one("dingen", {"naam": "a"}, index=[("naam", ASCENDING)])
    assert sent.last("find")["hint"] == {"naam": ASCENDING}
    assert sent.last("find")["readConcern"]["level"] == "majority"
    await database.find_one("dingen", {"naam": "a"}, newest=True)
    assert sent.last("find")["readConcern"]["level"] == "linearizable"
    with pytest.raises(DatabaseError):
        await database.find_one("dingen", {}, index=[("zonder", ASCENDING)])


async def _found(database: Database) -> list[Document]:
    """What there is; nothing for as long as the client does not know that the server is back."""
    with suppress(DatabaseError):
        return await database.find("dingen", {}, limit=9)
    return []


@LEAVES_SOCKETS
async def test_a_server_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    with EmbeddedMongo(tmp_path / "mongod", cache_gb=0.25) as server:
        databases = [Database(server.uri, "test", library=name, timeout_ms=500) for name in LIBRARIES]
        watches: list[Any] = [database.insertions({"dingen"}) for database in databases]
        for database, watch in zip(databases, watches, strict=True):
            await put_in(database, {"naam": "a"})
            assert await anext(watch) == []
        await asyncio.to_thread(server.kill)
        for database, watch in zip(databases, watches, strict=True):
            with pytest.raises(DatabaseError):
                await anext(watch)
            with pytest.raises(DatabaseError):
                await database.find("dingen", {}, limit=1)
        await asyncio.to_thread(server.restart)
        with MongoClient[Document](server.uri) as client:
            client.admin.command("ping")
        for database in databases:
            assert len(await eventually(partial(_found, database))) == len(LIBRARIES)
            await database.close()
    gc.collect()


async def test_nothing_goes_through_what_was_closed(mongodb_uri: str, library: Library) -> None:
    database = Database(mongodb_uri, "test", library=library)
    await database.admin_command("ping")
    await database.close()
    with pytest.raises(DatabaseError):
        await database.admin_command("ping")
