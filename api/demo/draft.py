"""A patch in the making, path by path: a value, an explicit unknown, or nothing at all."""

from enum import Enum
from typing import Any, Final, TypeAlias

from plan_schema.patch import ADD, UNKNOWN_FIELDS
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf


class Marker(Enum):
    """What a form can say besides a value."""

    UNKNOWN = "onbekend"


UNKNOWN: Final = Marker.UNKNOWN
"""The form says that the value is not known."""

Given: TypeAlias = str | int | list[str] | Marker | None
"""What a form says: a value, UNKNOWN, or None when it says nothing."""


class Draft:
    """Collects what a form says into a patch."""

    def __init__(self) -> None:
        self.patch: dict[str, Any] = {}

    def put(self, path: str, given: Given) -> None:
        """Record what was given: unknown becomes ONBEKEND or, for a field without it, an entry in `onbekend`."""
        if given is None:
            return
        *groups, name = path.split(".")
        node = self.patch
        for group in groups:
            node = node.setdefault(group, {})
        leaf = PATHS.node(path)
        assert isinstance(leaf, Leaf)  # noqa: S101 - readers name defined fields; the tests put every one of them
        if given is not UNKNOWN:
            node[name] = given
        elif leaf.kind.choices:
            node[name] = "ONBEKEND"
        else:
            node.setdefault(UNKNOWN_FIELDS, []).append(name)

    def add(self, group: str, item: dict[str, Any]) -> None:
        """Record a new list item."""
        self.patch.setdefault(group, {}).setdefault(ADD, []).append(item)
