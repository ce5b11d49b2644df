"""Motor: a thread pool around PyMongo's synchronous client, past its end of life since May 2026. Only this module imports it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Final, TypeAlias

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

Document: TypeAlias = dict[str, Any]

_IDLE_SECONDS: Final = 60.0
"""How long a session may lie unused: a server forgets one after half an hour."""


class MotorClient:
    """Connections by Motor."""

    def __init__(self, uri: str, **options: Any) -> None:
        # Its own types are generic in other places than PyMongo's, and its objects stand in for PyMongo's.
        self._client: Any = AsyncIOMotorClient(uri, **options)
        self._idle: list[tuple[float, AsyncClientSession]] = []

    def database(self, name: str, **options: Any) -> AsyncDatabase[Document]:
        """A database of the server."""
        database: AsyncDatabase[Document] = self._client.get_database(name, **options)
        return database

    @asynccontextmanager
    async def session(self, *, snapshot: bool = False) -> AsyncIterator[AsyncClientSession]:
        """A session for as long as the context lasts."""
        if snapshot:
            async with await self._client.start_session(snapshot=True) as session:
                yield session
            return
        session = await self._idle_session()
        try:
            yield session
        except BaseException:
            await session.end_session()
            raise
        self._idle.append((monotonic(), session))

    async def _idle_session(self) -> AsyncClientSession:
        # To start one and to end one takes a thread each time, as long as a step of the transaction does: one that went well is used again.
        while self._idle:
            since, session = self._idle.pop()
            if monotonic() < since + _IDLE_SECONDS:
                return session
            await session.end_session()
        started: AsyncClientSession = await self._client.start_session()
        return started

    async def begin(self, session: AsyncClientSession, **options: Any) -> None:
        """Start a transaction in a session."""
        started: Any = session.start_transaction
        started(**options)

    def aggregate(
        self, collection: AsyncCollection[Document], stages: Sequence[Document], **options: Any
    ) -> AsyncIterator[Document]:
        """What a pipeline makes of a collection."""
        aggregating: Any = collection.aggregate
        cursor: AsyncIterator[Document] = aggregating(list(stages), **options)
        return cursor

    async def close(self) -> None:
        """Close every connection."""
        while self._idle:
            await self._idle.pop()[1].end_session()
        self._client.close()
