"""What is ready together is stored together: each item whole or not at all, and none because of another."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.store.driver import AlreadyExists, Database, Refused, Session
from api.store.group_commit import MOST_AT_ONCE, GroupCommit
from tests.api.eventually import until
from tests.api.store.database import Raw, raw
from tests.mongod import LIBRARY

__all__ = ["raw"]

COUNTERS: Final = "tellers"
NOTES: Final = "briefjes"
COUNT: Final = 20


@dataclass(frozen=True)
class Raised:
    """A counter that is one higher, with a note of it; `note`: the id of the note."""

    counter: int
    was: int
    note: str


class Commits(CommandListener):
    """Counts the transactions that were committed."""

    def __init__(self) -> None:
        self.count = 0

    def started(self, event: CommandStartedEvent) -> None:
        """Nothing to count."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """A command ended well."""
        self.count += event.command_name == "commitTransaction"

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to count."""


@pytest.fixture
def commits() -> Commits:
    """What was committed."""
    return Commits()


@pytest.fixture
async def database(mongodb_uri: str, raw: Raw, commits: Commits) -> AsyncIterator[Database]:
    """Twenty counters that stand at zero, and no notes."""
    for name in (COUNTERS, NOTES):
        raw[name].delete_many({})
    raw[NOTES].insert_one({"_id": "er al"})
    raw[COUNTERS].insert_many([{"_id": number, "stand": 0} for number in range(COUNT)])
    opened = Database(mongodb_uri, raw.name, library=LIBRARY, listeners=[commits])
    yield opened
    await opened.close()


@pytest.fixture
def group(database: Database) -> GroupCommit[Raised]:
    """Raises counters."""

    async def store(items: Sequence[Raised], session: Session) -> bool:
        raised = [({"_id": item.counter, "stand": item.was}, {"$inc": {"stand": 1}}) for item in items]
        if not await database.update_each(COUNTERS, raised, session):
            return False
        await database.insert_many(NOTES, [{"_id": item.note, "teller": item.counter} for item in items], session)
        return True

    return GroupCommit(database, store)


async def _raise(group: GroupCommit[Raised], counter: int, was: int = 0, note: str | None = None) -> bool:
    return await group.add(str(counter), Raised(counter, was, note or f"{counter} op {was}"))


def _stands(raw: Raw) -> list[int]:
    """Where the counters stand, each with as many notes."""
    stands = [found["stand"] for found in raw[COUNTERS].find().sort("_id")]
    assert stands == [raw[NOTES].count_documents({"teller": number}) for number in range(COUNT)]
    return stands


async def test_what_is_ready_together_is_one_transaction(
    group: GroupCommit[Raised], raw: Raw, commits: Commits
) -> None:
    assert all(await asyncio.gather(*(_raise(group, number) for number in range(COUNT))))
    assert _stands(raw) == [1] * COUNT
    # The first may have gone before the others came.
    assert commits.count <= 2


async def test_of_more_than_fit_the_rest_comes_next(group: GroupCommit[Raised], raw: Raw) -> None:
    raw[COUNTERS].insert_many([{"_id": number, "stand": 0} for number in range(COUNT, 3 * MOST_AT_ONCE)])
    assert all(await asyncio.gather(*(_raise(group, number) for number in range(3 * MOST_AT_ONCE))))
    assert raw[COUNTERS].count_documents({"stand": 1}) == 3 * MOST_AT_ONCE


async def test_one_that_does_not_fit_holds_nobody_back(group: GroupCommit[Raised], raw: Raw) -> None:
    stored = await asyncio.gather(*(_raise(group, number, was=int(number == 7)) for number in range(COUNT)))
    assert stored == [number != 7 for number in range(COUNT)]
    assert _stands(raw) == [int(number != 7) for number in range(COUNT)]


