# Longer than 300 lines: every way to the database is a method of this one class, and each is a few lines.
"""The driver: everything the store asks of a database passes through these few methods, whichever client library answers."""

from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Any, Final, TypeAlias, TypeVar

from bson import decode
from bson.codec_options import CodecOptions
from pymongo import ReadPreference, ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import AutoReconnect, DuplicateKeyError, OperationFailure, PyMongoError, WriteError
from pymongo.monitoring import CommandListener
from pymongo.operations import IndexModel
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from api.store.client import Library
from api.store.connecting import connect
from api.store.encoded import documents_in, id_of
from api.store.heeding import heeded
from api.store.patience import Patience, persist
from api.store.watching import insertions

Filter: TypeAlias = Mapping[str, Any]
Document: TypeAlias = dict[str, Any]
Sort: TypeAlias = Sequence[tuple[str, int]]
Session: TypeAlias = AsyncClientSession
Result = TypeVar("Result")

NotPermitted: TypeAlias = OperationFailure
"""The server refused a command, for one because the database user may not give it."""
DatabaseError: TypeAlias = PyMongoError
"""Any failure of the database or of the way to it."""
AlreadyExists: TypeAlias = DuplicateKeyError
"""A unique index refused a document."""

Refused: TypeAlias = WriteError
"""The server refused a document, for one because the validator of its collection does not accept it."""

_MAJORITY: Final = WriteConcern(w="majority", j=True)
_PATIENCE: Final = Patience(5.0, 0.002, 0.1)
_BATCH: Final = 10_000
"""Documents in one answer of the server, which by itself would stop at 101; 16 MB end one sooner."""
_WRITE_CONFLICT: Final = 112
_DUPLICATE_KEY: Final = 11_000
_REFUSALS: Final[Mapping[int, type[OperationFailure]]] = {_DUPLICATE_KEY: AlreadyExists, 121: Refused}
_NAMESPACE_EXISTS: Final = 48


class Busy(Exception):
    """Others write in the same place; nothing was changed, and a later try will do."""


