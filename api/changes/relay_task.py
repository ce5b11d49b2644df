"""The relay at work: in every process, of which one leads."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import uuid4

from api.store.current_schema import NewerSchema
from api.store.driver import Busy, DatabaseError
from api.store.lease import SECONDS, Lease, LeaseLost, Leases
from api.store.recipient_log import Event
from api.store.relaying import Relay
from api.telemetry.observer import SILENT, Observer

LEASE: Final = "doorgifte"
_IDLE_SECONDS: Final = 1.0
"""Without a wake-up the leader looks this often, and the others this often whether there is one."""
PACE_SECONDS: Final = 0.005
"""Between two looks: what many write at once is told together. After a silence a change is told at once."""

_LOG: Final = logging.getLogger("reintegratieplan.changes")


class RelayTask:
    """Leads when nobody else does, and passes on what stands in the outbox for as long as it leads."""

    def __init__(
        self,
        relay: Relay,
        leases: Leases,
        occasion: Callable[[], str],
        told: Callable[[Event], None],
        observer: Observer = SILENT,
    ) -> None:
        self._relay = relay
        self._told = told
        self._considered: tuple[Lease, str] | None = None
        self._leases = leases
        self._occasion = occasion
        self._observer = observer
        self._holder = uuid4().hex
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was put in the outbox."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then the lease is given up, so that another process need not wait for it to run out."""
        lease: Lease | None = None
        try:
            while True:
                try:
                    lease = lease or await self._leases.take(LEASE, self._holder)
                    if lease is not None:
                        await self._lead(lease)
                except LeaseLost:
                    lease = None
                    _LOG.warning("relay_fenced")
                except NewerSchema:
                    # A later release has written: a process of that release must do this work.
                    _LOG.warning("relay_of_earlier_release")
                    if lease is not None:
                        await self._leases.give_up(lease)
                    lease = None
                    await asyncio.sleep(SECONDS)
                except (DatabaseError, Busy) as error:
                    lease = None
                    _LOG.warning("relay_interrupted", extra={"cause": type(error).__name__})
                self._observer.leads("relay", leading=lease is not None)
                await self._rest(leading=lease is not None)
        finally:
            if lease is not None:
                # Without a database there is nothing to give up; the cancellation goes on.
                with suppress(DatabaseError):
                    await asyncio.shield(self._leases.give_up(lease))

    async def _lead(self, lease: Lease) -> None:
        """Everything that waits; what comes of it is told here at once, and to other processes by their tails."""
        self._wake.clear()
        occasion = self._occasion()
        if self._considered != (lease, occasion):
            await self._relay.reconsider(lease, occasion)
            self._considered = (lease, occasion)
        more = True
        while more:
            passed = await self._relay.pass_on(lease)
            more = passed.more
            for event in passed.events:
                self._told(event)

    async def _rest(self, *, leading: bool) -> None:
        if not leading:
            # What is in the outbox is the leader's to pass on: a wake-up would have this process ask for the lease at every change.
            await asyncio.sleep(_IDLE_SECONDS)
            return
        await asyncio.sleep(PACE_SECONDS)
        # Not `wait_for`, which on Python 3.11 can swallow a cancellation that comes together with the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._wake.wait()