async def test_one_that_is_refused_holds_nobody_back(group: GroupCommit[Raised], raw: Raw) -> None:
    asked = (_raise(group, number, note="er al" if number == 3 else None) for number in range(COUNT))
    stored = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(stored[3], AlreadyExists)
    assert [outcome for outcome in stored if outcome is not True] == [stored[3]]
    assert _stands(raw) == [int(number != 3) for number in range(COUNT)]


@pytest.mark.parametrize("collection", [COUNTERS, NOTES])
async def test_one_that_the_server_does_not_accept_holds_nobody_back(
    group: GroupCommit[Raised], raw: Raw, collection: str
) -> None:
    # Also in a collection that is changed, and not only where the refused document is new.
    forbidden = {"stand": {"$lt": 2}} if collection == COUNTERS else {"_id": {"$ne": "3 op 1"}}
    raw[COUNTERS].update_one({"_id": 3}, {"$set": {"stand": 1}})
    raw[NOTES].insert_one({"_id": "3 op 0", "teller": 3})
    raw.command("collMod", collection, validator=forbidden)
    try:
        asked = (_raise(group, number, was=int(number == 3)) for number in range(COUNT))
        stored = await asyncio.gather(*asked, return_exceptions=True)
    finally:
        raw.command("collMod", collection, validator={})
    assert isinstance(stored[3], Refused)
    assert [outcome for outcome in stored if outcome is not True] == [stored[3]]
    assert _stands(raw) == [1] * COUNT


async def test_the_same_key_never_shares(group: GroupCommit[Raised], raw: Raw) -> None:
    asked = (_raise(group, 5, was) for was in range(6))
    assert await asyncio.gather(*asked) == [True] * 6
    assert _stands(raw)[5] == 6


async def test_one_that_others_hold_is_waited_for_alone(
    group: GroupCommit[Raised], database: Database, raw: Raw
) -> None:
    held, release = asyncio.Event(), asyncio.Event()

    async def hold(session: Session) -> None:
        await database.update(COUNTERS, {"_id": 2}, {"$set": {"wie": "een ander"}}, session)
        held.set()
        await release.wait()

    holder = asyncio.create_task(database.transaction(hold))
    await held.wait()
    asked = [asyncio.create_task(_raise(group, number)) for number in range(COUNT)]
    await until(lambda: sum(task.done() for task in asked) == COUNT - 1)
    assert not asked[2].done()
    # The line goes on meanwhile.
    assert await _raise(group, 4, was=1)
    release.set()
    await holder
    assert all(await asyncio.gather(*asked))
    assert _stands(raw) == [1 + int(number == 4) for number in range(COUNT)]


async def test_who_stops_waiting_takes_nothing_back(group: GroupCommit[Raised], raw: Raw) -> None:
    asked = [asyncio.create_task(_raise(group, number)) for number in range(COUNT)]
    await asyncio.sleep(0)
    asked[0].cancel()
    assert all(await asyncio.gather(*asked[1:]))
    await until(lambda: raw[COUNTERS].count_documents({"stand": 1}) == COUNT)


async def test_a_failure_is_told_to_all_and_the_next_goes_on(database: Database, raw: Raw) -> None:
    fails = True

    async def store(items: Sequence[Raised], session: Session) -> bool:
        await database.insert_many(NOTES, [{"_id": item.note, "teller": item.counter} for item in items], session)
        if fails:
            raise OSError
        raised = [({"_id": item.counter}, {"$inc": {"stand": 1}}) for item in items]
        return await database.update_each(COUNTERS, raised, session)

    group = GroupCommit(database, store)
    told = await asyncio.gather(*(_raise(group, number) for number in range(COUNT)), return_exceptions=True)
    assert {type(outcome) for outcome in told} == {OSError}
    assert _stands(raw) == [0] * COUNT
    fails = False
    assert all(await asyncio.gather(*(_raise(group, number) for number in range(COUNT))))
    assert _stands(raw) == [1] * COUNT
