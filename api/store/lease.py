"""A lease: of all processes one holds it, another takes over when it falls silent, and who lost it cannot write any more.

Time is the server's, so that clocks of processes do not matter. Every take-over raises `beurt`, the fencing token: work that is
done under a lease touches it within its own transaction and comes to nothing when the token is no longer the one it began with.
"""

from dataclasses import dataclass
from typing import Final

from api.store.collections import LEASES
from api.store.driver import AlreadyExists, Database, Session

SECONDS: Final = 3.0
"""How long a lease lasts without a sign of life; a holder that dies is succeeded within about this time."""


class LeaseLost(Exception):
    """Another process holds the lease now; nothing was written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one kind of work; `turn` is the fencing token."""

    name: str
    holder: str
    turn: int


class Leases:
    """Takes and keeps leases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, name: str, holder: str) -> Lease | None:
        """The lease, if nobody else holds it or its holder fell silent; None otherwise."""
        mine = {"$eq": ["$houder", holder]}
        # A field that is not there sorts before every moment: what nobody took, or gave up, is free.
        free = {"$or": [mine, {"$lt": ["$tot", "$$NOW"]}]}
        turn = {"$ifNull": ["$beurt", 0]}
        change = {
            "$set": {
                "beurt": {"$cond": [{"$and": [free, {"$not": mine}]}, {"$add": [turn, 1]}, turn]},
                "houder": {"$cond": [free, holder, "$houder"]},
                "tot": {"$cond": [free, _until(), "$tot"]},
            }
        }
        try:
            found = await self._database.change_one(LEASES, {"_id": name}, [change])
        except AlreadyExists:
            # Another process made it at this very moment, and so holds it.
            return None
        return Lease(name, holder, found["beurt"]) if found["houder"] == holder else None

    async def renew(self, lease: Lease, session: Session) -> None:
        """A sign of life, within the transaction of the work; LeaseLost when another process took over."""
        where = {"_id": lease.name, "beurt": lease.turn}
        if not await self._database.update(LEASES, where, [{"$set": {"tot": _until()}}], session):
            raise LeaseLost

    async def give_up(self, lease: Lease) -> None:
        """Leave it to another process at once, at the end of this one."""
        where = {"_id": lease.name, "beurt": lease.turn}
        await self._database.update_all(LEASES, where, {"$unset": {"tot": ""}})


def _until() -> object:
    return {"$add": ["$$NOW", int(SECONDS * 1_000)]}
