"""Makes started `mongod` processes a replica set; this is what transactions and change streams need."""

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from api.embedded.errors import MongodFailedError, PortInUseError
from api.embedded.ports import LOOPBACK
from api.embedded.process import MongodProcess

_Client: TypeAlias = MongoClient[dict[str, Any]]

_POLL_SECONDS = 0.05
_ANSWER_MILLISECONDS = 5_000
# MongoDB takes 10 seconds by default to notice that a primary is gone; on loopback a fifth is ample.
_ELECTION_MILLISECONDS = 2_000


def form(process: MongodProcess, members: Sequence[str], timeout: float) -> None:
    """Give this member a configuration with these `host:port` members, and wait until it takes part as such.

    A member without a configuration initiates one; a member whose port has changed is given the new one.
    Raises MongodFailedError when mongod ends, or after `timeout` seconds.
    """
    _until_it_takes_part(process, timeout, lambda client: _configure(client, process, members))


def join(process: MongodProcess, timeout: float) -> None:
    """Wait until this member has its configuration from the others and replicates; errors as in `form`."""
    _until_it_takes_part(process, timeout, lambda _: None)


def is_primary(process: MongodProcess) -> bool:
    """Whether this member lives and says that it is the primary."""
    if not process.is_running:
        return False
    with _client(process) as client:
        try:
            return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False


def wait_for_primary(processes: Sequence[MongodProcess], timeout: float) -> int:
    """The index of the living member that is primary; MongodFailedError when there is none after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        for index, process in enumerate(processes):
            if is_primary(process):
                return index
        time.sleep(_POLL_SECONDS)
    raise processes[0].failure(f"De replicaset heeft na {timeout:.0f} seconden geen primary")


def _until_it_takes_part(process: MongodProcess, timeout: float, step: Callable[[_Client], None]) -> None:
    # Every round looks afresh and does at most one step, so that a restart halfway through or an answer that came too
    # late is no special case.
    deadline = time.monotonic() + timeout
    last_problem = "geen antwoord"
    with _client(process) as client:
        while time.monotonic() < deadline:
            process.check()
            try:
                _require_own(client, process)
                if _takes_part(client.admin.command("hello"), process):
                    return
                step(client)
            except PyMongoError as problem:
                last_problem = str(problem)
            time.sleep(_POLL_SECONDS)
    raise process.failure(f"mongod doet na {timeout:.0f} seconden nog niet mee in zijn replicaset ({last_problem})")


def _client(process: MongodProcess) -> _Client:
    return MongoClient(
        LOOPBACK,
        process.launch.port,
        directConnection=True,
        serverSelectionTimeoutMS=_ANSWER_MILLISECONDS,
        socketTimeoutMS=_ANSWER_MILLISECONDS,
    )


def _require_own(client: _Client, process: MongodProcess) -> None:
    # While ours is still on its way to "port in use", another mongod on that port would answer in its place.
    if client.admin.command("serverStatus")["pid"] != process.pid:
        raise PortInUseError(process.launch.port)


def _takes_part(hello: dict[str, Any], process: MongodProcess) -> bool:
    ready = bool(hello["isWritablePrimary"]) or (bool(hello.get("secondary")) and len(hello["hosts"]) > 1)
    return ready and hello.get("me") == process.launch.host


def _configure(client: _Client, process: MongodProcess, members: Sequence[str]) -> None:
    name = process.launch.replica_set
    current = client.local["system.replset"].find_one()
    wanted = [{"_id": index, "host": host} for index, host in enumerate(members)]
    if current is None:
        settings = {"electionTimeoutMillis": _ELECTION_MILLISECONDS}
        client.admin.command("replSetInitiate", {"_id": name, "members": wanted, "settings": settings})
    elif current["_id"] != name:
        raise MongodFailedError(
            f"De gegevens in {process.launch.folder} horen bij replicaset {current['_id']}, niet bij {name}. Kies een andere map met DATA_DIR."
        )
    elif [member["host"] for member in current["members"]] != list(members):
        # By force: under its new port the member is not part of its old configuration, so nobody can vote.
        config = current | {"members": wanted, "version": current["version"] + 1}
        client.admin.command("replSetReconfig", config, force=True)
