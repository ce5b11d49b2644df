"""Working out all open steps anew: what is wrong is mended, and what was stopped goes on."""

from datetime import date
from typing import Any, Final

from api.store.collections import WORK
from api.store.driver import Database
from api.store.recounting import Recounter
from api.store.work import Work
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import history, store

__all__ = ["database", "raw"]

TODAY: Final = date(2026, 3, 2)
PLACE: Final = {"detentie.inrichting": "PI Arnhem", "terugkeer.herkomstgemeente": "0202"}


async def _records(database: Database) -> list[dict[str, Any]]:
    return await database.find(WORK, {}, sort=[("_id", 1)], limit=0)


async def test_what_is_wrong_is_mended_and_what_was_stopped_goes_on(database: Database, raw: Raw) -> None:
    plans = [history(1, first=PLACE) for _ in range(5)]
    await store(database, *plans)
    recounter = Recounter(database, Work(database), TODAY, batch=2)
    assert [number async for number in recounter.run()] == [2, 2, 1]
    right = await _records(database)
    assert len(right) >= 5
    # As an earlier release would have left them.
    raw.werkvoorraad.delete_many({"soort": "CONTACT_INVULLEN"})
    raw.werkvoorraad.update_many({}, {"$set": {"uiterlijk": "2000-01-01"}})
    async for _ in recounter.run():
        break
    assert await recounter.pending() == 3
    done = {record["_id"] for record in await _records(database) if record in right}
    assert 0 < len(done) < len(right)
    assert [number async for number in Recounter(database, Work(database), TODAY, batch=2).run()] == [2, 1]
    assert await _records(database) == right
    # Once all is done, the next run begins at the beginning.
    assert await recounter.pending() == 5


async def test_with_nothing_wrong_nothing_is_written(database: Database) -> None:
    await store(database, history(1, first=PLACE))
    recounter = Recounter(database, Work(database), TODAY)
    assert [number async for number in recounter.run()] == [1]
    assert not any(await Work(database).changes([record["planId"] for record in await _records(database)], TODAY))
