"""The webhook subscriptions of organisations, in the store: who asked for what, and how far deliveries have come.

A subscription keeps the context in which it was made (organisation, role, doelen), never a right: those are judged anew for
every message. `beurt` is the fencing token of the process that delivers for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from api.store.collections import DELIVERIES, SUBSCRIPTIONS
from api.store.driver import AlreadyExists, Database, Document, Session
from api.store.recipient_log import Event, EventKind
from policies.context import AssuranceLevel, Purpose, Role

ACTIVE: Final = "ACTIEF"
ENDED: Final = "GESTOPT"
WAITING: Final = "WACHT"
DEAD: Final = "ONBESTELBAAR"

MOST: Final = 100
"""Active subscriptions of one organisation."""
MOST_LISTED: Final = 500


class StopReason(StrEnum):
    """Waarom een abonnement is gestopt."""

    OPGEZEGD = "OPGEZEGD"
    """Uw organisatie heeft het beëindigd."""
    ONTVANGER_VERVALLEN = "ONTVANGER_VERVALLEN"
    """De ontvanger antwoordde dat hij niet meer bestaat (410)."""
    ORGANISATIE_VERVALLEN = "ORGANISATIE_VERVALLEN"
    """Uw organisatie staat niet meer in de organisatietabel."""
    RECHTEN_VERVALLEN = "RECHTEN_VERVALLEN"
    """De rol en doelen waarmee het abonnement is gemaakt geven geen enkel recht meer."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription; `cursor` is the number of the last event that was taken from the log for it.

    `missed`: the first and last number that were no longer kept when deliveries came to them. `revived` counts how often dead
    letters were put back.
    """

    id: str
    organisation: str
    role: Role
    purposes: frozenset[Purpose]
    level: AssuranceLevel | None
    user: str
    address: str
    plan_id: str | None
    kinds: frozenset[EventKind]
    made: datetime
    cursor: int
    delivered: int | None = None
    failures: int = 0
    open_since: datetime | None = None
    probe_at: datetime | None = None
    stopped: datetime | None = None
    reason: StopReason | None = None
    missed: tuple[int, int] | None = None
    revived: int = 0

    def wants(self, event: Event) -> bool:
        """Whether it is about this plan and kind of event."""
        return event.kind in self.kinds and self.plan_id in {None, event.plan_id}

    @classmethod
    def of(cls, record: Document) -> "Subscription":
        """A subscription from its stored form."""
        missed = record.get("gemist")
        return cls(
            id=record["_id"],
            organisation=record["organisatie"],
            role=Role(record["rol"]),
            purposes=frozenset(map(Purpose, record["doelen"])),
            level=AssuranceLevel[record["niveau"]] if record["niveau"] else None,
            user=record["gebruiker"],
            address=record["adres"],
            plan_id=record.get("planId"),
            kinds=frozenset(map(EventKind, record["soorten"])),
            made=record["gemaaktOp"],
            cursor=record["cursor"],
            delivered=record.get("afgeleverd"),
            failures=record.get("mislukt", 0),
            open_since=record.get("onderbrokenSinds"),
            probe_at=record.get("proefOp"),
            stopped=record.get("gestoptOp"),
            reason=StopReason(record["reden"]) if "reden" in record else None,
            missed=(missed[0], missed[1]) if missed else None,
            revived=record.get("herleverd", 0),
        )

    def record(self) -> Document:
        """The stored form of a new one."""
        return {
            "_id": self.id,
            "stand": ACTIVE,
            "organisatie": self.organisation,
            "rol": self.role,
            "doelen": sorted(self.purposes),
            "niveau": None if self.level is None else self.level.name,
            "gebruiker": self.user,
            "adres": self.address,
            "planId": self.plan_id,
            "soorten": sorted(self.kinds),
            "gemaaktOp": self.made,
            "cursor": self.cursor,
        }


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to a subscription. `refusals` are the attempts that the endpoint answered with a refusal."""

    id: str
    subscription_id: str
    event: Event
    since: datetime
    due: datetime
    attempts: int = 0
    refusals: int = 0
    fault: str | None = None

    @classmethod
    def of(cls, record: Document) -> "Delivery":
        """A delivery from its stored form."""
        return cls(
            id=record["_id"],
            subscription_id=record["abonnementId"],
            event=Event.of(record),
            since=record["sinds"],
            due=record["volgendeOp"],
            attempts=record["pogingen"],
            refusals=record["weigeringen"],
            fault=record.get("fout"),
        )


