"""The basis of a conclusion: reads a plan, and keeps which fields were looked at.

Who draws a conclusion through a basis cannot forget to say what it rests on, and so nobody is told a conclusion from a field that
he may not read (`PlanView.conclude`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from plan_schema.values import PROVENANCE, UNKNOWN, Node, Value, find, value_at

DUTCH_TIME: Final = ZoneInfo("Europe/Amsterdam")
"""Where the day of a moment is counted: a term that begins in the evening begins on the Dutch day."""


_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""Between these, a term can be counted from any day in either direction."""


class Basis:
    """Reads values of one document by their paths.

    What is not recorded and what is recorded as unknown are both None: a rule never guesses. The value ONBEKEND of a value list stays.
    """

    def __init__(self, document: Node) -> None:
        self._document = document
        self._paths: dict[str, None] = {}

    def copy(self) -> "Basis":
        """A basis of its own that has looked at the same."""
        made = Basis(self._document)
        made._paths.update(self._paths)
        return made

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The paths of all that was looked at so far, in that order, empty fields too; `list[].field` is that field of every item."""
        return tuple(self._paths)

    @property
    def rests_on(self) -> frozenset[str]:
        """The same as a set."""
        return frozenset(self._paths)

    def value(self, path: str) -> Value:
        """The value at a path, with the ids of the items that it lies in."""
        self._paths[path] = None
        return known(value_at(self._document, path))

    def text(self, path: str) -> str | None:
        """The text at a path."""
        value = self.value(path)
        return value if isinstance(value, str) else None

    def yes(self, path: str) -> bool:
        """Whether JA is recorded at a path."""
        return bool(self.value(path) == "JA")

    def day(self, path: str) -> date | None:
        """The date at a path, or the Dutch day of the moment at it; None where it is so far off that it must be a slip of the pen."""
        day = day_of(self.value(path))
        return None if day is None or not _EARLIEST <= day <= _LATEST else day

    def recorded_on(self, path: str) -> date | None:
        """The day for which the value at a path was recorded: its peildatum, else that of the registration; None without a value.

        Who may read a value may read who recorded it, and when.
        """
        if self.value(path) is None:
            return None
        container, _, name = path.rpartition(".")
        for record in (find(self._document, container) or {}).get(PROVENANCE) or ():
            if name in record["velden"]:
                return day_of(record.get("peildatum") or record.get("geregistreerdOp"))
        return None

    def items(self, path: str) -> list[str]:
        """The paths of the items of a list. A conclusion about one item rests on the fields of it that are read next."""
        return [f"{path}[{entry['id']}]" for entry in value_at(self._document, path) or ()]

    def every(self, path: str, *fields: str) -> list[Mapping[str, Any]]:
        """These fields of every item of a list, in order of making; for what rests on all of them, or on there being none."""
        self._paths.update(dict.fromkeys(f"{path}[].{name}" for name in fields))
        return [
            {"id": f"{path}[{entry['id']}]", **{name: known(value_at(entry, name)) for name in fields}}
            for entry in value_at(self._document, path) or ()
        ]


def known(value: Value) -> Value:
    """A value; None when it is recorded as unknown."""
    return None if value == UNKNOWN else value


def day_of(value: Value) -> date | None:
    """The day of a stored date or moment; None for anything else."""
    if isinstance(value, datetime):
        return value.astimezone(DUTCH_TIME).date()
    return date.fromisoformat(value) if isinstance(value, str) else None
