"""The desk: what a system does with the webhook subscriptions of its own organisation.

Subscriptions are between systems: they belong to the role SYSTEEM. A person who leaves, or gets another task, would leave one
behind that nobody answers for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.access.access import Access
from api.store.recipient_log import EventKind, RecipientLog
from api.store.scribe import Clock, new_id
from api.store.subscriptions import Delivery, Subscription, Subscriptions
from api.webhooks.addresses import checked_url
from api.webhooks.endpoint import Endpoints, Fault
from policies.context import Role


@dataclass(frozen=True, slots=True)
class Listed:
    """A subscription with what was given up for it."""

    subscription: Subscription
    dead_letters: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class Subscribed:
    """There is a subscription; `before`: there was one already, and nothing was changed."""

    listed: Listed
    before: bool


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """The endpoint did not say that it wants messages from us."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Revived:
    """So many dead letters are in line again; None: the subscription has stopped."""

    listed: Listed
    count: int | None


class NoSystem(Exception):
    """The caller is no system, or has no right at all."""


class Desk:
    """Makes, shows and ends subscriptions. `loopback`: endpoints may be on this machine. `changed` is called after each change."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        log: RecipientLog,
        endpoints: Endpoints,
        clock: Clock,
        changed: Callable[[], None],
        *,
        loopback: bool,
    ) -> None:
        self._subscriptions = subscriptions
        self._log = log
        self._endpoints = endpoints
        self._clock = clock
        self._changed = changed
        self._loopback = loopback

    async def subscribe(
        self, access: Access, address: str, plan_id: str | None, kinds: Sequence[EventKind] | None
    ) -> Subscribed | NotAgreed:
        """Subscribe, once the endpoint agrees; NoSystem, UnfitAddress, TooMany."""
        caller, oin = access.caller, _own(access)
        if not access.best.best_read:
            raise NoSystem
        url = checked_url(address, loopback=self._loopback)
        fault = await self._endpoints.agrees(url, oin)
        if fault is not None:
            return NotAgreed(fault)
        wanted = Subscription(
            id=new_id(),
            organisation=oin,
            role=caller.role,
            purposes=caller.purposes,
            level=caller.level,
            user=caller.user,
            address=url,
            plan_id=plan_id,
            kinds=frozenset(kinds or EventKind),
            made=self._clock(),
            cursor=await self._log.last(oin),
        )
        made = await self._subscriptions.make(wanted)
        self._changed()
        return Subscribed(await self._listed(made), before=made.id != wanted.id)

    async def list(self, access: Access) -> list[Listed]:
        """The subscriptions of the caller's organisation, newest first; NoSystem."""
        return [await self._listed(found) for found in await self._subscriptions.of(_own(access))]

    async def end(self, access: Access, subscription_id: str) -> Listed | None:
        """End a subscription; None when there is no such one. NoSystem."""
        found = await self._subscriptions.one(subscription_id, _own(access))
        if found is None:
            return None
        await self._subscriptions.end(found, self._clock())
        return await self._again(found)

    async def revive(self, access: Access, subscription_id: str, numbers: Sequence[int] | None) -> Revived | None:
        """Put dead letters back in line; None when there is no such subscription. NoSystem."""
        found = await self._subscriptions.one(subscription_id, _own(access))
        if found is None:
            return None
        count = await self._subscriptions.revive(found, numbers, self._clock())
        self._changed()
        return Revived(await self._again(found), count)

    async def _again(self, subscription: Subscription) -> Listed:
        found = await self._subscriptions.one(subscription.id, subscription.organisation)
        return await self._listed(found or subscription)

    async def _listed(self, subscription: Subscription) -> Listed:
        return Listed(subscription, await self._subscriptions.dead_letters(subscription.id))


def _own(access: Access) -> str:
    if access.caller.role is not Role.SYSTEEM:
        raise NoSystem
    return access.caller.organisation.oin
