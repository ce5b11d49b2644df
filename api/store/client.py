"""What a client library of MongoDB has to offer the driver. Methods of a collection are alike in every one; this is not."""

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from pymongo.asynchronous.client_session import AsyncClientSession
    from pymongo.asynchronous.collection import AsyncCollection
    from pymongo.asynchronous.database import AsyncDatabase

Library: TypeAlias = Literal["motor", "pymongo"]
"""Motor, or PyMongo's own `AsyncMongoClient`."""


class Client(Protocol):
    """Connections to one server. The types are PyMongo's: Motor's objects have the same methods, save those below."""

    def database(self, name: str, **options: Any) -> "AsyncDatabase[dict[str, Any]]":
        """A database of the server, with PyMongo's options of `get_database`."""

    def session(self, *, snapshot: bool = False) -> "AbstractAsyncContextManager[AsyncClientSession]":
        """A session for as long as the context lasts; a transaction that is still open at its end is aborted."""

    async def begin(self, session: "AsyncClientSession", **options: Any) -> None:
        """Start a transaction in a session, with PyMongo's options of `start_transaction`."""

    def aggregate(
        self, collection: "AsyncCollection[dict[str, Any]]", stages: "Sequence[dict[str, Any]]", **options: Any
    ) -> "AsyncIterator[dict[str, Any]]":
        """What a pipeline makes of a collection, with PyMongo's options of `aggregate`."""

    async def close(self) -> None:
        """Close every connection."""
