"""What of a plan the SOM may look at: what is not shared, and what is shielded, is not there for it.

Its outcome is stored in the plan, for everybody who may read the SOM. It would tell what a RISC holds that the reclassering keeps to
itself, or a field that nobody may use for now; so these count for nothing until they are shared, or the shielding ends.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from plan_schema.process.basis import Basis
from plan_schema.values import UNKNOWN, Node, Value, lies_within, value_at


class Record(Basis):
    """Reads a plan for one fact of the SOM, and keeps what it looked at."""

    def __init__(self, document: Node, shielded: Iterable[str]) -> None:
        super().__init__(document)
        self._plan = document
        self._shielded = tuple(shielded)

    def value(self, path: str) -> Value:
        """The value at a path; None where nothing is known, ONBEKEND too, and where nobody may use it."""
        if self._out_of_use(path):
            return None
        value = super().value(path)
        return None if value == "ONBEKEND" else value

    def is_unknown(self, path: str) -> bool:
        """Whether somebody recorded that the value at a path is not known; nothing recorded is something else."""
        self.value(path)
        return not self._out_of_use(path) and value_at(self._plan, path) in (UNKNOWN, "ONBEKEND")

    def shared(self, group: str) -> bool:
        """Whether a group or item is shared. Who may read it only then sees that himself, so it is not counted as looked at."""
        path = f"{group}.gedeeld"
        return not self._out_of_use(path) and bool(value_at(self._plan, path) == "JA")

    def shared_items(self, path: str) -> list[str]:
        """The paths of the items of a list that are shared."""
        return [item for item in self.items(path) if self.shared(item)]

    def _out_of_use(self, path: str) -> bool:
        return any(lies_within(path, around) for around in self._shielded)


def shielded_paths(document: Node, today: date) -> Iterator[str]:
    """The paths that nobody may use today."""
    day = today.isoformat()
    for shielding in document.get("afschermingen") or ():
        path, first, last = (
            value if isinstance(value := shielding.get(name), str) else None
            for name in ("pad", "ingangsdatum", "einddatum")
        )
        if path is not None and (first is None or first <= day) and (last is None or day <= last):
            yield path
