"""Motor: a thread pool around PyMongo's synchronous client, past its end of life since May 2026. Only this module imports it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

Document: TypeAlias = dict[str, Any]


class MotorClient:
    """Connections by Motor."""

    def __init__(self, uri: str, **options: Any) -> None:
        # Its own types are generic in other places than PyMongo's, and its objects stand in for PyMongo's.
        self._client: Any = AsyncIOMotorClient(uri, **options)

    def database(self, name: str, **options: Any) -> AsyncDatabase[Document]:
        """A database of the server."""
        database: AsyncDatabase[Document] = self._client.get_database(name, **options)
        return database

    @asynccontextmanager
    async def session(self, *, snapshot: bool = False) -> AsyncIterator[AsyncClientSession]:
        """A session for as long as the context lasts."""
        async with await self._client.start_session(snapshot=snapshot) as session:
            yield session

    async def begin(self, session: AsyncClientSession, **options: Any) -> None:
        """Start a transaction in a session."""
        started: Any = session.start_transaction
        started(**options)

    def watch(
        self, database: AsyncDatabase[Document], stages: list[Document], **options: Any
    ) -> AbstractAsyncContextManager[AsyncChangeStream[Document]]:
        """What changes in a database."""
        watching: Any = database.watch
        stream: AbstractAsyncContextManager[AsyncChangeStream[Document]] = watching(stages, **options)
        return stream

    def aggregate(
        self, collection: AsyncCollection[Document], stages: Sequence[Document], **options: Any
    ) -> AsyncIterator[Document]:
        """What a pipeline makes of a collection."""
        aggregating: Any = collection.aggregate
        cursor: AsyncIterator[Document] = aggregating(list(stages), **options)
        return cursor

    async def close(self) -> None:
        """Close every connection."""
        self._client.close()
