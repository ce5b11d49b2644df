"""Sets of fields, each stored once: a record refers to the hash of what it would otherwise spell out, field by field."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from cachetools import LRUCache

from plan_schema.paths import Paths
from plan_schema.values import schema_path

_KNOWN: Final = 10_000
_PLAN: Final = "plan"
"""The path of the plan itself: that it exists, its id, version and phase."""


@dataclass(frozen=True, slots=True)
class FieldSet:
    """Paths in order of definition, and the SHA-256 over them that they are stored under."""

    id: str
    paths: tuple[str, ...]

    def document(self) -> dict[str, str | list[str]]:
        """The stored form."""
        return {"_id": self.id, "paden": list(self.paths)}


class FieldSets:
    """Turns bits into field sets and back, for one definition of the plan."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._known: LRUCache[int, FieldSet] = LRUCache(_KNOWN)

    def of(self, bits: int) -> FieldSet:
        """The fields that these bits stand for; a group is named when nothing in it is."""
        found = self._known.get(bits)
        if found is None:
            names = tuple(node.path or _PLAN for node in self._paths.nodes_of(bits))
            found = FieldSet(hashlib.sha256("\n".join(names).encode()).hexdigest(), names)
            self._known[bits] = found
        return found

    def bits(self, paths: Iterable[str]) -> int:
        """The bits of paths, with or without ids of items. KeyError for a path that this definition does not have."""
        return reduce(or_, (self._bit(schema_path(path)) for path in paths), 0)

    def _bit(self, path: str) -> int:
        return self._paths.plan.bit if path == _PLAN else self._paths.bit(path)
