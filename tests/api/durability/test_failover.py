"""A replica set of three loses its primary again and again while clients write: nothing acknowledged is lost or doubled.

`FAILOVER_SECONDS` sets how long.
"""

import asyncio
import os
import signal
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
from bson import decode, encode
from pymongo import MongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent
from pymongo.uri_parser import parse_uri

from api.embedded.replica_set import EmbeddedReplicaSet
from tests.api.client import running
from tests.api.commands.process import log_lines
from tests.api.durability.records import Records, check_plan, opened
from tests.api.durability.served import Served
from tests.api.durability.steps import CASEMANAGER
from tests.api.durability.writers import Tally, Writer, check_tally, writers

SECONDS: Final = float(os.environ.get("FAILOVER_SECONDS", "12"))
KILL_EVERY: Final = 5.0
"""Seconds from one kill to the next, or more when by then nobody could write yet."""
WRITES_BETWEEN: Final = 4
WRITERS: Final = 4
DATABASE: Final = "failover"
RETRYABLE: Final = {"databaseNietBereikbaar", "teDruk", "logboekNietBeschikbaar"}
"""What a client may hear for as long as there is no primary; each says that it can try again."""


async def kill_primaries(members: EmbeddedReplicaSet, tally: Tally) -> int:
    """Kill the primary and bring it back, each time while clients write; how often."""
    kills, end = 0, time.monotonic() + SECONDS
    while not kills or time.monotonic() < end:
        await writes(tally)
        next_kill = time.monotonic() + KILL_EVERY
        killed = await asyncio.to_thread(members.kill_primary)
        kills += 1
        await asyncio.to_thread(members.restart, killed)
        await asyncio.sleep(next_kill - time.monotonic())
    # The API finds the new primary by itself: it is the same process all along.
    await writes(tally)
    return kills


async def writes(tally: Tally) -> None:
    """Wait until some more writes are acknowledged."""
    for _ in range(WRITES_BETWEEN):
        tally.progress.clear()
        await tally.progress.wait()


async def write_while_killing(members: EmbeddedReplicaSet, all_of_them: Sequence[Writer]) -> int:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for writer in all_of_them:
            group.create_task(writer.run(stop))
        kills = await kill_primaries(members, all_of_them[0].tally)
        stop.set()
    return kills


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedReplicaSet]:
    with EmbeddedReplicaSet(tmp_path_factory.mktemp("members")) as started:
        yield started


@pytest.mark.slow
async def test_no_acknowledged_version_is_lost_when_primaries_are_killed(
    members: EmbeddedReplicaSet, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        api = await asyncio.to_thread(Served, stack, tmp_path, members.uri, DATABASE)
        # The limit ends a test that hangs; it is no measure of speed.
        async with asyncio.timeout(8 * SECONDS + 120), writers([api.url], tmp_path, WRITERS) as all_of_them:
            kills = await write_while_killing(members, all_of_them)
        tally, plan_id = all_of_them[0].tally, all_of_them[0].plan_id
        assert api.running.end(signal.SIGTERM) in {0, -signal.SIGTERM}
        await asyncio.to_thread(check_plan_of, members.uri, plan_id, tally)
        said = log_lines(api.running.errors)
    assert "unforeseen_error" not in {line["event"] for line in said}
    assert tally.refused.keys() <= RETRYABLE
    # They were in each other's way, as well as without a primary: else less was proven.
    assert tally.conflicts > 0
    tried_again = len(tally.refused_tags)
    print(  # noqa: T201 - what was proven
        f"\n{kills} primaries killed: {len(tally.acknowledged)} writes acknowledged = as many versions, {tally.conflicts} conflicts, "
        f"{tried_again} writes tried again after {dict(tally.refused)}"
    )


class Breaker(CommandListener):
    """Kills the primary when the commit of a transaction is about to be sent to it; `answer_lost`: just after it came."""

    def __init__(self, members: EmbeddedReplicaSet, *, answer_lost: bool) -> None:
        self._members = members
        self._answer_lost = answer_lost
        self.armed = False
        self.killed: list[int] = []
        self.commits = 0

    def started(self, event: CommandStartedEvent) -> None:
        if not self.armed or event.command_name != "commitTransaction":
            return
        self.commits += 1
        if not self.killed:
            if self._answer_lost:
                # By another way, so that the driver never hears that it was done.
                host, port = parse_uri(self._members.uri)["nodelist"][self._members.primary()]
                assert sent(host, port, {**event.command, "$db": "admin"})["ok"] == 1
            self.killed.append(self._members.kill_primary())

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


def sent(host: str, port: int, command: Records) -> Records:
    """The reply to a command as it stands (OP_MSG), outside any driver, which would put it in a session of its own."""
    body = struct.pack("<IB", 0, 0) + encode(command)
    with socket.create_connection((host, port)) as connection:
        connection.sendall(struct.pack("<iiii", 16 + len(body), 1, 0, 2013) + body)
        with connection.makefile("rb") as reply:
            (length,) = struct.unpack("<i", reply.read(4))
            return dict(decode(reply.read(length - 4)[17:]))


@pytest.mark.slow
@pytest.mark.parametrize("answer_lost", [False, True], ids=["never came", "answer lost"])
async def test_a_commit_in_the_middle_of_a_failover_makes_one_version(
    members: EmbeddedReplicaSet, tmp_path: Path, database_name: str, *, answer_lost: bool
) -> None:
    breaker = Breaker(members, answer_lost=answer_lost)
    client: MongoClient[Records]
    async with running(members.uri, database_name, tmp_path, listeners=[breaker]) as api:
        plan_id = await api.register()
        breaker.armed = True
        added = {"contacten": {"toevoegen": [{"naam": "Voorbeeld"}]}}
        outcome = await api.change(CASEMANAGER.persona, plan_id, 1, added)
        breaker.armed = False
        assert (outcome["__typename"], outcome["plan"]["versie"]) == ("PlanGewijzigd", 2)
        (killed,) = breaker.killed
        # The driver sent it again, since it could not know what became of the first.
        assert breaker.commits > 1
        await asyncio.to_thread(members.restart, killed)
    with MongoClient(members.uri, readConcernLevel="majority") as client:
        assert len(check_plan(opened(client, database_name), plan_id)) == 2
        document: Any = opened(client, database_name).plannen.find_one({"_id": plan_id})
    assert [contact["naam"] for contact in document["contacten"]] == ["Voorbeeld"]


def check_plan_of(uri: str, plan_id: str, tally: Tally) -> None:
    client: MongoClient[Records]
    with MongoClient(uri, readConcernLevel="majority") as client:
        database = opened(client, DATABASE)
        versions = check_plan(database, plan_id)
        document: Any = database.plannen.find_one({"_id": plan_id})
    check_tally(tally, versions, document, before=1)
