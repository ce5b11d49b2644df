"""What is on its way, in the store: written by the process whose turn it is, and by no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.app import now
from api.store.deliveries import Deliveries, EndpointState, Halted
from api.store.driver import AlreadyExists, Database
from api.store.recipient_log import Event, EventKind
from api.store.subscriptions import MOST, StopReason, Subscription, Subscriptions, TooMany
from policies.context import Purpose, Role
from tests.api.store.database import Raw, database, raw

__all__ = ["database", "raw"]

OIN = "00000099300000202000"
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
FAILED = EndpointState(1, None, None)


def subscription(number: int = 1, **other: Any) -> Subscription:
    given: dict[str, Any] = {
        "id": f"abonnement-{number}",
        "organisation": OIN,
        "role": Role.SYSTEEM,
        "purposes": frozenset({Purpose.ESSENTIELE_VOORWAARDEN}),
        "level": None,
        "user": "systeem",
        "address": f"https://systeem.example/{number}",
        "plan_id": None,
        "kinds": frozenset(EventKind),
        "made": MOMENT,
        "cursor": 0,
    }
    return Subscription(**given | other)


def event(number: int) -> Event:
    return Event(OIN, number, EventKind.PLAN_GEWIJZIGD, "plan", number, MOMENT, ("onderdak",))


async def test_a_subscription_is_stored_as_it_is(database: Database) -> None:
    made = subscription(plan_id="plan", kinds=frozenset({EventKind.PLAN_GEWIJZIGD}))
    store = Subscriptions(database)
    assert await store.make(made) == made
    assert await store.one(made.id, OIN) == made
    assert await store.of(OIN) == [made]
    assert await store.one(made.id, "00000099300000268000") is None
    assert await store.of("00000099300000268000") == []


async def test_the_same_address_and_plan_make_one_subscription(database: Database) -> None:
    store = Subscriptions(database)
    first = await store.make(subscription(1))
    assert await store.make(subscription(2, address=first.address)) == first
    assert (await store.make(subscription(3, address=first.address, plan_id="plan"))).id == "abonnement-3"
    await store.end(first, MOMENT)
    assert (await store.make(subscription(4, address=first.address))).id == "abonnement-4"


async def test_an_organisation_has_so_many_subscriptions_and_no_more(database: Database) -> None:
    store = Subscriptions(database)
    for number in range(MOST):
        await store.make(subscription(number))
    with pytest.raises(TooMany):
        await store.make(subscription(MOST))
    assert (await store.make(subscription(MOST, address="https://systeem.example/0"))).id == "abonnement-0"


async def test_who_lost_his_turn_writes_nothing(database: Database, raw: Raw) -> None:
    made = await Subscriptions(database).make(subscription())
    old, new = Deliveries(database, 1, now, 30), Deliveries(database, 2, now, 30)
    assert await old.claim(made.id) == made
    [delivery, *_] = await old.take_on(made.id, [event(1), event(2)], 2)
    assert await new.claim(made.id) is not None
    before = [list(raw[name].find()) for name in ("abonnementen", "afleveringen")]
    for attempt in (
        old.take_on(made.id, [event(3)], 3),
        old.arrived(delivery, FAILED),
        old.failed(delivery, FAILED),
        old.given_up(delivery, FAILED),
        old.withheld(delivery),
        old.stop(made.id, StopReason.RECHTEN_VERVALLEN),
    ):
        with pytest.raises(Halted):
            await attempt
    assert [list(raw[name].find()) for name in ("abonnementen", "afleveringen")] == before
    assert await old.claim(made.id) is None
    await new.arrived(delivery, EndpointState(0, None, None))
    [waiting] = await new.waiting(made.id)
    assert waiting.event == event(2)
    found = await Subscriptions(database).one(made.id, OIN)
    assert found is not None
    assert (found.cursor, found.delivered) == (2, 1)


async def test_what_arrived_or_was_given_up_is_kept_for_some_days(database: Database, raw: Raw) -> None:
    made = await Subscriptions(database).make(subscription())
    deliveries = Deliveries(database, 1, lambda: MOMENT, 30)
    await deliveries.claim(made.id)
    first, second, third = await deliveries.take_on(made.id, [event(1), event(2), event(3)], 3)
    await deliveries.arrived(first, FAILED)
    await deliveries.given_up(second, FAILED)
    await deliveries.withheld(third)
    records = list(raw.afleveringen.find(sort=[("volgnummer", 1)]))
    assert [record["stand"] for record in records] == ["AFGELEVERD", "ONBESTELBAAR"]
    assert all(record["vervaltOp"] == MOMENT + timedelta(days=30) for record in records)
    [index] = [index for index in raw.afleveringen.list_indexes() if index["name"] == "vervalt"]
    assert index["expireAfterSeconds"] == 0
    # What waits does not expire.
    await Subscriptions(database).revive(made, None, MOMENT)
    [waiting] = await deliveries.waiting(made.id)
    assert waiting.event == event(2)
    assert "vervaltOp" not in raw.afleveringen.find_one({"volgnummer": 2})


async def test_an_event_is_taken_on_once(database: Database) -> None:
    made = await Subscriptions(database).make(subscription())
    deliveries = Deliveries(database, 1, now, 30)
    await deliveries.claim(made.id)
    await deliveries.take_on(made.id, [event(1)], 1, missed=(0, 0))
    with pytest.raises(AlreadyExists):
        await deliveries.take_on(made.id, [event(1)], 1)
    found = await Subscriptions(database).one(made.id, OIN)
    assert found is not None
    assert found.missed == (0, 0)


async def test_what_waited_for_an_ended_subscription_is_gone_and_cannot_come_back(database: Database) -> None:
    store = Subscriptions(database)
    made = await store.make(subscription())
    deliveries = Deliveries(database, 1, now, 30)
    await deliveries.claim(made.id)
    first, _ = await deliveries.take_on(made.id, [event(1), event(2)], 2)
    await deliveries.given_up(first, FAILED)
    await store.end(made, MOMENT)
    assert await deliveries.waiting(made.id) == []
    assert await deliveries.active() == []
    assert await deliveries.claim(made.id) is None
    assert await store.revive(made, None, MOMENT) is None
    ended = await store.one(made.id, OIN)
    assert ended is not None
    assert (ended.reason, ended.stopped) == (StopReason.OPGEZEGD, MOMENT)
