"""The data folder: at most one running process owns it."""

import contextlib
import json
import os
from pathlib import Path

import filelock

from api.embedded.errors import DataFolderInUse


class DataFolder:
    """The claim of this process on a folder; the operating system ends the claim when the process dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._owner = path / "owner.json"
        # Not thread local: the application starts and stops the server from different worker threads.
        self._lock = filelock.FileLock(path / "folder.lock", thread_local=False)

    def claim(self) -> None:
        """Take the folder, or raise DataFolderInUse at once when another process (or object) holds it."""
        # Only this user may enter: the folder holds personal data.
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            owner = self._read_owner()
            raise DataFolderInUse(self.path, owner.get("pid"), owner.get("port")) from None
        self.record_owner(None)

    def record_owner(self, port: int | None) -> None:
        """Write down who holds the folder, for the message that a second process gets."""
        # Beside the lock and not in it: an attempt to take a lock empties the lock file.
        self._owner.write_text(json.dumps({"pid": os.getpid(), "port": port}), encoding="utf-8")

    def release(self) -> None:
        """Give the folder free; without a claim this does nothing."""
        if self._lock.is_locked:
            self._owner.unlink(missing_ok=True)
            self._lock.release()

    def _read_owner(self) -> dict[str, int | None]:
        with contextlib.suppress(OSError, ValueError):
            owner: dict[str, int | None] = json.loads(self._owner.read_text(encoding="utf-8"))
            return owner
        return {}
