"""The relay: each organisation gets its own gap-free log, of what it may know and of nothing else."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tenacity import AsyncRetrying, retry_if_result, stop_after_delay, wait_fixed

from api.app import now
from api.changes.recipients import recipients
from api.identity.organisations import OrganisationTable
from api.store.driver import Database
from api.store.lease import SECONDS, LeaseLost, Leases
from api.store.relaying import Relay
from plan_schema.plan import PATHS, PLAN
from policies.policy import Policy
from tests.api.changes.conftest import Stored
from tests.api.client import Api, detention, running
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, NIJMEGEN, PI_ARNHEM, RN
from tests.mongod import LIBRARY

UTRECHT: Final = "00000099300000344000"


async def eventually(found: Callable[[], Any]) -> Any:
    """What is found, as soon as it is."""

    async def look() -> Any:
        return found()

    waiting = AsyncRetrying(
        retry=retry_if_result(lambda result: not result), wait=wait_fixed(0.02), stop=stop_after_delay(20)
    )
    return await waiting(look)


async def told(stored: Stored) -> None:
    """Return once everything that was written has been passed on."""
    await eventually(lambda: stored.database.uitgaand.count_documents({}) == 0)


def kinds(events: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(event["soort"], event["versie"]) for event in events]


async def test_a_change_is_told_to_who_may_see_it_and_to_nobody_else(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    # A relay that begins later tells all of this as one plan that is there.
    await told(stored)
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
    await api.change(CASEMANAGER, plan_id, 2, {"detentie": {"artikelcode": "310"}})
    await api.change(CASEMANAGER, plan_id, 3, {"detentie": {"artikelcode": "311"}, "onderdak": {"toelichting": "x"}})
    await told(stored)
    changed = [("PLAN_GEWIJZIGD", version) for version in (2, 3, 4)]
    assert kinds(stored.events(PI_ARNHEM)) == [("PLAN_TOEGANKELIJK", 1), *changed]
    of_gemeente = stored.events(ARNHEM)
    assert 3 not in [event["versie"] for event in of_gemeente if event["soort"] == "PLAN_GEWIJZIGD"]
    last = of_gemeente[-1]
    assert (last["soort"], last["versie"], last["groepen"]) == ("PLAN_GEWIJZIGD", 4, ["onderdak"])
    assert stored.events(PI_ARNHEM)[-1]["groepen"] == ["detentie", "onderdak"]
    # Before the signal no reclassering has a relation; Utrecht never has one.
    assert stored.events(RN) == []
    assert stored.events(UTRECHT) == []
    for oin in (PI_ARNHEM, ARNHEM, NIJMEGEN):
        events = stored.events(oin)
        assert [event["volgnummer"] for event in events] == list(range(1, len(events) + 1))


async def test_an_event_holds_no_value(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "geheim"}})
    await told(stored)
    for name in ("gebeurtenissen", "bereik", "ontvangers", "uitgaand"):
        for document in stored.database[name].find():
            assert "geheim" not in str(document)
            assert "Voorbeeld" not in str(document)
            assert "1234567" not in str(document.get("groepen", ""))
    fields = {"ontvanger", "soort", "planId", "versie", "groepen", "tijdstip", "vervaltOp", "volgnummer"}
    assert set(stored.events(PI_ARNHEM)[0]) - {"stappen"} == fields


async def test_a_plan_that_moves_ends_for_one_gemeente_and_begins_for_the_other(api: Api, stored: Stored) -> None:
    plan_id = await api.register(detention(terugkeer={"herkomstgemeente": "0202"}))
    await told(stored)
    assert kinds(stored.events(ARNHEM)) == [("PLAN_TOEGANKELIJK", 1)]
    await api.change(CASEMANAGER, plan_id, 1, {"terugkeer": {"herkomstgemeente": "0344"}})
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": "huis"}})
    await told(stored)
    assert [event["soort"] for event in stored.events(ARNHEM)] == ["PLAN_TOEGANKELIJK", "PLAN_NIET_MEER_TOEGANKELIJK"]
    assert stored.events(ARNHEM)[-1]["groepen"] == []
    of_utrecht = stored.events(UTRECHT)
    assert of_utrecht[0]["soort"] == "PLAN_TOEGANKELIJK"
    assert "onderdak" in of_utrecht[0]["groepen"]
    assert "som" not in of_utrecht[0]["groepen"]


async def test_what_was_written_while_no_relay_ran_is_told_later(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id = await api.register()
        await told(stored)
    before = stored.events(PI_ARNHEM)
    version = stored.database.versies.find_one({"planId": plan_id}, {"_id": 0})
    assert version is not None
    # As if the process had died between the commit and the relay.
    stored.database.uitgaand.insert_one({"_id": "later", "planId": plan_id, "nummer": 1})
    stored.database.bereik.update_one({"_id": plan_id}, {"$set": {"ontvangers": [], "versie": 0}})
    async with running(mongodb_uri, database_name, tmp_path):
        await told(stored)
    again = stored.events(PI_ARNHEM)
    assert [event["volgnummer"] for event in again] == [1, 2]
    assert again[0] == before[0]


async def test_a_relation_that_begins_with_a_day_is_told_on_that_day(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id = await api.register()
        await told(stored)
    known = stored.events(ARNHEM)
    # The relation lapsed: as if on an earlier day, on which another process led, it did not hold yet.
    stored.database.bereik.update_one({"_id": plan_id}, {"$pull": {"ontvangers": ARNHEM}})
    stored.database.beurten.update_one({"_id": "doorgifte"}, {"$set": {"herbeoordeeld": "yesterday"}})
    async with running(mongodb_uri, database_name, tmp_path):
        events = await eventually(lambda: stored.events(ARNHEM)[len(known) :])
    assert kinds(events) == [("PLAN_TOEGANKELIJK", 1)]
    assert len(stored.events(NIJMEGEN)) == 1


async def test_of_two_relays_that_believe_they_lead_the_fenced_one_writes_nothing(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id = await api.register()
        await told(stored)
    database = Database(mongodb_uri, database_name, library=LIBRARY)
    today = now().date()
    everybody = tuple(recipients(OrganisationTable.load(), Policy.load(PLAN, today), today, 12))
    leases = Leases(database)
    relay = Relay(database, PATHS, lambda: everybody, now, 30)
    old = await leases.take("doorgifte", "old")
    assert old is not None
    assert await leases.take("doorgifte", "new") is None
    stored.database.beurten.update_one({"_id": "doorgifte"}, {"$unset": {"tot": ""}})
    new = await leases.take("doorgifte", "new")
    assert new is not None
    assert new.turn == old.turn + 1
    stored.database.uitgaand.insert_one({"_id": "next", "planId": plan_id, "nummer": 1})
    stored.database.bereik.update_one({"_id": plan_id}, {"$set": {"ontvangers": []}})
    before = stored.events(PI_ARNHEM)
    try:
        await relay.pass_on(old)
    except LeaseLost:
        pass
    else:
        raise AssertionError("the fenced relay wrote")
    assert stored.events(PI_ARNHEM) == before
    assert stored.database.uitgaand.count_documents({}) == 1
    passed = await relay.pass_on(new)
    assert (passed.plans, passed.more) == (1, False)
    assert [event.number for event in passed.events if event.recipient == PI_ARNHEM] == [len(before) + 1]
    assert len(stored.events(PI_ARNHEM)) == len(before) + 1
    await database.close()


async def test_a_leader_that_falls_silent_is_succeeded_within_five_seconds(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored
) -> None:
    assert SECONDS < 4
    database = Database(mongodb_uri, database_name, library=LIBRARY)
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id = await api.register()
        await told(stored)
        # A process that took the lease and died with it.
        stored.database.beurten.update_one({"_id": "doorgifte"}, {"$unset": {"tot": ""}})
        dead = await Leases(database).take("doorgifte", "dead")
        if dead is None:  # the living one was faster
            stored.database.beurten.update_one({"_id": "doorgifte"}, {"$set": {"houder": "dead"}, "$inc": {"beurt": 1}})
        await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "huis"}})
        async with asyncio.timeout(5 + SECONDS):
            await told(stored)
    assert stored.events(PI_ARNHEM)[-1]["versie"] == 2
    await database.close()
