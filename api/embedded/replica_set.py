"""Three `mongod` on loopback that form one replica set: what failure tests and demonstrations break."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from api.embedded.binary import find_mongod
from api.embedded.errors import EmbeddedMongoError
from api.embedded.folder import DataFolder
from api.embedded.leftover import stop_leftover
from api.embedded.ports import free_ports
from api.embedded.process import SHUTDOWN_SECONDS, Launch, MongodProcess
from api.embedded.replication import form, join, wait_for_primary

MEMBERS = 3
START_SECONDS = 60.0


class EmbeddedReplicaSet:
    """A replica set of three in `data_dir`, each member with its own data and log in `member-0` to `member-2`.

    The ports are free ones, chosen once and kept as long as this object lives, so that clients find a member back.
    """

    def __init__(self, data_dir: Path, replica_set: str = "rs0", *, cache_gb: float = 0.25) -> None:
        self._folder = DataFolder(data_dir)
        self._replica_set = replica_set
        self._cache_gb = cache_gb
        self._members: list[MongodProcess] = []

    def start(self) -> None:
        """Start all members and return once one is primary and the others replicate from it."""
        if self._members:
            raise EmbeddedMongoError("Deze replicaset is al gestart.")
        self._folder.claim()
        try:
            binary = find_mongod(self._folder.path)
            for index, port in enumerate(free_ports(MEMBERS)):
                folder = self._folder.path / f"member-{index}"
                self._members.append(_launch(Launch(binary, folder, port, self._replica_set, self._cache_gb)))
            # The first member hands the configuration to the others.
            form(self._members[0], self._hosts(), START_SECONDS)
            for member in self._members[1:]:
                join(member, START_SECONDS)
        except BaseException:
            self.stop()
            raise

    @property
    def uri(self) -> str:
        """The connection string for clients, with all members in it."""
        return f"mongodb://{','.join(self._hosts())}/?replicaSet={self._replica_set}"

    def primary(self) -> int:
        """The number of the member that is primary; waits for an election that is going on."""
        return wait_for_primary(self._members, START_SECONDS)

    def kill_primary(self) -> int:
        """SIGKILL the primary; its number comes back, for `restart`."""
        member = self.primary()
        self._members[member].kill()
        return member

    def restart(self, member: int) -> None:
        """Start a member again on its own data and port, after a clean stop if it runs; returns once it takes part."""
        self._members[member].stop()
        self._members[member] = _launch(self._members[member].launch)
        join(self._members[member], START_SECONDS)

    def stop(self) -> None:
        """Stop all members that live and give the data folder free."""
        try:
            with ThreadPoolExecutor(MEMBERS) as together:
                list(together.map(MongodProcess.stop, self._members))
        finally:
            self._members = []
            self._folder.release()

    def __enter__(self) -> Self:
        """Start the members."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the members."""
        self.stop()

    def _hosts(self) -> list[str]:
        return [member.launch.host for member in self._members]


def _launch(launch: Launch) -> MongodProcess:
    stop_leftover(launch.database_folder, SHUTDOWN_SECONDS)
    return MongodProcess(launch)
