"""What can go wrong with the embedded server; every message says how to mend it."""

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
        super().__init__(f"Port {port} on 127.0.0.1 is in use; free it or choose another port.")


class DataFolderInUse(EmbeddedMongoError):
    """Another running process holds this data folder; `pid` and `port` are None where it did not record them."""

    def __init__(self, folder: Path, pid: int | None, port: int | None) -> None:
        self.folder = folder
        self.pid = pid
        self.port = port
        holder = "another process" if pid is None else f"process {pid}"
        server = "" if port is None else f" (MongoDB on port {port})"
        super().__init__(
            f"The data folder {folder} is in use by {holder}{server}. Stop that process, choose another data folder, "
            "or set MONGODB_URI to the server that you want to use."
        )
