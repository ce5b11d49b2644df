"""Ids of traces and spans: random digits of the operating system, fetched for many requests at once.

Every fetch lets other threads run, and those of the database driver always want to: beside them it takes a thousand times as long
as alone, and a request needs five ids.
"""

import os
import secrets
import time
from threading import Lock
from typing import Final

_STOCK_BYTES: Final = 4_096


class Stock:
    """Random hexadecimal digits, each given out once. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._digits = ""
        self._given = 0

    def take(self, count: int) -> str:
        """So many digits, at most those of one fetch."""
        with self._lock:
            start, end = self._given, self._given + count
            if end > len(self._digits):
                self._digits, start, end = secrets.token_hex(_STOCK_BYTES), 0, count
            self._given = end
            return self._digits[start:end]

    def renew(self) -> None:
        """Forget what is left, so that two processes never give out the same."""
        self._lock, self._digits, self._given = Lock(), "", 0


_STOCK: Final = Stock()
os.register_at_fork(after_in_child=_STOCK.renew)


def new_trace() -> str:
    """A trace id: 32 hexadecimal digits, of which the first twelve tell the time (milliseconds since 1970) and the others nothing.

    Records of the logs begin with it: in order of time they stand together in the index, which in time is larger than memory. Trace Context
    (level 2, on the format of a trace-id) asks that what is random stands to the right.
    """
    return f"{time.time_ns() // 1_000_000:012x}{_STOCK.take(20)}"


def new_span() -> str:
    """A span id: 16 hexadecimal digits."""
    return _STOCK.take(16)
