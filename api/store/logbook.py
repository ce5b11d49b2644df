"""Where the three logs are kept: a database of their own, to which the API may only add."""

from collections.abc import Sequence
from typing import Final

from pymongo import ASCENDING
from pymongo.operations import IndexModel

from api.store.driver import Database, Document, NotPermitted
from api.store.server_check import UnsuitableServer, check_server

RECORDS: Final = "logboek"
FIELD_SETS: Final = "veldsets"
SUBJECT: Final = "attributes.dpl.core.data_subject_id"
SUBJECT_TYPE: Final = "attributes.dpl.core.data_subject_id_type"

_INDEXES: Final = (
    # Every record says for itself until when it is kept.
    IndexModel("bewarenTot", name="bewaartermijn", expireAfterSeconds=0),
    IndexModel(
        [("planId", ASCENDING), ("_id", ASCENDING)], name="plan", partialFilterExpression={"planId": {"$exists": True}}
    ),
    IndexModel(
        [(SUBJECT, ASCENDING), ("_id", ASCENDING)],
        name="betrokkene",
        partialFilterExpression={SUBJECT: {"$exists": True}},
    ),
)


class LogStore:
    """Adds records; what was added is never changed here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prepare(self) -> None:
        """Make collections and indexes; UnsuitableServer says what to mend."""
        try:
            await check_server(self._database)
        except UnsuitableServer as error:
            raise UnsuitableServer(f"Het logboek (REINTEGRATIEPLAN_LOGBOOK_URI): {error}") from None
        try:
            for name in (RECORDS, FIELD_SETS):
                await self._database.ensure_collection(name, {})
            await self._database.ensure_indexes(RECORDS, _INDEXES)
        except NotPermitted as error:
            raise UnsuitableServer(
                f"MongoDB weigert het logboek gereed te maken (code {error.code}). Geef de gebruiker van het logboek de rechten die k8s/README.md noemt."
            ) from None

    async def reach(self) -> None:
        """See that the logs are there; DatabaseError."""
        await self._database.admin_command("ping")

    async def append(self, records: Sequence[Document], field_sets: Sequence[Document]) -> None:
        """Store records in one acknowledged write, after the field sets they refer to; without records, see that it could."""
        if not records:
            await self.reach()
            return
        if field_sets:
            await self._database.append(FIELD_SETS, field_sets)
        await self._database.append(RECORDS, records)

    async def close(self) -> None:
        """Close every connection."""
        await self._database.close()
