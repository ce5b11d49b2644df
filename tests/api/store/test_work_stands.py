"""The digest of a plan's records: it says whether they need be read, and stops who read them before somebody else wrote."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from api.store.collections import PLANS, WORK, WORK_STANDS
from api.store.driver import AlreadyExists, Database
from api.store.recounting import Recounter
from api.store.work import Work, WorkChange, digest
from plan_schema.changes import Change, apply
from plan_schema.process.basis import day_of
from tests.api.store.database import Raw, raw
from tests.api.store.finds import Finds
from tests.api.store.histories import history, store
from tests.mongod import LIBRARY
from tests.strategies import provenance

__all__ = ["raw"]

PLACE: Final = {"detentie.inrichting": "PI Arnhem", "terugkeer.herkomstgemeente": "0202"}
OUT: Final = {"detentie.datumInvrijheidstelling": "2026-01-01", "detentie.einddatumStatus": "DEFINITIEF"}
LATER: Final = date(2026, 3, 2)
"""When who is out by then asks for other steps."""


@pytest.fixture
def finds() -> Finds:
    """Where was looked."""
    return Finds()


@pytest.fixture
async def database(mongodb_uri: str, raw: Raw, finds: Finds) -> AsyncIterator[Database]:
    """An empty database, of which is known where was looked."""
    for name in raw.list_collection_names():
        raw[name].delete_many({})
    opened = Database(mongodb_uri, raw.name, library=LIBRARY, listeners=[finds])
    yield opened
    await opened.close()


async def _plan(database: Database) -> dict[str, Any]:
    [plan] = await database.find(PLANS, {}, limit=2)
    return plan


async def _changed(
    database: Database, plan: dict[str, Any], path: str, new: object, old: object = None
) -> tuple[dict[str, Any], WorkChange]:
    """A plan with another value at a path, and what that asks to be written."""
    changes = [Change(path, old, new)]
    changed = apply(plan, changes, provenance(2))
    return changed, await Work(database).change(plan, changed, changes)


async def _write(database: Database, change: WorkChange) -> None:
    await database.transaction(lambda session: Work(database).write([change], session))


async def _as_it_should_be(database: Database, document: dict[str, Any], day: date | None = None) -> None:
    wanted = Work(database).records(document, day)
    assert {record["_id"]: record for record in await database.find(WORK, {}, limit=0)} == {
        record["_id"]: record for record in wanted
    }
    assert await database.find(WORK_STANDS, {}, limit=0) == [{"_id": document["_id"], "stand": digest(wanted)}]


async def test_a_change_that_leaves_the_steps_as_they_were_reads_no_records(database: Database, finds: Finds) -> None:
    await store(database, history(1, first=PLACE))
    plan = await _plan(database)
    await _as_it_should_be(database, plan)
    finds.seen.clear()
    _, change = await _changed(database, plan, "onderdak.toelichting", "Waar geen stap op rust")
    assert change == WorkChange()
    assert [command["find"] for command in finds.seen] == [WORK_STANDS]


async def test_a_change_that_opens_a_step_writes_no_more_than_that(database: Database) -> None:
    await store(database, history(1, first=PLACE))
    plan = await _plan(database)
    changed, change = await _changed(database, plan, "onderdak.hulpvraag", "Een kamer")
    assert [record["soort"] for record in change.put] == ["HULPVRAAG_BEANTWOORDEN"]
    assert change
    await _write(database, change)
    await _as_it_should_be(database, changed)
    as_before, back = await _changed(database, changed, "onderdak.hulpvraag", None, "Een kamer")
    assert (len(back.put), len(back.drop)) == (0, 1)
    await _write(database, back)
    await _as_it_should_be(database, as_before)


async def test_a_change_that_only_rewords_is_looked_up_nowhere_that_day(database: Database, finds: Finds) -> None:
    await store(database, history(1, first=PLACE | {"onderdak.hulpvraag": "Een kamer"}))
    plan = await _plan(database)
    finds.seen.clear()
    changed, change = await _changed(database, plan, "onderdak.hulpvraag", "Een huis", "Een kamer")
    assert change == WorkChange()
    assert not finds.seen
    await _as_it_should_be(database, changed)


async def test_on_another_day_the_steps_are_worked_out_whatever_is_changed(database: Database) -> None:
    await store(database, history(1, first=PLACE | OUT | {"onderdak.hulpvraag": "Een kamer"}))
    plan = await _plan(database)
    later = plan | {"gewijzigdOp": datetime(2026, 3, 2, 9, tzinfo=UTC)}
    reworded = [Change("onderdak.hulpvraag", "Een kamer", "Een huis")]
    change = await Work(database).change(plan, later, reworded)
    assert change
    await _write(database, change)
    await _as_it_should_be(database, later, LATER)


async def test_of_a_plan_of_an_earlier_release_the_records_are_read(database: Database, raw: Raw) -> None:
    await store(database, history(1, first=PLACE))
    raw[WORK_STANDS].delete_many({})
    raw[WORK].delete_one({"soort": "CONTACT_INVULLEN"})
    plan = await _plan(database)
    changed, change = await _changed(database, plan, "onderdak.toelichting", "Waar geen stap op rust")
    await _write(database, change)
    await _as_it_should_be(database, changed)


async def test_who_read_the_records_before_somebody_else_wrote_them_is_stopped(database: Database) -> None:
    await store(database, history(1, first=PLACE | OUT))
    plan = await _plan(database)
    _, change = await _changed(database, plan, "onderdak.hulpvraag", "Een kamer")
    async for _ in Recounter(database, Work(database), LATER).run():
        pass
    with pytest.raises(AlreadyExists):
        await _write(database, change)
    await _as_it_should_be(database, plan, LATER)


async def test_two_who_write_the_first_records_do_not_both(database: Database, raw: Raw) -> None:
    await store(database, history(1, first=PLACE))
    raw[WORK_STANDS].delete_many({})
    plan = await _plan(database)
    (_, one), (_, other) = [await _changed(database, plan, "onderdak.toelichting", "Wat dan ook") for _ in range(2)]
    await _write(database, one)
    with pytest.raises(AlreadyExists):
        await _write(database, other)


async def test_who_works_out_a_day_while_somebody_writes_is_stopped(database: Database, raw: Raw) -> None:
    await store(database, history(1, first=PLACE))
    plan = await _plan(database)
    # As if its records were lost: there is something to write, and the digest stays as it is.
    raw[WORK].delete_one({"soort": "CONTACT_INVULLEN"})
    # A plan that stands in the outbox twice is worked out once.
    [day] = await Work(database).changes([plan["_id"]] * 2, day_of(plan["gewijzigdOp"]) or LATER)
    assert day
    _, change = await _changed(database, plan, "onderdak.hulpvraag", "Een kamer")
    await _write(database, change)
    with pytest.raises(AlreadyExists):
        await _write(database, day)
