"""Connecting to a server: the one place where a client library is chosen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pymongo.errors import PyMongoError
from pymongo.monitoring import CommandListener

from api.startup_error import StartupError
from api.store.client import Client, Library
from api.store.motor_client import MotorClient
from api.store.pymongo_client import PyMongoClient

_CLIENTS: Final[Mapping[Library, Callable[..., Client]]] = {"motor": MotorClient, "pymongo": PyMongoClient}


class BadAddress(StartupError):
    """The address of the database cannot be read."""


def connect(library: Library, uri: str, timeout_ms: int, listeners: Sequence[CommandListener]) -> Client:
    """Connections to the server at this address, made when they are first needed; BadAddress."""
    try:
        return _CLIENTS[library](
            uri,
            serverSelectionTimeoutMS=timeout_ms,
            retryWrites=True,
            retryReads=True,
            event_listeners=list(listeners),
            appname="reintegratieplan",
        )
    except (PyMongoError, ValueError):
        # `from None`: the library's message may quote the address, and with it a password.
        raise BadAddress(
            "MONGODB_URI: onleesbaar; verwacht een adres als mongodb://host:27017/?replicaSet=rs0."
        ) from None
