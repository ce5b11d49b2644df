"""The hub: every reader gets every event once and in order, whenever it joins, however many read."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.changes.hub import RECENT, Hub
from api.store.driver import Database
from api.store.recipient_log import CursorTooOld, CursorUnknown, Event, EventKind, RecipientLog
from tests.api.client import Commands
from tests.mongod import LIBRARY

OIN: Final = "00000099100000001000"
MOMENT: Final = datetime(2026, 1, 5, tzinfo=UTC)


def event(number: int) -> Event:
    return Event(OIN, number, EventKind.PLAN_GEWIJZIGD, f"plan-{number % 7}", number, MOMENT, ("onderdak",))


class Writer:
    """Writes events in the log, as the relay does."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self.last = 0

    def write(self, count: int) -> list[Event]:
        events = [event(self.last + 1 + step) for step in range(count)]
        records = [
            {"ontvanger": OIN, "volgnummer": entry.number, "soort": entry.kind, "planId": entry.plan_id,
             "versie": entry.version, "tijdstip": MOMENT, "groepen": list(entry.groups)}
            for entry in events
        ]  # fmt: skip
        self._database.gebeurtenissen.insert_many(records)
        self.last += count
        self._database.ontvangers.replace_one({"_id": OIN}, {"_id": OIN, "laatste": self.last}, upsert=True)
        return events


@pytest.fixture
async def setup(mongodb_uri: str) -> AsyncIterator[tuple[Hub, Writer, Commands]]:
    commands = Commands()
    database = Database(mongodb_uri, "test_hub", listeners=[commands], library=LIBRARY)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database("test_hub")
        yield Hub(RecipientLog(database)), Writer(client.test_hub), commands
        client.drop_database("test_hub")
    await database.close()


async def read(hub: Hub, number: int, upto: int) -> list[int]:
    got: list[int] = []
    with hub.channel(OIN) as channel:
        while number < upto:
            events = await channel.after(number)
            got += [entry.number for entry in events]
            number = got[-1]
    return got


@pytest.mark.parametrize("seed", range(5))
async def test_no_gap_and_no_double_between_the_past_and_the_present(
    setup: tuple[Hub, Writer, Commands], seed: int
) -> None:
    hub, writer, _ = setup
    rng = random.Random(seed)  # noqa: S311 - an order, not a secret
    writer.write(rng.randrange(250))
    total = writer.last + 400

    async def go_on() -> None:
        while writer.last < total:
            entries = writer.write(min(rng.randrange(1, 30), total - writer.last))
            # The tail may break off and begin again: some events never come, and then it says that it begins.
            if rng.random() < 0.2:
                hub.refresh()
            else:
                for entry in entries:
                    hub.add(entry)
            await asyncio.sleep(0)
        hub.refresh()

    starts = [rng.randrange(writer.last + 1) for _ in range(8)]
    async with asyncio.timeout(30):
        reading = [asyncio.create_task(read(hub, start, total)) for start in starts]
        await go_on()
        found = await asyncio.gather(*reading)
    assert found == [list(range(start + 1, total + 1)) for start in starts]


async def test_live_readers_cost_no_reads(setup: tuple[Hub, Writer, Commands]) -> None:
    hub, writer, commands = setup
    writer.write(3)
    with hub.channel(OIN) as channel:
        await channel.refresh()
        waiting = [asyncio.create_task(channel.after(3)) for _ in range(200)]
        await asyncio.sleep(0.05)
        commands.names.clear()
        for entry in writer.write(1):
            hub.add(entry)
        assert [await task for task in waiting] == [[event(4)]] * 200
    assert commands.names == []


async def test_many_who_catch_up_from_one_place_read_once(setup: tuple[Hub, Writer, Commands]) -> None:
    hub, writer, commands = setup
    writer.write(50)
    with hub.channel(OIN) as channel:
        await channel.refresh()
        commands.names.clear()
        found = await asyncio.gather(*(channel.after(10) for _ in range(100)))
    assert all([entry.number for entry in events] == list(range(11, 51)) for events in found)
    # As for one reader: the newest number, the counter of the log, and a page of it.
    assert commands.names == ["find"] * 3


async def test_memory_is_bounded_and_the_log_gives_the_rest(setup: tuple[Hub, Writer, Commands]) -> None:
    hub, writer, _ = setup
    with hub.channel(OIN) as channel:
        for entry in writer.write(RECENT + 500):
            hub.add(entry)
        assert await read(hub, 0, RECENT + 500) == list(range(1, RECENT + 501))
        assert channel.head == RECENT + 500


async def test_a_place_that_expired_or_never_was_is_told(setup: tuple[Hub, Writer, Commands]) -> None:
    hub, writer, _ = setup
    writer.write(20)
    writer._database.gebeurtenissen.delete_many({"volgnummer": {"$lte": 10}})
    with hub.channel(OIN) as channel:
        with pytest.raises(CursorTooOld) as refusal:
            await channel.after(3)
        assert refusal.value.oldest == 11
        assert [entry.number for entry in await channel.after(10)] == list(range(11, 21))
        for number in (21, 1_000, -1):
            with pytest.raises(CursorUnknown):
                await channel.after(number)


async def test_who_leaves_leaves_nothing(setup: tuple[Hub, Writer, Commands]) -> None:
    hub, writer, _ = setup
    writer.write(1)
    with hub.channel(OIN):
        assert await read(hub, 0, 1) == [1]
    assert hub._channels == {}
