"""The database that a command works on: the one in MONGODB_URI, the embedded one that runs, or one started for the occasion."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.settings import Settings


@contextmanager
def database_for(settings: Settings, *, join: bool = False) -> Iterator[str]:
    """The address of a MongoDB server, for as long as the context lasts.

    `join`: work with an embedded server that another process runs on the same data folder, instead of refusing.
    """
    if settings.mongodb_uri is not None:
        yield settings.mongodb_uri
        return
    # Imported here: production installs come without the embedded server.
    from api.embedded.errors import DataFolderInUse
    from api.embedded.server import EmbeddedMongo

    server = EmbeddedMongo(settings.data_dir / "mongodb")
    try:
        server.start()
    except DataFolderInUse as error:
        if not join or error.port is None:
            raise
        yield f"mongodb://127.0.0.1:{error.port}/?replicaSet=rs0"
        return
    try:
        yield server.uri
    finally:
        server.stop()