class Database:
    """One database: reads see what a majority acknowledged, writes return when a majority has them on disk."""

    def __init__(
        self,
        uri: str,
        name: str,
        *,
        library: Library = "motor",
        timeout_ms: int = 10_000,
        listeners: Sequence[CommandListener] = (),
    ) -> None:
        self._client = connect(library, uri, timeout_ms, listeners)
        self._database = self._client.database(
            name,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            read_preference=ReadPreference.PRIMARY,
            read_concern=ReadConcern("majority"),
            write_concern=_MAJORITY,
        )

        self._collections: dict[str, AsyncCollection[Document]] = {}

    def _collection(self, name: str) -> AsyncCollection[Document]:
        # Made once: making one takes as long as a command's own work in this process.
        found = self._collections.get(name)
        if found is None:
            found = self._collections[name] = self._database[name]
        return found

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    @heeded
    async def command(self, name: str, /, **arguments: Any) -> Document:
        """Run a command against this database."""
        return dict(await self._database.command(name, **arguments))

    @heeded
    async def admin_command(self, name: str) -> Document:
        """Run a command without arguments against the admin database."""
        return dict(await self._client.database("admin").command(name))

    @heeded
    async def ensure_collection(
        self, name: str, validator: Document, *, stays: Callable[[Document], bool] = lambda _: False
    ) -> None:
        """Create a collection if it is not there, and put its validator in force if it has another one, unless that `stays`."""
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
        found_validator = existing[0]["options"].get("validator", {}) if existing else None
        if found_validator is None or (found_validator != validator and not stays(found_validator)):
            await self._database.command("collMod", name, **options)

    @heeded
    async def ensure_indexes(self, collection: str, indexes: Sequence[IndexModel]) -> None:
        """Create the indexes that are not there."""
        await self._collection(collection).create_indexes(list(indexes))

    @heeded
    async def find_one(
        self,
        collection: str,
        where: Filter,
        *,
        fields: Mapping[str, int] | None = None,
        sort: Sort | None = None,
        index: Sort | None = None,
        session: Session | None = None,
        newest: bool = False,
    ) -> Document | None:
        """The first document that fits, or None; found by this index if one is named.

        `newest`: with everything that was ever acknowledged, whatever happened to the primary since.
        """
        found = self._collection(collection)
        if newest:
            found = found.with_options(read_concern=ReadConcern("linearizable"))
        return await found.find_one(
            where,
            fields,
            sort=list(sort) if sort else None,
            hint=list(index) if index else None,
            session=session,
        )

    @heeded
    async def find(
        self,
        collection: str,
        where: Filter,
        *,
        fields: Mapping[str, int] | None = None,
        sort: Sort | None = None,
        index: Sort | None = None,
        limit: int,
        session: Session | None = None,
    ) -> list[Document]:
        """At most `limit` documents that fit (0: all), in order; found by this index if one is named."""
        cursor = self._collection(collection).find(
            where,
            fields,
            sort=list(sort) if sort else None,
            hint=list(index) if index else None,
            limit=limit,
            batch_size=_BATCH,
            session=session,
        )
        return await cursor.to_list(None)

    @heeded
    async def find_stored(
        self, collection: str, where: Filter, *, fields: Mapping[str, int] | None, index: Sort
    ) -> dict[str, bytes]:
        """Every document that fits, by its id, as the bytes that are stored: `decoded` makes a document of them."""
        cursor: Any = self._collection(collection).find_raw_batches(where, fields, hint=list(index))
        return {id_of(document): document async for batch in cursor for document in documents_in(batch)}

    def decoded(self, stored: bytes) -> Document:
        """The document of which these are the bytes."""
        return decode(stored, self._database.codec_options)

    async def stream(
        self,
        collection: str,
        where: Filter,
        *,
        sort: Sort,
        fields: Mapping[str, int] | None = None,
        session: Session | None = None,
    ) -> AsyncIterator[bytes]:
        """Every document that fits, in order, as the bytes that are stored; a batch of the server's at a time."""
        # PyMongo's types promise documents here, and its batches are bytes.
        cursor: Any = self._collection(collection).find_raw_batches(where, fields, sort=list(sort), session=session)
        async for batch in cursor:
            for document in documents_in(batch):
                yield document

    def aggregate(self, collection: str, stages: Sequence[Document]) -> AsyncIterator[Document]:
        """What a pipeline makes of the documents of a collection."""
        return self._client.aggregate(self._collection(collection), stages, allowDiskUse=True)

    @asynccontextmanager
    async def as_of_now(self) -> AsyncIterator[Session]:
        """A session in which every read sees the database as it was at the first one; for minutes, no longer."""
        async with self._client.session(snapshot=True) as session:
            yield session

    @heeded
    async def collections(self) -> set[str]:
        """The names of the collections that there are."""
        return set(await self._database.list_collection_names())

    @heeded
    async def count(self, collection: str, where: Filter, session: Session | None = None) -> int:
        """How many documents fit."""
        return int(await self._collection(collection).count_documents(where, session=session))

    @heeded
    async def explain(self, collection: str, where: Filter, *, sort: Sort, limit: int) -> Document:
        """The plan by which the server would answer a `find`."""
        command = {"find": collection, "filter": where, "sort": dict(sort), "limit": limit}
        return dict(await self._database.command("explain", command, verbosity="queryPlanner"))

    async def insert(self, collection: str, document: Document, session: Session) -> None:
        """Insert one document within a transaction; AlreadyExists when a unique index refuses it."""
        await self.insert_many(collection, [document], session)

    async def insert_many(self, collection: str, documents: Sequence[Document], session: Session) -> None:
        """Insert documents within a transaction; AlreadyExists when a unique index refuses one."""
        await self._write({"insert": collection, "documents": documents}, session)

    async def _write(self, command: Document, session: Session) -> int:
        """Give a command that writes, within a transaction: how many documents it touched; AlreadyExists, Refused.

        The libraries' methods do more for each document than to encode it, and try again what is this transaction's to try again.
        """
        answer = await self._database.command(command, session=session)
        if errors := answer.get("writeErrors"):
            code = errors[0]["code"]
            # Without the server's own text, which quotes the document.
            raise _REFUSALS.get(code, OperationFailure)("refused", code)
        return int(answer["n"])

    @heeded
    async def append(self, collection: str, documents: Sequence[Document]) -> None:
        """Insert documents outside any transaction, in one write; one whose `_id` is there already stays as it is."""
        # As one command: `insert_many` handles each document by itself, which takes more time than to encode them. Unlike there, another
        # try after a broken connection is ours; what the first one wrote is then there already.
        command = {"insert": collection, "documents": documents, "ordered": False, "writeConcern": _MAJORITY.document}
        answer = await _PATIENCE.gives(
            lambda: self._database.command(command), lambda error: isinstance(error, AutoReconnect)
        )
        known = all(entry.get("code") == _DUPLICATE_KEY for entry in answer.get("writeErrors", ()))
        if not known or "writeConcernError" in answer:
            # The errors quote the documents.
            raise PyMongoError("append")

    @heeded
    async def update_all(
        self, collection: str, where: Filter, change: Document, *, array_filters: Sequence[Document] = ()
    ) -> int:
        """Change every document that fits, outside any transaction; how many there were."""
        result = await self._collection(collection).update_many(
            where, change, array_filters=list(array_filters) or None
        )
        return int(result.matched_count)

    async def update(
        self, collection: str, where: Filter, change: Document | Sequence[Document], session: Session
    ) -> bool:
        """Change the document that fits within a transaction; whether there was one."""
        return await self._write({"update": collection, "updates": [{"q": where, "u": change}]}, session) == 1

    async def update_each(self, collection: str, changes: Sequence[tuple[Filter, Document]], session: Session) -> bool:
        """Change the document that fits each of these within a transaction, in one message; whether there was one for each."""
        updates = [{"q": where, "u": change} for where, change in changes]
        return await self._write({"update": collection, "updates": updates}, session) == len(changes)

    @heeded
    async def change_one(
        self, collection: str, where: Filter, change: Document | Sequence[Document], session: Session | None = None
    ) -> Document:
        """Change the document that fits, or make it when there is none, and give it back as it became.

        AlreadyExists when another process made it at the same moment.
        """
        found: Any = await self._collection(collection).find_one_and_update(
            where, change, upsert=True, return_document=ReturnDocument.AFTER, session=session
        )
        return dict(found)

    async def insertions(self, collections: Collection[str]) -> AsyncIterator[Sequence[tuple[str, Document]]]:
        """Every document that is inserted in one of these collections from now on, with the name of its collection.

        In batches, as the server tells of them; the first, which may be empty, says that the watch has begun. DatabaseError when it
        breaks off: what was inserted meanwhile is not repeated.
        """
        async with self._client.session() as session:
            async for batch in insertions(self._database, collections, session):
                yield batch

    async def put(self, collection: str, where: Filter, change: Document, session: Session) -> None:
        """Change the document that fits within a transaction, or make it when there is none."""
        await self.put_all(collection, [(where, change)], session)

    async def put_all(self, collection: str, changes: Sequence[tuple[Filter, Document]], session: Session) -> None:
        """Do what `put` does for each of these, in one message."""
        if changes:
            updates = [{"q": where, "u": change, "upsert": True} for where, change in changes]
            await self._write({"update": collection, "updates": updates}, session)

    async def delete(self, collection: str, where: Filter, session: Session) -> int:
        """Remove every document that fits within a transaction; how many."""
        return await self._write({"delete": collection, "deletes": [{"q": where, "limit": 0}]}, session)

    @heeded
    async def transaction(
        self, work: Callable[[Session], Coroutine[Any, Any, Result]], *, patient: bool = True
    ) -> Result:
        """Run `work` in one transaction; it may run again after a passing failure, so it must have no other effect.

        Busy when others hold what it writes: for longer than a caller should wait or, when not `patient`, at once.
        """

        async def tried() -> Result:
            return await persist("TransientTransactionError", lambda: self._transaction(work))

        if not patient:
            return await tried()
        return await _PATIENCE.gives(tried, lambda error: isinstance(error, Busy))

    async def _transaction(self, work: Callable[[Session], Coroutine[Any, Any, Result]]) -> Result:
        # Not a library's with_transaction: Motor's commits as its block ends, where its own retries of a commit never come.
        async with self._client.session() as session:
            await self._client.begin(
                session,
                read_concern=ReadConcern("snapshot"),
                write_concern=_MAJORITY,
                read_preference=ReadPreference.PRIMARY,
            )
            try:
                result = await work(session)
            except Exception as error:
                # Left to the end of the session, Motor would do it while everybody else waits.
                await session.abort_transaction()
                if isinstance(error, OperationFailure) and error.code == _WRITE_CONFLICT:
                    raise Busy from None
                raise
            await persist("UnknownTransactionCommitResult", session.commit_transaction)
            return result
