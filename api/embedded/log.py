"""The log file that `mongod` writes."""

import json
from pathlib import Path

_ROTATE_BYTES = 10_000_000
_ERROR_MARKS = ('"s":"E"', '"s":"F"')


def rotate(log: Path) -> None:
    """Set a large log aside before a start, so that two generations at most remain."""
    if log.is_file() and log.stat().st_size > _ROTATE_BYTES:
        log.replace(log.with_name(log.name + ".1"))


def size(log: Path) -> int:
    """The number of bytes written so far; 0 for no file."""
    return log.stat().st_size if log.is_file() else 0


def explanation(log: Path, since: int) -> str | None:
    """What mongod said was wrong after byte `since` of its JSON log, else its last line; None for no line.

    The first error is the cause; those after it say that mongod gives up.
    """
    if not log.is_file():
        return None
    line = None
    with log.open("rb") as stream:
        stream.seek(since)
        for raw in stream:
            line = raw.decode(errors="replace").strip()
            if any(mark in line for mark in _ERROR_MARKS):
                break
    return _readable(line) if line else None


def _readable(line: str) -> str:
    try:
        entry = json.loads(line)
        details = f" {json.dumps(entry['attr'])}" if "attr" in entry else ""
        return f"{entry['msg']}{details}"
    except (ValueError, KeyError, TypeError):
        return line
