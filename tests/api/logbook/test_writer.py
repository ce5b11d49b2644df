"""The log is written before the answer leaves, for many operations at once; without it there is no answer."""

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.embedded.ports import free_ports
from api.embedded.server import EmbeddedMongo
from api.logbook.field_sets import FieldSet
from api.logbook.records import Batch
from api.logbook.writer import MOST_WAITING, LogUnavailable, LogWriter
from api.store.driver import Database
from api.store.logbook import FIELD_SETS, RECORDS, LogStore
from api.telemetry.observer import Observer
from tests.api.client import CHANGE, Api, detention, running
from tests.mongod import LIBRARY

CASEMANAGER: Final = "casemanager-arnhem"
PLAN: Final = "query ($id: ID!) { plan(id: $id) { id betrokkene { geslachtsnaam } } }"


@dataclass
class Inserts(CommandListener):
    """Every insert that was sent: the collection, and how many documents; how many were in flight at most."""

    sent: list[tuple[str, int]] = field(default_factory=list)
    concerns: list[Any] = field(default_factory=list)

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "insert":
            self.sent.append((event.command["insert"], len(event.command["documents"])))
            self.concerns.append(event.command.get("writeConcern"))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...

    def of(self, collection: str) -> list[int]:
        return [size for name, size in self.sent if name == collection]


@dataclass(frozen=True, slots=True)
class Written:
    """An application with a log server of its own."""

    api: Api
    inserts: Inserts
    server: EmbeddedMongo
    plan_id: str

    def records(self) -> list[dict[str, Any]]:
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.server.uri) as client:
            return list(client[f"{self.api.settings.database}_logboek"][RECORDS].find())

    async def ask(self, trace_id: str | None = None) -> Any:
        headers = {} if trace_id is None else {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
        return await self.api.ask(CASEMANAGER, PLAN, headers=headers, id=self.plan_id)

    async def version(self) -> int:
        data = await self.api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { versie } }", id=self.plan_id)
        return int(data["plan"]["versie"])


@pytest.fixture
def log_server(tmp_path: Path) -> Iterator[EmbeddedMongo]:
    with EmbeddedMongo(tmp_path / "logboek", cache_gb=0.25) as server:
        yield server


@pytest.fixture
async def written(
    mongodb_uri: str, database_name: str, tmp_path: Path, log_server: EmbeddedMongo
) -> AsyncIterator[Written]:
    inserts = Inserts()
    async with running(
        mongodb_uri, database_name, tmp_path, log_listeners=[inserts], logbook_uri=log_server.uri, logbook_timeout=1.5
    ) as api:
        plan_id = await api.register(detention())
        yield Written(api, inserts, log_server, plan_id)


async def test_operations_that_end_together_are_written_together(written: Written) -> None:
    await written.ask()
    written.inserts.sent.clear()
    responses = await asyncio.gather(*(written.ask() for _ in range(40)))
    assert {response.status_code for response in responses} == {200}
    batches = written.inserts.of(RECORDS)
    assert sum(batches) == 40 * 4
    assert len(batches) < 20
    # The question was the same each time: its fields were stored the first time.
    assert written.inserts.of(FIELD_SETS) == []


async def test_every_write_is_acknowledged_by_a_majority_on_disk(written: Written) -> None:
    await written.ask()
    assert written.inserts.concerns
    assert all(concern["w"] == "majority" and concern["j"] is True for concern in written.inserts.concerns)


async def test_a_list_is_one_write(written: Written) -> None:
    for number in range(5):
        await written.api.register(detention(str(6_000_000 + number)))
    query = "{ plannen { nodes { id } } }"
    await written.api.data(CASEMANAGER, query)
    written.inserts.sent.clear()
    await written.api.data(CASEMANAGER, query)
    # A parent, one for each of six plans, a decision and an audit.
    assert written.inserts.sent == [(RECORDS, 9)]


async def test_a_set_of_fields_is_stored_once(written: Written) -> None:
    for _ in range(3):
        await written.ask()
    async with running(
        written.api.settings.mongodb_uri or "",
        written.api.settings.database,
        written.api.settings.data_dir,
        logbook_uri=written.server.uri,
    ) as other:
        await other.ask(CASEMANAGER, PLAN, id=written.plan_id)
    client: MongoClient[dict[str, Any]]
    with MongoClient(written.server.uri) as client:
        collection: Any = client[f"{written.api.settings.database}_logboek"][FIELD_SETS]
        sets = [entry["paden"] for entry in collection.find()]
    assert sets.count(["betrokkene.geslachtsnaam"]) == 1
    assert len(sets) == len({tuple(paths) for paths in sets})


async def test_without_the_log_there_is_no_answer_and_no_change(written: Written) -> None:
    before = await written.version()
    written.server.kill()
    response = await written.ask()
    assert (response.status_code, list(response.json())) == (503, ["errors"])
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "logboekNietBeschikbaar"
    given = {"planId": written.plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "nieuw"}}}
    refused = await written.api.ask(CASEMANAGER, CHANGE, input=given)
    assert refused.status_code == 503
    assert "Idempotency-Key" not in refused.text
    # A refusal is a decision too.
    static = await written.api.ask(
        "gemeente-arnhem", "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }", id="x"
    )
    assert static.status_code == 503
    written.server.restart()
    assert await written.version() == before


