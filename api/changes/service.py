"""What a process does for changes: it relays when it leads, follows the logs, and hands events to its readers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Final

from api.access.policy_holder import PolicyHolder
from api.changes.hub import Hub
from api.changes.recipients import recipients
from api.changes.relay_task import RelayTask
from api.identity.organisations import Organisations
from api.logs import place_of
from api.store.driver import Database
from api.store.lease import Leases
from api.store.recipient import Recipient
from api.store.recipient_log import RecipientLog
from api.store.relaying import Relay
from api.store.scribe import Clock
from api.store.tail import Tail
from api.telemetry.observer import SILENT, Observer
from plan_schema.plan import PATHS

_RETRY_SECONDS: Final = 1.0
_LOG: Final = logging.getLogger("reintegratieplan.changes")


class Changes:
    """The relay, the tail and the hub of one process."""

    def __init__(
        self,
        database: Database,
        policies: PolicyHolder,
        organisations: Organisations,
        today: Callable[[], date],
        clock: Clock,
        *,
        aftercare_months: int,
        kept_days: int,
        observer: Observer = SILENT,
    ) -> None:
        self.log = RecipientLog(database)
        self.hub = Hub(self.log)
        self._policies = policies
        self._organisations = organisations
        self._today = today
        self._aftercare_months = aftercare_months
        self._known: tuple[str, tuple[Recipient, ...]] = ("", ())
        relay = Relay(database, PATHS, self._recipients, clock, kept_days)
        self._relaying = RelayTask(relay, Leases(database), self._occasion, self.hub.add, observer)
        self._tail = Tail(database)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as work:
            work.create_task(_kept_alive(self._relaying.run))
            work.create_task(_kept_alive(lambda: self._tail.follow(self._begun, self._relaying.wake, self.hub.add)))

    def wake(self) -> None:
        """Something was put in the outbox by this process; what others put there the tail tells of."""
        self._relaying.wake()

    def _begun(self) -> None:
        self.hub.refresh()
        self._relaying.wake()

    def _occasion(self) -> str:
        """On another day, under another policy or with others connected, other relations may hold although nobody wrote anything."""
        today = self._today()
        return f"{today.isoformat()} {self._policies.on(today).revision} {self._organisations.revision}"

    def _recipients(self) -> Iterable[Recipient]:
        occasion = self._occasion()
        if self._known[0] != occasion:
            today = self._today()
            policy = self._policies.on(today)
            found = tuple(recipients(self._organisations, policy, today, self._aftercare_months))
            self._known = (occasion, found)
        return self._known[1]


async def _kept_alive(work: Callable[[], Awaitable[None]]) -> None:
    """Do this for as long as the process lives: a failure that nobody foresaw is logged, and the work begins again."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is, changes must go on being told
            _LOG.error("changes_failed", extra={"cause": type(error).__name__, "place": place_of(error)})
            await asyncio.sleep(_RETRY_SECONDS)
