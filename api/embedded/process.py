"""One `mongod` process on loopback: its command line, its life and its death."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from api.embedded import log
from api.embedded.errors import MongodFailedError, PortInUseError
from api.embedded.ports import LOOPBACK

SHUTDOWN_SECONDS = 30.0
_EXIT_PORT_IN_USE = 48

# Waits until its standard input closes, which happens when the process that started it is gone, however it went.
_WATCH = 'read -r _; kill -TERM "$1"'


@dataclass(frozen=True, slots=True)
class Launch:
    """How a `mongod` is started; `cache_gb` bounds the WiredTiger cache (gigabytes, at least 0.25)."""

    binary: Path
    folder: Path
    port: int
    replica_set: str
    cache_gb: float

    @property
    def database_folder(self) -> Path:
        """The folder with the database files."""
        return self.folder / "db"

    @property
    def log_path(self) -> Path:
        """The file to which mongod logs."""
        return self.folder / "mongod.log"

    @property
    def host(self) -> str:
        """Address and port, as the replica set's configuration names this member."""
        return f"{LOOPBACK}:{self.port}"

    def command(self) -> list[str]:
        """The program and its arguments."""
        return [
            str(self.binary),
            *("--dbpath", str(self.database_folder)),
            *("--logpath", str(self.log_path), "--logappend"),
            *("--bind_ip", LOOPBACK, "--port", str(self.port), "--nounixsocket"),
            *("--replSet", self.replica_set, "--oplogSize", "1024"),
            *("--wiredTigerCacheSizeGB", str(self.cache_gb)),
            # Journal files of 25 MB, made when needed: by default three of 100 MB are laid out at every start.
            *("--wiredTigerEngineConfigString", "log=(file_max=25MB,prealloc=false)"),
            "--noscripting",
            # A slow operation would be logged with its filter and values, and those are a person's.
            *("--slowOpSampleRate", "0"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # What a killed application left half done keeps its plans locked until this limit; by default 60 seconds.
            *("--setParameter", "transactionLifetimeLimitSeconds=5"),
            # By default a member waits 15 seconds for its clients before it stops.
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
        ]


class MongodProcess:
    """A started `mongod`. It ends with this process, also when this process is killed."""

    def __init__(self, launch: Launch) -> None:
        launch.database_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.rotate(launch.log_path)
        self.launch = launch
        self._output = launch.folder / "mongod.out"
        self._log_start = log.size(launch.log_path)
        # The commands are fixed and their arguments come from settings. A session of their own: an interrupt at the
        # keyboard is for the application, which stops mongod when it has finished its own work.
        with self._output.open("wb") as output:
            self._mongod = subprocess.Popen(  # noqa: S603 - our own mongod, no shell
                launch.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self._watch = subprocess.Popen(  # noqa: S603 - a fixed script; its arguments are ours
            ["/bin/sh", "-c", _WATCH, "watch", str(self._mongod.pid)], stdin=subprocess.PIPE, start_new_session=True
        )

    @property
    def pid(self) -> int:
        """The process id of mongod."""
        return self._mongod.pid

    @property
    def is_running(self) -> bool:
        """Whether mongod lives."""
        return self._mongod.poll() is None

    def check(self) -> None:
        """Raise MongodFailedError (PortInUseError) with mongod's explanation if it has ended."""
        code = self._mongod.poll()
        if code is None:
            return
        self._end_watch()
        if code == _EXIT_PORT_IN_USE:
            raise PortInUseError(self.launch.port)
        raise self.failure(f"mongod is gestopt met exitcode {code}")

    def failure(self, what: str) -> MongodFailedError:
        """The error that says what went wrong, what mongod said, and where its log is."""
        said = log.explanation(self.launch.log_path, self._log_start) or log.explanation(self._output, 0) or "niets"
        return MongodFailedError(f"{what}. mongod meldde: {said}. Logboek: {self.launch.log_path}")

    def stop(self) -> None:
        """Shut down cleanly; after 30 seconds kill, which loses no acknowledged write."""
        self._end_watch()
        self._mongod.terminate()
        try:
            self._mongod.wait(SHUTDOWN_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL: no clean shutdown, no goodbye to the other members."""
        self._end_watch()
        self._mongod.kill()
        self._mongod.wait()

    def _end_watch(self) -> None:
        # Before mongod's end is awaited: after that its pid may belong to another process.
        self._watch.kill()
        self._watch.wait()
        if self._watch.stdin is not None:
            self._watch.stdin.close()
