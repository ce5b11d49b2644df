"""Who does not lead leaves the database in peace; who leads tells together what is written together."""

import asyncio
from time import monotonic

from api.app import now
from api.changes.relay_task import LEASE, PACE_SECONDS, RelayTask
from api.store.driver import Database
from api.store.lease import Leases
from api.store.relaying import Relay
from plan_schema.plan import PATHS
from tests.api.client import Commands
from tests.api.eventually import until
from tests.mongod import LIBRARY


async def test_a_change_does_not_have_it_ask_for_the_lease_again(mongodb_uri: str, database_name: str) -> None:
    commands, leading = Commands(), Database(mongodb_uri, database_name, library=LIBRARY)
    assert await Leases(leading).take(LEASE, "leading") is not None
    database = Database(mongodb_uri, database_name, library=LIBRARY, listeners=[commands])
    task = RelayTask(Relay(database, PATHS, tuple, now, 30), Leases(database), str, lambda _: None)
    running = asyncio.create_task(task.run())
    await until(lambda: bool(commands.names))
    for _ in range(20):
        task.wake()
        await asyncio.sleep(0.02)
    assert commands.names.count("findAndModify") == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.close()
    await leading.close()


async def test_changes_close_to_each_other_are_looked_for_together(mongodb_uri: str, database_name: str) -> None:
    commands = Commands()
    database = Database(mongodb_uri, database_name, library=LIBRARY, listeners=[commands])
    task = RelayTask(Relay(database, PATHS, tuple, now, 30), Leases(database), str, lambda _: None)
    running = asyncio.create_task(task.run())
    await until(lambda: "find" in commands.names)
    began, before = monotonic(), commands.names.count("find")
    for _ in range(200):
        task.wake()
        await asyncio.sleep(0.001)
    looks = commands.names.count("find") - before
    assert 1 <= looks <= (monotonic() - began) / PACE_SECONDS + 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.close()
