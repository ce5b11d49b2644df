"""The driver: the only module that touches Motor.

Motor is past its end of life (May 2026); its successor is PyMongo's own `AsyncMongoClient`. Everything the store asks of a
database passes through these few methods, so that the change of driver is a change of this file.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC
from typing import Any, Final, TypeAlias, TypeVar

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo import ReadPreference
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.monitoring import CommandListener
from pymongo.operations import IndexModel
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from api.startup_error import StartupError

Filter: TypeAlias = Mapping[str, Any]
Document: TypeAlias = dict[str, Any]
Sort: TypeAlias = Sequence[tuple[str, int]]
Session: TypeAlias = AsyncIOMotorClientSession
Result = TypeVar("Result")

NotPermitted: TypeAlias = OperationFailure
"""The server refused a command, for one because the database user may not give it."""
DatabaseError: TypeAlias = PyMongoError
"""Any failure of the database or of the way to it."""
AlreadyExists: TypeAlias = DuplicateKeyError
"""A unique index refused a document."""

_MAJORITY: Final = WriteConcern(w="majority", j=True)
_PATIENCE_SECONDS: Final = 5.0
_WRITE_CONFLICT: Final = 112
_DUPLICATE_KEY: Final = 11_000
_NAMESPACE_EXISTS: Final = 48


class Busy(Exception):
    """Others write in the same place; nothing was changed, and a later try will do."""


class BadAddress(StartupError):
    """The address of the database cannot be read."""


class Database:
    """One database: reads see what a majority acknowledged, writes return when a majority has them on disk."""

    def __init__(
        self, uri: str, name: str, *, timeout_ms: int = 10_000, listeners: Sequence[CommandListener] = ()
    ) -> None:
        try:
            self._client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
                uri,
                serverSelectionTimeoutMS=timeout_ms,
                retryWrites=True,
                retryReads=True,
                event_listeners=list(listeners),
                appname="reintegratieplan",
            )
        except (PyMongoError, ValueError):
            # `from None`: the driver's message may quote the address, and with it a password.
            raise BadAddress(
                "MONGODB_URI: onleesbaar; verwacht een adres als mongodb://host:27017/?replicaSet=rs0."
            ) from None
        self._database = self._client.get_database(
            name,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            read_preference=ReadPreference.PRIMARY,
            read_concern=ReadConcern("majority"),
            write_concern=_MAJORITY,
        )

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    async def command(self, name: str, /, **arguments: Any) -> Document:
        """Run a command against this database."""
        return dict(await self._database.command(name, **arguments))

    async def admin_command(self, name: str) -> Document:
        """Run a command without arguments against the admin database."""
        return dict(await self._client.admin.command(name))

    async def ensure_collection(self, name: str, validator: Document) -> None:
        """Create a collection if it is not there, and put its validator in force if it has another one."""
        options: Document = {"validator": validator, "validationLevel": "strict", "validationAction": "error"}
        found = await self._database.list_collections(filter={"name": name})
        existing = [document async for document in found]
        if not existing:
            try:
                await self._database.create_collection(name, check_exists=False, **options)
            except OperationFailure as error:
                # Another process of ours started at the same moment and made it, with this validator or one of its own.
                if error.code != _NAMESPACE_EXISTS:
                    raise
            else:
                return
        # Only where it differs: changing a collection takes a right that daily work does not need.
        if not existing or existing[0]["options"].get("validator", {}) != validator:
            await self._database.command("collMod", name, **options)

    async def ensure_indexes(self, collection: str, indexes: Sequence[IndexModel]) -> None:
        """Create the indexes that are not there."""
        await self._database[collection].create_indexes(list(indexes))

    async def find_one(
        self,
        collection: str,
        where: Filter,
        *,
        fields: Mapping[str, int] | None = None,
        sort: Sort | None = None,
        index: Sort | None = None,
    ) -> Document | None:
        """The first document that fits, or None; found by this index if one is named."""
        return await self._database[collection].find_one(
            where, fields, sort=list(sort) if sort else None, hint=list(index) if index else None
        )

    async def find(
        self,
        collection: str,
        where: Filter,
        *,
        fields: Mapping[str, int] | None = None,
        sort: Sort | None = None,
        limit: int,
    ) -> list[Document]:
        """At most `limit` documents that fit, in order."""
        cursor = self._database[collection].find(where, fields, sort=list(sort) if sort else None, limit=limit)
        return [document async for document in cursor]

    async def count(self, collection: str, where: Filter) -> int:
        """How many documents fit."""
        return int(await self._database[collection].count_documents(where))

    async def explain(self, collection: str, where: Filter, *, sort: Sort, limit: int) -> Document:
        """The plan by which the server would answer a `find`."""
        command = {"find": collection, "filter": where, "sort": dict(sort), "limit": limit}
        return dict(await self._database.command("explain", command, verbosity="queryPlanner"))

    async def insert(self, collection: str, document: Document, session: Session) -> None:
        """Insert one document within a transaction; AlreadyExists when a unique index refuses it."""
        await self._database[collection].insert_one(document, session=session)

    async def insert_many(self, collection: str, documents: Sequence[Document], session: Session) -> None:
        """Insert documents within a transaction; AlreadyExists when a unique index refuses one."""
        try:
            await self._database[collection].insert_many(documents, session=session)
        except BulkWriteError as error:
            if any(entry.get("code") == _DUPLICATE_KEY for entry in (error.details or {}).get("writeErrors", ())):
                raise DuplicateKeyError("duplicate") from None
            raise

    async def update(self, collection: str, where: Filter, change: Document, session: Session) -> bool:
        """Change the document that fits within a transaction; whether there was one."""
        result = await self._database[collection].update_one(where, change, session=session)
        return bool(result.matched_count == 1)

    async def transaction(self, work: Callable[[Session], Coroutine[Any, Any, Result]]) -> Result:
        """Run `work` in one transaction; it may run again after a passing failure, so it must have no other effect.

        Busy when others hold what it writes for longer than a caller should wait.
        """
        waiting = AsyncRetrying(
            retry=retry_if_exception_type(Busy),
            stop=stop_after_delay(_PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.002, max=0.1),
            reraise=True,
        )
        return await waiting(self._transaction, work)

    async def _transaction(self, work: Callable[[Session], Coroutine[Any, Any, Result]]) -> Result:
        async def contended(session: Session) -> Result:
            try:
                return await work(session)
            except OperationFailure as error:
                # Motor would try again at once, for two minutes; a lock that a dead client left holds longer than that pays.
                if error.code == _WRITE_CONFLICT:
                    raise Busy from None
                raise

        async with await self._client.start_session() as session:
            return await session.with_transaction(
                contended,
                read_concern=ReadConcern("snapshot"),
                write_concern=_MAJORITY,
                read_preference=ReadPreference.PRIMARY,
            )
