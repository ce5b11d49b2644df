"""Destruction: a plan whose term has passed, in one transaction with the certificate that says so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from api.store.certificates import Certificate, newest
from api.store.collections import DESTRUCTIONS, HOLDS, OUTBOX, PERSON, PLANS, VERSIONS
from api.store.driver import AlreadyExists, Database, Session
from api.store.holdings import HOLDINGS
from api.store.retention import Retention
from api.store.scribe import Clock, new_id
from api.store.signing import Keyring
from plan_schema.values import value_at

Forget: TypeAlias = Callable[[str, str | None], Awaitable[int]]
"""Makes the logs forget a plan, and its person if an SKN is given: this was the last plan of his. How many records.

Called before the transaction is final, and again when that is tried again: what is forgotten is no longer found then.
"""

LOGS: Final = "logboek"
"""What the records that logs forgot are called on the certificate."""

_TRIES: Final = 10


class _Kept(Exception):
    """The plan has to stay: the transaction is undone."""


class Destroyer:
    """Destroys plans, one at a time: killed at any moment, a plan is there as a whole or gone with a certificate."""

    def __init__(
        self, database: Database, keys: Keyring, retention: Retention, clock: Clock, forget: Forget | None = None
    ) -> None:
        self._database = database
        self._keys = keys
        self._retention = retention
        self._clock = clock
        self._forget = forget

    async def destroy(self, plan_id: str, day: date, by: str) -> Certificate | None:
        """Destroy a plan that may not be kept on this day; None when it must stay, or is not there."""
        forgotten = 0

        async def work(session: Session) -> Certificate:
            nonlocal forgotten
            certificate, skn = await self._destroy(plan_id, day, by, session)
            if self._forget is not None:
                forgotten += await self._forget(plan_id, skn)
                certificate = replace(certificate, counts={**certificate.counts, LOGS: forgotten})
            await self._database.insert(DESTRUCTIONS, certificate.record(self._keys), session)
            return certificate

        for _ in range(_TRIES - 1):
            try:
                return await self._database.transaction(work)
            except _Kept:
                return None
            except AlreadyExists:
                # Somebody else's certificate took the number.
                continue
        return await self._database.transaction(work)

    async def _destroy(self, plan_id: str, day: date, by: str, session: Session) -> tuple[Certificate, str | None]:
        """Everything but the certificate's own record, and the SKN of a person of whom nothing else is left."""
        holds = await self._database.count(HOLDS, {"_id": plan_id}, session)
        # Written before anything is read, so that a hold that is placed meanwhile does not go unseen.
        await self._database.put(HOLDS, {"_id": plan_id}, {"$set": {"vernietiging": True}}, session)
        until = await self._retention.kept_until(plan_id, session)
        if until is None or until >= day:
            raise _Kept
        skn = await self._last_of(plan_id, session)
        first, last = [await self._hash(plan_id, order, session) for order in (1, -1)]
        counts = {
            collection: await self._database.delete(collection, {key: plan_id}, session)
            for collection, key in HOLDINGS.items()
        } | {HOLDS: holds}
        # Who could see the plan is told that it is gone.
        await self._database.insert(OUTBOX, {"_id": new_id(), "planId": plan_id, "nummer": 0}, session)
        number, previous = await newest(self._database, session)
        certificate = Certificate(
            id=new_id(),
            number=number + 1,
            plan_id=plan_id,
            first_hash=first,
            last_hash=last,
            kept_until=until,
            moment=self._clock(),
            by=by,
            counts=counts,
            versions=counts[VERSIONS],
            previous_hash=previous,
        )
        return certificate, skn

    async def _last_of(self, plan_id: str, session: Session) -> str | None:
        plan = await self._database.find_one(PLANS, {"_id": plan_id}, fields={PERSON: 1}, session=session)
        skn = None if plan is None else value_at(plan, PERSON)
        others = {PERSON: skn, "_id": {"$ne": plan_id}}
        return skn if isinstance(skn, str) and not await self._database.count(PLANS, others, session) else None

    async def _hash(self, plan_id: str, order: int, session: Session) -> str | None:
        found = await self._database.find_one(
            VERSIONS, {"planId": plan_id}, fields={"hash": 1}, sort=[("nummer", order)], session=session
        )
        return None if found is None else str(found["hash"])
