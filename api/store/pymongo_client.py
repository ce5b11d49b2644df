"""PyMongo's own asyncio client, which took Motor's place. Only this module imports it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

Document: TypeAlias = dict[str, Any]


class PyMongoClient:
    """Connections by PyMongo."""

    def __init__(self, uri: str, **options: Any) -> None:
        self._client: AsyncMongoClient[Document] = AsyncMongoClient(uri, **options)

    def database(self, name: str, **options: Any) -> AsyncDatabase[Document]:
        """A database of the server."""
        return self._client.get_database(name, **options)

    def session(self, *, snapshot: bool = False) -> AbstractAsyncContextManager[AsyncClientSession]:
        """A session for as long as the context lasts."""
        return self._client.start_session(snapshot=snapshot)

    async def begin(self, session: AsyncClientSession, **options: Any) -> None:
        """Start a transaction in a session."""
        await session.start_transaction(**options)

    async def aggregate(
        self, collection: AsyncCollection[Document], stages: Sequence[Document], **options: Any
    ) -> AsyncIterator[Document]:
        """What a pipeline makes of a collection."""
        async for document in await collection.aggregate(list(stages), **options):
            yield document

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()
