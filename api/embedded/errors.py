"""What can go wrong with the embedded server; every message (Dutch) says how to mend it."""

from pathlib import Path

from api.startup_error import StartupError


class EmbeddedMongoError(StartupError):
    """The embedded server cannot be used; the text is meant for the person who started the application."""


class MongodNotFoundError(EmbeddedMongoError):
    """No usable `mongod` on this machine."""


class MongodFailedError(EmbeddedMongoError):
    """`mongod` did not start, ended by itself or did not become primary in time."""


class PortInUseError(MongodFailedError):
    """Another process listens on the port that was chosen for `mongod`."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Poort {port} op 127.0.0.1 is in gebruik. Maak hem vrij, of kies een andere poort.")


class DataFolderInUse(EmbeddedMongoError):
    """Another running process holds this data folder; `pid` and `port` are None where it did not record them."""

    def __init__(self, folder: Path, pid: int | None, port: int | None) -> None:
        self.folder = folder
        self.pid = pid
        self.port = port
        holder = "een ander proces" if pid is None else f"proces {pid}"
        server = "" if port is None else f" (MongoDB op poort {port})"
        super().__init__(
            f"De gegevensmap {folder} is in gebruik door {holder}{server}. Stop dat proces, kies een andere map met "
            "DATA_DIR, of noem in MONGODB_URI de server die gebruikt moet worden."
        )