async def test_a_change_that_was_stored_when_the_log_went_away_says_so(written: Written) -> None:
    written.server.kill()
    key = {"Idempotency-Key": secrets.token_hex(16)}
    given = {"planId": written.plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "nieuw"}}}
    response = await written.api.ask(CASEMANAGER, CHANGE, headers=key, input=given)
    assert response.status_code == 503
    assert "data" not in response.json()
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "logboekNietBeschikbaar"
    assert "Idempotency-Key" in error["message"]
    written.server.restart()
    again = await written.api.ask(CASEMANAGER, CHANGE, headers=key, input=given)
    assert again.json()["data"]["wijzigPlan"]["plan"]["versie"] == 2
    assert await written.version() == 2


async def test_a_log_that_hangs_is_a_log_that_is_away(written: Written) -> None:
    os.kill(written.server.pid, signal.SIGSTOP)
    try:
        response = await written.ask()
    finally:
        os.kill(written.server.pid, signal.SIGCONT)
    assert response.status_code == 503
    assert "data" not in response.json()
    assert "Voorbeeld" not in response.text


async def test_no_answer_leaves_without_its_records_when_the_log_dies_under_load(written: Written) -> None:
    """Responses compared with records: clients ask on while the log server is killed and comes back."""
    answered: list[str] = []
    refused: list[str] = []
    news = asyncio.Event()
    stop = asyncio.Event()

    async def ask_on() -> None:
        while not stop.is_set():
            trace_id = secrets.token_hex(16)
            response = await written.ask(trace_id)
            assert response.status_code in (200, 503)
            (answered if response.status_code == 200 else refused).append(trace_id)
            news.set()

    async def more(of: list[str], number: int) -> None:
        target = len(of) + number
        while len(of) < target:
            news.clear()
            await news.wait()

    clients = [asyncio.create_task(ask_on()) for _ in range(8)]
    for _ in range(2):
        await more(answered, 50)
        await asyncio.to_thread(written.server.kill)
        await more(refused, 8)
        await asyncio.to_thread(written.server.restart)
    await more(answered, 50)
    stop.set()
    await asyncio.gather(*clients)
    kinds: dict[str, list[str]] = {}
    for record in written.records():
        kinds.setdefault(record["trace_id"], []).append(record["soort"])
    assert refused
    complete = ["audit", "beslissing", "verwerking", "verwerking"]
    assert [trace_id for trace_id in answered if sorted(kinds.get(trace_id, [])) != complete] == []


@pytest.fixture
async def store(mongodb_uri: str, database_name: str) -> AsyncIterator[LogStore]:
    made = LogStore(Database(mongodb_uri, f"{database_name}_logboek", library=LIBRARY))
    yield made
    await made.close()


async def test_a_record_that_is_sent_twice_is_stored_once(
    store: LogStore, mongodb_uri: str, database_name: str
) -> None:
    await store.prepare()
    fields = FieldSet("id", ("onderdak.hulpvraag",)).document()
    for note in ("first", "second"):
        await store.append([{"_id": "a", "note": note}, {"_id": note}], [fields])
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        found: list[dict[str, Any]] = list(client[f"{database_name}_logboek"][RECORDS].find())
        assert client[f"{database_name}_logboek"][FIELD_SETS].count_documents({}) == 1
    assert sorted((entry["_id"], entry.get("note")) for entry in found) == [
        ("a", "first"),
        ("first", None),
        ("second", None),
    ]


async def test_what_waits_is_bounded(store: LogStore) -> None:
    writer = LogWriter(store, patience=60)
    full = Batch(records=[{"_id": str(number)} for number in range(MOST_WAITING)])
    waiting = asyncio.create_task(writer.write(full))
    await asyncio.sleep(0)
    with pytest.raises(LogUnavailable):
        await writer.write(Batch(records=[{"_id": "one too many"}]))
    waiting.cancel()


class _Kept(Observer):
    """What the writer told."""

    def __init__(self) -> None:
        self.logged_records: list[int] = []
        self.failures = 0

    def logged(self, records: int, seconds: float) -> None:
        assert seconds > 0
        self.logged_records.append(records)

    def failed_to_log(self) -> None:
        self.failures += 1


async def test_operators_see_what_is_written_what_waits_and_what_fails(store: LogStore) -> None:
    kept, batch = _Kept(), Batch(records=[{"_id": "een"}, {"_id": "twee"}])
    writer = LogWriter(store, 10, kept)
    writing = [asyncio.create_task(writer.write(batch)) for _ in range(2)]
    await asyncio.sleep(0)
    assert writer.waiting == 4
    running = asyncio.create_task(writer.run())
    await asyncio.gather(*writing)
    assert (kept.logged_records, kept.failures, writer.waiting) == ([4], 0, 0)
    running.cancel()
    away_store = LogStore(Database(f"mongodb://127.0.0.1:{free_ports(1)[0]}/?replicaSet=rs0", "test", timeout_ms=50))
    away = LogWriter(away_store, 10, kept)
    running = asyncio.create_task(away.run())
    with pytest.raises(LogUnavailable):
        await away.write(batch)
    assert (kept.logged_records, kept.failures) == ([4], 1)
    running.cancel()
    await away_store.close()


async def test_records_are_kept_until_a_day_of_their_own(store: LogStore, mongodb_uri: str, database_name: str) -> None:
    await store.prepare()
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        indexes = client[f"{database_name}_logboek"][RECORDS].index_information()
    assert indexes["bewaartermijn"]["expireAfterSeconds"] == 0
    assert indexes["bewaartermijn"]["key"] == [("bewarenTot", 1)]
