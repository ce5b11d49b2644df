"""What is on its way to webhook subscriptions, in the store: taken from the log, tried, arrived or given up.

Every write is one transaction with the subscription, and holds only for the process whose turn (fencing token) stands in it. So
a process that lost the lead writes nothing, and what was sent but not recorded when a process died is sent again by the next.
"""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from api.store.collections import DELIVERIES, SUBSCRIPTIONS
from api.store.driver import Database, Document, Session
from api.store.recipient_log import Event
from api.store.scribe import Clock, new_id
from api.store.subscriptions import ACTIVE, DEAD, WAITING, Delivery, StopReason, Subscription, stop

MOST_WAITING: Final = 1_000
"""Deliveries of one subscription that wait; what comes after stays in the log until there is room."""

_MOST_ACTIVE: Final = 10_000
_ARRIVED: Final = "AFGELEVERD"


class Halted(Exception):
    """The subscription ended, or another process delivers for it now; nothing was written."""


@dataclass(frozen=True, slots=True)
class EndpointState:
    """What is recorded of an endpoint with a delivery: failures in a row and, when the circuit is open, since and until when."""

    failures: int
    open_since: datetime | None
    probe_at: datetime | None

    def change(self) -> Document:
        """The stored form."""
        return {"mislukt": self.failures, "onderbrokenSinds": self.open_since, "proefOp": self.probe_at}


class Deliveries:
    """What one process does under one turn. `days`: how long what arrived or was given up is kept."""

    def __init__(self, database: Database, turn: int, clock: Clock, days: int) -> None:
        self._database = database
        self._turn = turn
        self._clock = clock
        self._kept = timedelta(days=days)

    async def active(self) -> list[Subscription]:
        """Every subscription that is delivered to."""
        records = await self._database.find(SUBSCRIPTIONS, {"stand": ACTIVE}, limit=_MOST_ACTIVE)
        return [Subscription.of(record) for record in records]

    async def claim(self, subscription_id: str) -> Subscription | None:
        """Begin to deliver for a subscription, under this turn; None when it ended, or a later turn has begun."""
        where = {"_id": subscription_id, "stand": ACTIVE, "$or": [{"beurt": None}, {"beurt": {"$lte": self._turn}}]}
        await self._database.update_all(SUBSCRIPTIONS, where, {"$set": {"beurt": self._turn}})
        found = await self._database.find_one(SUBSCRIPTIONS, self._mine(subscription_id))
        return None if found is None else Subscription.of(found)

    async def waiting(self, subscription_id: str) -> list[Delivery]:
        """What waits, in order of number."""
        where = {"abonnementId": subscription_id, "stand": WAITING}
        # Dead letters that were put back come on top of what may wait.
        records = await self._database.find(DELIVERIES, where, sort=[("volgnummer", 1)], limit=2 * MOST_WAITING)
        return [Delivery.of(record) for record in records]

    async def take_on(
        self, subscription_id: str, events: Sequence[Event], upto: int, missed: tuple[int, int] | None = None
    ) -> list[Delivery]:
        """Put events in line, and the cursor at the last number that was looked at."""
        now = self._clock()
        taken = [Delivery(new_id(), subscription_id, event, since=now, due=now) for event in events]
        records = [_record(delivery) for delivery in taken]
        change: Document = {"cursor": upto} | ({} if missed is None else {"gemist": list(missed)})

        async def work(session: Session) -> None:
            if records:
                await self._database.insert_many(DELIVERIES, records, session)

        await self._write(subscription_id, {"$set": change}, work)
        return taken

    async def arrived(self, delivery: Delivery, endpoint: EndpointState) -> None:
        """It arrived."""
        change: Document = {"$set": endpoint.change(), "$max": {"afgeleverd": delivery.event.number}}
        await self._write(
            delivery.subscription_id, change, self._close(delivery, _ARRIVED, {"afgeleverdOp": self._clock()})
        )

    async def withheld(self, delivery: Delivery) -> None:
        """It may not be told any more: no trace of it stays."""

        async def work(session: Session) -> None:
            await self._database.delete(DELIVERIES, {"_id": delivery.id}, session)

        await self._write(delivery.subscription_id, {}, work)

    async def failed(self, delivery: Delivery, endpoint: EndpointState) -> None:
        """It did not arrive; `delivery` says when it is tried again."""
        change = {
            "pogingen": delivery.attempts,
            "weigeringen": delivery.refusals,
            "volgendeOp": delivery.due,
            "fout": delivery.fault,
        }

        async def work(session: Session) -> None:
            await self._database.update(DELIVERIES, {"_id": delivery.id}, {"$set": change}, session)

        await self._write(delivery.subscription_id, {"$set": endpoint.change()}, work)

    async def given_up(self, delivery: Delivery, endpoint: EndpointState) -> None:
        """It goes to the dead letters."""
        last = {"pogingen": delivery.attempts, "weigeringen": delivery.refusals, "fout": delivery.fault}
        change = {"$set": endpoint.change()}
        await self._write(delivery.subscription_id, change, self._close(delivery, DEAD, last))

    async def stop(self, subscription_id: str, reason: StopReason) -> None:
        """End a subscription for a reason of ours; what waits is not sent any more."""

        async def work(session: Session) -> None:
            waiting = {"abonnementId": subscription_id, "stand": WAITING}
            await self._database.delete(DELIVERIES, waiting, session)

        await self._write(subscription_id, stop(reason, self._clock()), work)

    def _close(self, delivery: Delivery, state: str, more: Document) -> Callable[[Session], Coroutine[Any, Any, None]]:
        change = {"$set": {"stand": state, "vervaltOp": self._clock() + self._kept, **more}}

        async def work(session: Session) -> None:
            await self._database.update(DELIVERIES, {"_id": delivery.id}, change, session)

        return work

    async def _write(
        self, subscription_id: str, change: Document, work: Callable[[Session], Coroutine[Any, Any, None]]
    ) -> None:
        async def fenced(session: Session) -> None:
            # The counter makes this a write whatever else changes, so that two turns cannot pass each other unseen.
            fence = change | {"$inc": {"schrijfnummer": 1}}
            if not await self._database.update(SUBSCRIPTIONS, self._mine(subscription_id), fence, session):
                raise Halted
            await work(session)

        await self._database.transaction(fenced)

    def _mine(self, subscription_id: str) -> Document:
        return {"_id": subscription_id, "stand": ACTIVE, "beurt": self._turn}


def _record(delivery: Delivery) -> Document:
    event = delivery.event
    return {
        "_id": delivery.id,
        "abonnementId": delivery.subscription_id,
        "stand": WAITING,
        "ontvanger": event.recipient,
        "volgnummer": event.number,
        "soort": event.kind,
        "planId": event.plan_id,
        "versie": event.version,
        "groepen": list(event.groups),
        "stappen": [list(paths) for paths in event.work],
        "tijdstip": event.moment,
        "sinds": delivery.since,
        "volgendeOp": delivery.due,
        "pogingen": 0,
        "weigeringen": 0,
    }
