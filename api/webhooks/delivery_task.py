"""Deliveries at work: in every process, of which one leads and has a courier for every subscription."""

import asyncio
import logging
from contextlib import suppress
from typing import Final
from uuid import uuid4

from api.logs import place_of
from api.store.deliveries import Deliveries, Halted
from api.store.driver import Busy, Database, DatabaseError
from api.store.lease import Lease, Leases
from api.store.subscriptions import StopReason, Subscription
from api.webhooks.courier import Courier, Depot

LEASE: Final = "bezorging"
SIGN_SECONDS: Final = 1.0
"""How often the leader gives a sign of life, and the others look whether there is one."""
LOOK_SECONDS: Final = 5.0
"""How often the leader looks at the list of subscriptions when nobody wakes it; their events wake their couriers at once."""

_LOG: Final = logging.getLogger("reintegratieplan.webhooks")


class DeliveryTask:
    """Leads when nobody else does, and then keeps the couriers."""

    def __init__(self, database: Database, depot: Depot, days: int) -> None:
        self._database = database
        self._leases = Leases(database)
        self._depot = depot
        self._days = days
        self._holder = uuid4().hex
        self._wake = asyncio.Event()
        self._couriers: dict[str, tuple[Courier, asyncio.Task[None]]] = {}

    def wake(self) -> None:
        """The list of subscriptions changed, or dead letters were put back."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then the lease is given up, so that another process need not wait for it to run out."""
        lease: Lease | None = None
        try:
            while True:
                try:
                    lease = await self._leases.take(LEASE, self._holder)
                    if lease is not None:
                        self._depot.observer.leads("webhooks", leading=True)
                        await self._lead(lease)
                    lease = None
                except (DatabaseError, Busy) as error:
                    # Not given up either: without a database a goodbye would only take time.
                    lease = None
                    _LOG.warning("webhooks_interrupted", extra={"cause": type(error).__name__})
                self._depot.observer.leads("webhooks", leading=False)
                await asyncio.sleep(SIGN_SECONDS)
        finally:
            if lease is not None:
                # Without a database it runs out by itself; a failure here must not take the place of the cancellation.
                with suppress(DatabaseError):
                    await asyncio.shield(self._leases.give_up(lease))

    async def _lead(self, lease: Lease) -> None:
        deliveries = Deliveries(self._database, lease.turn, self._depot.clock, self._days)
        loop = asyncio.get_running_loop()
        next_look = loop.time()
        try:
            while True:
                if self._wake.is_set() or loop.time() >= next_look:
                    self._wake.clear()
                    next_look = loop.time() + LOOK_SECONDS
                    await self._look(deliveries)
                with suppress(TimeoutError):
                    async with asyncio.timeout(SIGN_SECONDS):
                        await self._wake.wait()
                if await self._leases.take(LEASE, self._holder) != lease:
                    _LOG.warning("webhooks_fenced")
                    return
        finally:
            await self._dismiss()

    async def _look(self, deliveries: Deliveries) -> None:
        """See to it that every active subscription has a courier, and that those without any right have none."""
        for subscription in await deliveries.active():
            courier, task = self._couriers.get(subscription.id, (None, None))
            if courier is not None and task is not None and not task.done():
                if await self._still_entitled(subscription, deliveries):
                    await courier.notice(subscription)
                continue
            if task is not None and (failure := task.exception()) is not None:
                _LOG.error(
                    "webhook_courier_failed", extra={"cause": type(failure).__name__, "place": place_of(failure)}
                )
            claimed = await deliveries.claim(subscription.id)
            if claimed is not None and await self._still_entitled(claimed, deliveries):
                courier = Courier(claimed, deliveries, self._depot)
                self._couriers[claimed.id] = (courier, asyncio.create_task(courier.run()))

    async def _still_entitled(self, subscription: Subscription, deliveries: Deliveries) -> bool:
        access = self._depot.contexts.access(subscription)
        if not isinstance(access, StopReason):
            return True
        try:
            await deliveries.stop(subscription.id, access)
        except Halted:
            # It ended meanwhile, or another process leads now.
            return False
        return False

    async def _dismiss(self) -> None:
        tasks = [task for _, task in self._couriers.values()]
        self._couriers.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
