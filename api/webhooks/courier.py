"""The courier of one subscription: takes its events from the log, and carries them to its endpoint, in order per plan.

A plan whose event does not arrive holds up its own later events and nobody else's. What waits is in memory as it is in the store;
only the process that leads has couriers, and each subscription one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from api.access.access import Access
from api.changes.hub import Channel, Hub
from api.logbook.writer import LogUnavailable
from api.store.deliveries import MOST_WAITING, Deliveries, EndpointState, Halted
from api.store.driver import Busy, DatabaseError
from api.store.happenings import Happenings
from api.store.recipient_log import CursorTooOld, Event
from api.store.scribe import Clock
from api.store.subscriptions import Delivery, StopReason, Subscription
from api.telemetry.observer import SILENT, Observer
from api.webhooks.account import Accountant
from api.webhooks.cloud_event import Source, cloud_event
from api.webhooks.contexts import Contexts
from api.webhooks.endpoint import Attempt, Endpoints, Verdict
from api.webhooks.pace import CLOSED, Circuit, Pace

AT_ONCE: Final = 4
"""Plans of one subscription that are carried at the same time."""
_LONGEST_REST: Final = 3_600.0

_LOG: Final = logging.getLogger("reintegratieplan.webhooks")


@dataclass(frozen=True, slots=True)
class Depot:
    """What every courier of a process works with."""

    hub: Hub
    happenings: Happenings
    contexts: Contexts
    endpoints: Endpoints
    accountant: Accountant
    source: Source
    pace: Pace
    clock: Clock
    observer: Observer = SILENT


class Courier:
    """Delivers for one subscription under one turn."""

    def __init__(self, subscription: Subscription, deliveries: Deliveries, depot: Depot) -> None:
        self._subscription = subscription
        self._deliveries = deliveries
        self._depot = depot
        self._circuit = Circuit(subscription.failures, subscription.open_since, subscription.probe_at)
        self._waiting: dict[int, Delivery] = {}
        self._carried: set[str] = set()
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._revived = subscription.revived

    async def run(self) -> None:
        """Deliver until the subscription ends, or until another process does."""
        try:
            await self._reload()
            async with asyncio.TaskGroup() as work:
                work.create_task(self._take_on())
                work.create_task(self._deliver(work))
        except* Halted:
            _LOG.info("webhook_courier_halted")
        except* (DatabaseError, Busy, LogUnavailable) as errors:
            # The next courier begins where this one stood.
            _LOG.warning("webhook_courier_interrupted", extra={"cause": type(errors.exceptions[0]).__name__})

    async def notice(self, subscription: Subscription) -> None:
        """The subscription as it stands in the store now: dead letters may have been put back."""
        if subscription.revived != self._revived:
            self._revived = subscription.revived
            await self._reload()

    async def _reload(self) -> None:
        before = set(self._waiting)
        for delivery in await self._deliveries.waiting(self._subscription.id):
            # What was in memory before is there still, or arrived meanwhile.
            if delivery.event.number not in before:
                self._waiting.setdefault(delivery.event.number, delivery)
        self._work.set()

    # From the log into the line -------------------------------------------------------------------------------------

    async def _take_on(self) -> None:
        cursor = self._subscription.cursor
        with self._depot.hub.channel(self._subscription.organisation) as channel:
            while True:
                cursor = await self._next(channel, cursor)
                while len(self._waiting) >= MOST_WAITING:
                    self._room.clear()
                    await self._room.wait()

    async def _next(self, channel: Channel, cursor: int) -> int:
        """Put the next events in line; the new cursor."""
        missed = None
        try:
            events = await channel.after(cursor)
        except CursorTooOld as gap:
            # They are gone, and what came after is not: the subscription says which numbers were passed over.
            missed, events = (cursor + 1, gap.oldest - 1), []
        upto = missed[1] if missed else events[-1].number
        wanted: Iterable[Event] = (event for event in events if self._subscription.wants(event))
        for delivery in await self._deliveries.take_on(self._subscription.id, list(wanted), upto, missed):
            self._waiting[delivery.event.number] = delivery
        self._work.set()
        return upto

    # From the line to the endpoint ----------------------------------------------------------------------------------

    async def _deliver(self, work: asyncio.TaskGroup) -> None:
        while True:
            self._work.clear()
            now = self._depot.clock()
            heads = self._heads()
            expired = [head for head in heads if self._expired(head, now)]
            ready = self._ready([head for head in heads if head not in expired], now)
            for delivery, how in [
                *((head, self._give_up) for head in expired),
                *((head, self._attempt) for head in ready),
            ]:
                # At once: the task begins later than the next look at what is carried.
                self._carried.add(delivery.event.plan_id)
                work.create_task(self._carry(delivery, how))
            await self._rest(now)

    def _heads(self) -> list[Delivery]:
        """The first of each plan that nobody carries; only that one may go."""
        heads: dict[str, Delivery] = {}
        for number in sorted(self._waiting):
            delivery = self._waiting[number]
            heads.setdefault(delivery.event.plan_id, delivery)
        return [delivery for plan_id, delivery in heads.items() if plan_id not in self._carried]

    def _expired(self, head: Delivery, now: datetime) -> bool:
        """Whether it has waited too long: for an endpoint that was tried, not for one of our own processes."""
        opened = self._circuit.open_since
        if not head.attempts and (opened is None or not self._depot.pace.given_up(opened, 0, now)):
            return False
        return self._depot.pace.given_up(head.since, head.refusals, now)

    def _ready(self, heads: list[Delivery], now: datetime) -> list[Delivery]:
        """What goes now; while the circuit is open that is one at a time, when its moment has come."""
        if not self._circuit.closed_at(now):
            return []
        return [head for head in heads if head.due <= now][: max(0, self._room_for - len(self._carried))]

    @property
    def _room_for(self) -> int:
        return AT_ONCE if self._circuit.probe_at is None else 1

    async def _rest(self, now: datetime) -> None:
        """Until something is due, or somebody wakes this courier."""
        moments = [head.due for head in self._heads()]
        if self._circuit.probe_at is not None:
            moments = [max(moment, self._circuit.probe_at) for moment in moments]
        full = len(self._carried) >= self._room_for
        seconds = _LONGEST_REST if full or not moments else (min(moments) - now) / timedelta(seconds=1)
        # Not `wait_for`: before Python 3.12 it may swallow a cancellation that comes together with what it waits for.
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(seconds, 0.0), _LONGEST_REST)):
                await self._work.wait()

    async def _carry(self, delivery: Delivery, how: Callable[[Delivery], Awaitable[None]]) -> None:
        try:
            await how(delivery)
        finally:
            self._carried.discard(delivery.event.plan_id)
            self._work.set()
            self._room.set()

    async def _attempt(self, delivery: Delivery) -> None:
        access = self._depot.contexts.access(self._subscription)
        if isinstance(access, StopReason):
            await self._deliveries.stop(self._subscription.id, access)
            raise Halted
        attempt = await self._send(delivery, access)
        if attempt is not None:
            self._depot.observer.attempted(attempt.verdict)
        if attempt is None:
            await self._deliveries.withheld(delivery)
            del self._waiting[delivery.event.number]
        elif attempt.verdict is Verdict.ARRIVED:
            self._circuit = CLOSED
            await self._deliveries.arrived(delivery, _state(CLOSED))
            del self._waiting[delivery.event.number]
        elif attempt.verdict is Verdict.GONE:
            await self._deliveries.stop(self._subscription.id, StopReason.ONTVANGER_VERVALLEN)
            raise Halted
        else:
            await self._again(delivery, attempt)

    async def _send(self, delivery: Delivery, access: Access) -> Attempt | None:
        """One attempt; None when nothing of the event may be told now."""
        [happening] = await self._depot.happenings.of([delivery.event])
        seen = happening.seen_by(access)
        if seen.kind is None:
            return None
        body = cloud_event(delivery, seen, self._depot.source)
        await self._depot.accountant.record(access, delivery.event, seen)
        return await self._depot.endpoints.send(self._subscription.address, self._subscription.organisation, body)

    async def _again(self, delivery: Delivery, attempt: Attempt) -> None:
        pace, now = self._depot.pace, self._depot.clock()
        refused = attempt.verdict is Verdict.REFUSED
        # An endpoint that refuses a message is there; what it refuses is a matter between it and that message.
        self._circuit = CLOSED if refused else pace.failed(self._circuit, now, attempt.asked)
        attempts = delivery.attempts + 1
        later = replace(
            delivery,
            attempts=attempts,
            refusals=delivery.refusals + refused,
            due=now + pace.pause(attempts, attempt.asked),
            fault=attempt.fault,
        )
        if pace.given_up(later.since, later.refusals, now):
            await self._give_up(later)
        else:
            await self._deliveries.failed(later, _state(self._circuit))
            self._waiting[later.event.number] = later

    async def _give_up(self, delivery: Delivery) -> None:
        await self._deliveries.given_up(delivery, _state(self._circuit))
        del self._waiting[delivery.event.number]
        self._depot.observer.attempted("GIVEN_UP")
        _LOG.warning("webhook_given_up", extra={"cause": delivery.fault})


def _state(circuit: Circuit) -> EndpointState:
    return EndpointState(circuit.failures, circuit.open_since, circuit.probe_at)
