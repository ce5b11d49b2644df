"""Holds: placed, lifted, and on record."""

import pytest

from api.store.driver import Database
from api.store.holds import HoldRefused, Holds
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import START, history, store

__all__ = ["database", "raw"]


async def test_a_hold_is_in_force_until_it_is_lifted_and_stays_on_record(database: Database, raw: Raw) -> None:
    held, other = history(1), history(1)
    await store(database, held, other)
    ids = [held.document["_id"], other.document["_id"]]
    holds = Holds(database, lambda: START)
    for reason in ("belang een", "belang twee"):
        assert await holds.held(ids) == set()
        await holds.place(ids[0], reason, "DJI")
        assert await holds.held(ids) == {ids[0]}
        with pytest.raises(HoldRefused, match="wordt al bewaard"):
            await holds.place(ids[0], reason, "DJI")
        await holds.lift(ids[0], "RN")
    entry = {"door": "DJI", "sinds": START, "opgehevenOp": START, "opgehevenDoor": "RN"}
    assert raw.bewaringen.find_one()["bewaringen"] == [
        {"reden": "belang een", **entry},
        {"reden": "belang twee", **entry},
    ]


async def test_what_is_not_there_is_not_held_nor_lifted(database: Database) -> None:
    holds = Holds(database, lambda: START)
    with pytest.raises(HoldRefused, match="bestaat niet"):
        await holds.place("x", "belang", "DJI")
    with pytest.raises(HoldRefused, match="wordt niet bewaard"):
        await holds.lift("x", "DJI")
