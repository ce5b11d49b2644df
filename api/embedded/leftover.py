"""A `mongod` that outlived the process that started it."""

import fcntl
import os
import signal
import time
from pathlib import Path

from api.embedded.errors import MongodFailedError

_POLL_SECONDS = 0.05


def stop_leftover(database_folder: Path, timeout: float) -> None:
    """Make sure that no `mongod` runs on this database folder; the caller owns the data folder.

    It is stopped and not adopted: it is no child of this process (its end could not be awaited), it may run with another
    port, cache size or program, and its clean shutdown costs a second and loses nothing. After `timeout` seconds it is
    killed, which the journal makes safe. Raises MongodFailedError where even that is not allowed or does not help.
    """
    lock_file = database_folder / "mongod.lock"
    for number in (signal.SIGTERM, signal.SIGKILL):
        if _ended(lock_file, number, database_folder, time.monotonic() + timeout):
            return
    raise MongodFailedError(
        f"Een mongod (proces {_holder(lock_file)}) gebruikt {database_folder} nog steeds. Stop dat proces met de hand."
    )


def _ended(lock_file: Path, number: signal.Signals, database_folder: Path, deadline: float) -> bool:
    signalled = 0
    while (pid := _holder(lock_file)) is not None:
        if time.monotonic() > deadline:
            return False
        # 0: it has locked the file and not yet written its pid.
        if pid not in {0, signalled}:
            _send(number, pid, database_folder)
            signalled = pid
        time.sleep(_POLL_SECONDS)
    return True


def _holder(lock_file: Path) -> int | None:
    # A live mongod holds a lock on this file and has its pid in it. The lock is what makes the pid certain: a pid alone
    # may have passed to an unrelated process.
    try:
        lock = lock_file.open()
    except FileNotFoundError:
        return None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read().strip() or 0)
    return None


def _send(number: signal.Signals, pid: int, database_folder: Path) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
    except PermissionError:
        raise MongodFailedError(
            f"Een mongod van een andere gebruiker (proces {pid}) gebruikt {database_folder}. Stop die, of kies een andere map met DATA_DIR."
        ) from None
