"""The embedded MongoDB: a real `mongod` that is a replica set of one."""

from pathlib import Path
from types import TracebackType
from typing import Self

from api.embedded.binary import find_mongod
from api.embedded.errors import EmbeddedMongoError, PortInUseError
from api.embedded.folder import DataFolder
from api.embedded.leftover import stop_leftover
from api.embedded.ports import free_ports
from api.embedded.process import SHUTDOWN_SECONDS, Launch, MongodProcess
from api.embedded.replication import form

START_SECONDS = 60.0
_PORT_ATTEMPTS = 3


class EmbeddedMongo:
    """One durable MongoDB server on 127.0.0.1, with its data, its log and the claim of its owner in `data_dir`.

    Without `port` a free one is taken at every start. `cache_gb` bounds the memory of its cache. All methods block;
    start and stop may be called from different threads, but not at the same time. The server has no users or
    passwords: whoever can reach loopback on this machine can read it.
    """

    def __init__(
        self, data_dir: Path, port: int | None = None, replica_set: str = "rs0", *, cache_gb: float = 1.0
    ) -> None:
        self._folder = DataFolder(data_dir)
        self._port = port
        self._replica_set = replica_set
        self._cache_gb = cache_gb
        self._process: MongodProcess | None = None

    def start(self) -> None:
        """Start and return once writes are accepted, at the latest after a minute.

        A `mongod` that a killed predecessor left on this folder is stopped first. Raises DataFolderInUse,
        MongodNotFoundError, PortInUseError or MongodFailedError; after an error nothing is left running.
        """
        if self._process is not None:
            raise EmbeddedMongoError("Deze server is al gestart.")
        self._folder.claim()
        try:
            self._process = self._launch_on_a_port()
            self._folder.record_owner(self._process.launch.port)
        except BaseException:
            self.stop()
            raise

    @property
    def uri(self) -> str:
        """The connection string for clients."""
        launch = self._started().launch
        return f"mongodb://{launch.host}/?replicaSet={launch.replica_set}"

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self._started().launch.port

    @property
    def pid(self) -> int:
        """The process id of mongod."""
        return self._started().pid

    @property
    def log_path(self) -> Path:
        """The file to which mongod logs; values of operations are not in it."""
        return self._started().launch.log_path

    def stop(self) -> None:
        """Shut mongod down cleanly and give the data folder free; a server that is not started stays so."""
        try:
            if self._process is not None:
                self._process.stop()
        finally:
            self._process = None
            self._folder.release()

    def kill(self) -> None:
        """SIGKILL mongod, as a crash would; the data folder stays claimed and `restart` brings the server back."""
        self._started().kill()

    def restart(self) -> None:
        """Start mongod again on the same port, after a clean stop if it still runs."""
        launch = self._started().launch
        self._started().stop()
        self._process = self._launch(launch)

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.stop()

    def _started(self) -> MongodProcess:
        if self._process is None:
            raise EmbeddedMongoError("Deze server is niet gestart.")
        return self._process

    def _launch_on_a_port(self) -> MongodProcess:
        binary = find_mongod(self._folder.path)
        for attempt in range(_PORT_ATTEMPTS):
            port = self._port or free_ports(1)[0]
            try:
                return self._launch(Launch(binary, self._folder.path, port, self._replica_set, self._cache_gb))
            except PortInUseError:
                # A free port may be taken between the choice and the start; a given port is the caller's to free.
                if self._port is not None or attempt == _PORT_ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    @staticmethod
    def _launch(launch: Launch) -> MongodProcess:
        stop_leftover(launch.database_folder, SHUTDOWN_SECONDS)
        process = MongodProcess(launch)
        try:
            form(process, [launch.host], START_SECONDS)
        except BaseException:
            process.stop()
            raise
        return process
