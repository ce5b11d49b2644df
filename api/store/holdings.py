"""Where a plan is: every collection of the store, and by which field it says whose plan a record belongs to.

Destruction empties what is listed here. A collection that is on neither list stops it: nobody would know what stays behind.
"""

from collections.abc import Mapping
from typing import Final

from api.startup_error import StartupError
from api.store.collections import (
    DELIVERIES,
    DESTRUCTIONS,
    EVENTS,
    HOLDS,
    IMPORTS,
    LEASES,
    OUTBOX,
    PLANS,
    REACH,
    RECEIPTS,
    RECIPIENTS,
    SNAPSHOTS,
    SUBSCRIPTIONS,
    VERSIONS,
    WORK,
    WORK_STANDS,
)
from api.store.driver import Database

HOLDINGS: Final[Mapping[str, str]] = {
    PLANS: "_id",
    VERSIONS: "planId",
    SNAPSHOTS: "planId",
    RECEIPTS: "planId",
    HOLDS: "_id",
    IMPORTS: "planId",
    WORK: "planId",
    WORK_STANDS: "_id",
}
"""Collections with records of plans, and the field with the plan's id."""

FREE_OF_PERSONS: Final = frozenset({DESTRUCTIONS, LEASES, RECIPIENTS, SUBSCRIPTIONS, OUTBOX, REACH, EVENTS, DELIVERIES})
"""Collections in which nothing of a person is written.

Events and what carries them name a plan's id, versions and groups, never a value. They stay: the numbers of a recipient's log
have no gaps, and by this road it hears that the plan is gone. After destruction nothing ties the id to a person any more.
"""


class UnfitCollections(StartupError):
    """The collections that are there are not those that destruction knows; the message (Dutch) names them."""


async def check_collections(database: Database) -> None:
    """Refuse a database in which destruction could leave something behind; UnfitCollections."""
    there = await database.collections()
    unknown = sorted(there - HOLDINGS.keys() - FREE_OF_PERSONS)
    if unknown:
        raise UnfitCollections(
            f"De database bevat collecties waarvan niet bekend is of er persoonsgegevens in staan: {', '.join(unknown)}. "
            "Neem ze op in api/store/holdings.py, of haal ze weg (system.profile: zet het profileren uit en verwijder die collectie)."
        )
    missing = sorted({*HOLDINGS, *FREE_OF_PERSONS} - there)
    if missing:
        raise UnfitCollections(
            f"De database mist collecties: {', '.join(missing)}. Start de API van deze versie eerst een keer; die maakt ze."
        )
