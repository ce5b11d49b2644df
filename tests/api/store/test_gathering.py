"""Plans that are asked together: read at once by those who ask the same, and never by those who do not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Final

import pytest

from api.store.driver import Database, DatabaseError
from api.store.gathering import MOST_AT_ONCE
from api.store.plans import PlanReader
from api.store.projection import Wanted
from plan_schema.plan import PATHS
from tests.api.access.callers import access
from tests.api.store.database import Raw, database, raw
from tests.api.store.finds import Finds
from tests.api.store.histories import history, store
from tests.mongod import LIBRARY

__all__ = ["database", "raw"]

DAY: Final = date(2026, 7, 1)
ARNHEM: Final = {"detentie.inrichting": "PI Arnhem"}
ELSEWHERE: Final = {"detentie.inrichting": "JC Zaanstad"}
PERSONA: Final = "casemanager-arnhem"


@pytest.fixture
def finds() -> Finds:
    """What was asked."""
    return Finds()


@pytest.fixture
async def reader(mongodb_uri: str, raw: Raw, database: Database, finds: Finds) -> AsyncIterator[PlanReader]:
    """A reader of a database of forty plans in Arnhem and one elsewhere."""
    here = [history(1, plan_id=f"plan-{number}", first=ARNHEM) for number in range(40)]
    await store(database, *here, history(1, plan_id="elders", first=ELSEWHERE))
    watched = Database(mongodb_uri, raw.name, library=LIBRARY, listeners=[finds])
    yield PlanReader(watched, PATHS)
    await watched.close()


async def test_what_is_asked_together_is_read_together(reader: PlanReader, finds: Finds) -> None:
    asked = [f"plan-{number}" for number in range(40)]
    views = await asyncio.gather(*(reader.plan(plan_id, access(PERSONA, DAY)) for plan_id in asked))
    assert [view.id for view in views if view] == asked
    # The first had nobody to be read with.
    assert len(finds.seen) == 1 + -(-(len(asked) - 1) // MOST_AT_ONCE)


async def test_each_gets_what_exists_for_him(reader: PlanReader) -> None:
    one, other = access(PERSONA, DAY), access("reclassering-rn-arnhem", DAY)
    found = await asyncio.gather(
        *(reader.plan(plan_id, reads) for plan_id in ("plan-1", "elders", "geen", "plan-1") for reads in (one, other))
    )
    assert [view.id if view else None for view in found] == ["plan-1", None, None, None, None, None, "plan-1", None]


async def test_who_may_reach_other_plans_asks_by_himself(reader: PlanReader, finds: Finds) -> None:
    readers = [access(persona, DAY) for persona in (PERSONA, "gemeente-arnhem")]
    await asyncio.gather(*(reader.plan(f"plan-{number}", reads) for number in range(8) for reads in readers))
    conditions = [str(command["filter"]) for command in finds.seen]
    assert len(set(conditions)) == len(conditions)
    # The very first had nobody to be read with.
    assert sum("detentie.inrichting" in condition for condition in conditions) == 2


async def test_who_looks_at_more_asks_by_himself(reader: PlanReader, finds: Finds) -> None:
    reads = access(PERSONA, DAY)
    little = Wanted(PATHS.bit("onderdak.hulpvraag"), provenance=False)
    part, whole = await asyncio.gather(
        reader.document("plan-1", reads, wanted=little), reader.document("plan-1", reads)
    )
    assert part is not None
    assert whole is not None
    assert set(part) < set(whole)
    assert len(finds.seen) == 2


async def test_who_is_alone_asks_by_himself_each_time(reader: PlanReader, raw: Raw, finds: Finds) -> None:
    reads = access(PERSONA, DAY)
    await reader.plan("plan-1", reads)
    await reader.plan("plan-2", reads)
    assert [command["filter"]["$and"][0] for command in finds.seen] == [{"_id": "plan-1"}, {"_id": "plan-2"}]
    raw["plannen"].drop_indexes()
    for plan_id in ("plan-3", "plan-4"):
        # Also after a failure there is nobody under way.
        with pytest.raises(DatabaseError):
            await reader.plan(plan_id, reads)
        assert finds.seen[-1]["filter"]["$and"][0] == {"_id": plan_id}


async def test_nothing_is_kept(reader: PlanReader, raw: Raw) -> None:
    reads = access(PERSONA, DAY)
    before = await reader.document("plan-1", reads)
    raw["plannen"].update_one({"_id": "plan-1"}, {"$set": {"versie": 2}})
    after = await reader.document("plan-1", reads)
    assert [found["versie"] for found in (before, after) if found] == [1, 2]


async def test_who_gives_up_leaves_the_others_their_plan(reader: PlanReader) -> None:
    reads = access(PERSONA, DAY)
    asked = ("plan-0", "plan-1", "plan-2")
    first, impatient, patient = (asyncio.create_task(reader.plan(plan_id, reads)) for plan_id in asked)
    await asyncio.sleep(0)
    impatient.cancel()
    view = await patient
    assert view is not None
    assert view.id == "plan-2"
    assert await first is not None


async def test_a_failure_is_everybodys_who_asked_then(reader: PlanReader, raw: Raw) -> None:
    reads = access(PERSONA, DAY)
    # An index that is named and not there.
    raw["plannen"].drop_indexes()
    asked = (reader.plan(plan_id, reads) for plan_id in ("plan-0", "plan-1", "plan-2"))
    failures = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(failure, DatabaseError) for failure in failures)
