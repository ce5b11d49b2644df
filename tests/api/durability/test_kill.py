"""The acceptance test of "nothing acknowledged is ever lost": processes are killed while clients write."""

import asyncio
import itertools
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from api.embedded.server import EmbeddedMongo
from api.identity.wiring import development_issuer
from api.settings import load_settings
from api.store.scribe import replay
from api.store.versions import Version, read
from plan_schema.stored_form import apart
from plan_schema.values import value_at
from tests.api.commands.process import Running, log_lines
from tests.api.durability.clients import Acknowledged, Client, Record
from tests.api.durability.records import check_chain, stored
from tests.api.durability.served import Served

API_KILLS: Final = 10
MONGOD_KILLS_AFTER: Final = {3, 7}
"""After which restarts of the API mongod is killed as well."""
WRITES_BETWEEN: Final = 12
LONGEST: Final = 120
"""Seconds after which a run that hangs ends; on an idle machine it takes about forty."""
CLIENTS: Final = ("casemanager-arnhem", "gemeente-arnhem", "gemeente-nijmegen", "reclassering-rn-arnhem")
DATABASE: Final = "durability"
RN: Final = "00000099200000001000"
CONTENDED: Final = "onderdak.hulpvraag"
"""What every client writes in the plan that they share; each has a field of its own besides."""
OWN: Final = dict(
    zip(
        CLIENTS,
        ("identiteitsbewijs.hulpvraag", "werkEnInkomen.hulpvraag", "schulden.hulpvraag", "sociaalNetwerk.hulpvraag"),
        strict=True,
    )
)


@pytest.fixture
def mongod(tmp_path: Path) -> Iterator[EmbeddedMongo]:
    with EmbeddedMongo(tmp_path / "mongodb", cache_gb=0.25) as server:
        yield server


@asynccontextmanager
async def clients(port: int, folder: Path, record: Record) -> AsyncIterator[list[Client]]:
    issuer = development_issuer(load_settings(mode="development", data_dir=folder))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        yield [Client(persona, http, issuer.issue(persona), record) for persona in CLIENTS]


async def plan_for_everybody(casemanager: Client, skn: str) -> str:
    """A plan that all four may write: two gemeenten by its terugkeer, the reclassering by its assignment."""
    plan_id = await casemanager.register(skn)
    signal_given = {"signaal": {"afgegevenOp": "2026-10-02T08:00:00Z"}, "toewijzing": {"organisaties": [RN]}}
    await casemanager.change(plan_id, {"samenStarten": signal_given})
    return plan_id


async def write_on(client: Client, shared: str, own: str, stop: asyncio.Event) -> None:
    """Write until told to stop: the shared plan in turn with the client's own, which a colleague reads along."""
    sknumbers = itertools.count(3_000_000)
    for number in itertools.count():
        if stop.is_set():
            return
        value = f"{client.persona} schrijft {number}"
        match number % 4:
            case 0:
                await client.write(shared, CONTENDED, value)
            case 1:
                await client.write(own, CONTENDED, value)
            case 2:
                await client.write(shared, OWN[client.persona], value)
            case _ if client.persona == "casemanager-arnhem":
                await client.register(str(next(sknumbers)))
            case _:
                await client.write(own, OWN[client.persona], value)


async def kill_again_and_again(api: Served, mongod: EmbeddedMongo, record: Record) -> None:
    """The kills, each while clients write and after enough was acknowledged since the last one."""
    moment = random.Random(2026)  # noqa: S311 - repeatable, not secret
    for kill in range(1, API_KILLS + 1):
        await progress(record)
        await asyncio.sleep(moment.random() / 10)
        await asyncio.to_thread(api.kill)
        await asyncio.to_thread(api.restart)
        if kill in MONGOD_KILLS_AFTER:
            await progress(record)
            await asyncio.to_thread(mongod.kill)
            await asyncio.to_thread(mongod.restart)
    await progress(record)


async def progress(record: Record) -> None:
    for _ in range(WRITES_BETWEEN):
        record.acknowledged.clear()
        await record.acknowledged.wait()


@pytest.mark.slow
async def test_no_acknowledged_version_is_lost_when_processes_are_killed(mongod: EmbeddedMongo, tmp_path: Path) -> None:
    record, stop = Record(), asyncio.Event()
    with ExitStack() as stack:
        api = await asyncio.to_thread(Served, stack, tmp_path, mongod.uri, DATABASE)
        # The limit ends a test that hangs; it is no measure of speed.
        async with asyncio.timeout(LONGEST), clients(api.port, tmp_path, record) as callers:
            shared, *own = [await plan_for_everybody(callers[0], str(2_000_000 + n)) for n in range(1 + len(callers))]
            async with asyncio.TaskGroup() as group:
                for client, plan_id in zip(callers, own, strict=True):
                    group.create_task(write_on(client, shared, plan_id, stop))
                await kill_again_and_again(api, mongod, record)
                stop.set()
            final = api.running
            assert final.end(signal.SIGTERM) in {0, -signal.SIGTERM}
    check_everything(mongod.uri, record, shared)
    check_logs(final, callers)
    kills = f"{API_KILLS} kills of the API, {len(MONGOD_KILLS_AFTER)} of mongod"
    print(f"\n{record.total} acknowledged, {kills}, retried: {dict(record.retried)}")  # noqa: T201 - what was proven


def check_everything(uri: str, record: Record, shared: str) -> None:
    documents, histories = stored(uri, DATABASE)
    assert documents.keys() == histories.keys()
    for plan_id, records in histories.items():
        versions = check_chain(records)
        assert apart(replay(versions)) == documents[plan_id]
    for skn, plan_id in record.registered.items():
        assert value_at(documents[plan_id], "betrokkene.sknNummer") == skn
    for write in record.writes:
        check_write(write, [read(entry) for entry in histories[write.plan_id]])
    writers = {version["auteur"]["gebruiker"] for version in histories[shared]}
    assert writers == {f"persona:{persona}" for persona in CLIENTS}
    # The kills struck while clients were asking, and clients were in each other's way: else nothing was proven.
    assert record.retried["ConnectError"] > 0
    assert record.retried["conflict"] > 0
    assert sum(1 for write in record.writes if not write.first_try) > 0


def check_write(write: Acknowledged, versions: list[Version]) -> None:
    """The plan says in the acknowledged version what was written; a write of one try made that very version."""
    upto = versions[: write.version]
    assert len(upto) == write.version
    assert value_at(replay(upto), write.path) == write.value
    wrote = [version.number for version in upto for change in version.changes if change.new == write.value]
    assert wrote
    assert not write.first_try or wrote == [write.version]


def check_logs(running: Running, callers: list[Client]) -> None:
    """What the processes said in all their lives: JSON, nothing unforeseen, nobody's data."""
    assert "unforeseen_error" not in {line["event"] for line in log_lines(running.errors)}
    said = running.output + running.errors
    assert not [secret for secret in ("999990342", "Voorbeeld", "schrijft", "20000") if secret in said]
    assert not [caller.persona for caller in callers if caller.token in said]