class TooMany(Exception):
    """The organisation has as many subscriptions as it may have."""


class Subscriptions:
    """What an organisation does with its own subscriptions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make(self, subscription: Subscription) -> Subscription:
        """Store a new one, or give the active one for the same address and plan; TooMany."""
        own = {"organisatie": subscription.organisation, "stand": ACTIVE}
        same = own | {"adres": subscription.address, "planId": subscription.plan_id}
        if (found := await self._database.find_one(SUBSCRIPTIONS, same)) is not None:
            return Subscription.of(found)
        if await self._database.count(SUBSCRIPTIONS, own) >= MOST:
            raise TooMany
        record = subscription.record()
        try:
            await self._database.transaction(lambda session: self._database.insert(SUBSCRIPTIONS, record, session))
        except AlreadyExists:
            # Another request made it at the same moment.
            if (found := await self._database.find_one(SUBSCRIPTIONS, same)) is None:
                raise
            return Subscription.of(found)
        return subscription

    async def of(self, organisation: str) -> list[Subscription]:
        """The subscriptions of an organisation, newest first."""
        where = {"organisatie": organisation}
        records = await self._database.find(SUBSCRIPTIONS, where, sort=[("_id", -1)], limit=MOST_LISTED)
        return [Subscription.of(record) for record in records]

    async def one(self, subscription_id: str, organisation: str) -> Subscription | None:
        """One of the organisation's own; None when it is not that, or not there."""
        found = await self._database.find_one(SUBSCRIPTIONS, {"_id": subscription_id, "organisatie": organisation})
        return None if found is None else Subscription.of(found)

    async def end(self, subscription: Subscription, moment: datetime) -> None:
        """End it at the wish of its organisation; what waits is not sent any more."""
        where = {"_id": subscription.id, "stand": ACTIVE}

        async def work(session: Session) -> None:
            if await self._database.update(SUBSCRIPTIONS, where, stop(StopReason.OPGEZEGD, moment), session):
                waiting = {"abonnementId": subscription.id, "stand": WAITING}
                await self._database.delete(DELIVERIES, waiting, session)

        await self._database.transaction(work)

    async def dead_letters(self, subscription_id: str) -> list[Delivery]:
        """What was given up, in order of number."""
        where = {"abonnementId": subscription_id, "stand": DEAD}
        records = await self._database.find(DELIVERIES, where, sort=[("volgnummer", 1)], limit=MOST_LISTED)
        return [Delivery.of(record) for record in records]

    async def revive(self, subscription: Subscription, numbers: Sequence[int] | None, moment: datetime) -> int | None:
        """Put dead letters back in line, all or those with these numbers; how many. None when the subscription has stopped."""
        where: dict[str, Any] = {"abonnementId": subscription.id, "stand": DEAD}
        if numbers is not None:
            where["volgnummer"] = {"$in": list(numbers)}
        anew = {"stand": WAITING, "sinds": moment, "volgendeOp": moment, "pogingen": 0, "weigeringen": 0}

        async def work(session: Session) -> int | None:
            active = {"_id": subscription.id, "stand": ACTIVE}
            if not await self._database.update(SUBSCRIPTIONS, active, {"$inc": {"herleverd": 1}}, session):
                return None
            count = 0
            for record in await self._database.find(DELIVERIES, where, limit=MOST_LISTED, session=session):
                change = {"$set": anew, "$unset": {"vervaltOp": "", "fout": ""}}
                count += await self._database.update(DELIVERIES, {"_id": record["_id"]}, change, session)
            return count

        return await self._database.transaction(work)


def stop(reason: StopReason, moment: datetime) -> Document:
    """The change by which a subscription stops."""
    return {"$set": {"stand": ENDED, "reden": reason, "gestoptOp": moment}}
