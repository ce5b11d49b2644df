"""Values in a plan document, addressed by path.

A document is a nested mapping: a group is a mapping, a list group a sequence of items `{"id": …, fields…}`. The path of a
value names the items it lies in: `doelen[<id>].acties[<id>].status`. An item itself has a path too
(`doelen[<id>]`, value True), so that adding and removing an item are changes like any other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from plan_schema.tree import Group, Leaf

Value: TypeAlias = Any
"""A stored value: text, whole number, instant, list of those, the marker UNKNOWN; None means: nothing is recorded."""

Node: TypeAlias = Mapping[str, Any]
"""A group or item of a document."""

UNKNOWN: Final[Mapping[str, bool]] = {"onbekend": True}
"""What a field holds when somebody recorded that the value is not known. Value lists have ONBEKEND of their own."""

PROVENANCE: Final = "herkomst"
"""Key, in every group and item, of the records that say who wrote which of its fields."""

_NOTHING: Final[Node] = {}

_ID = re.compile(r"\[[^\].]*\]")


def schema_path(path: str) -> str:
    """`doelen[7f…].status` → `doelen[].status`: the path that policies name."""
    return _ID.sub("[]", path)


def segments(path: str) -> Sequence[tuple[str, str | None]]:
    """`doelen[7f].status` → [("doelen", "7f"), ("status", None)]."""
    return _with_ids(path) if "[" in path else _without_ids(path)


@lru_cache(maxsize=2_048)
def _without_ids(path: str) -> Sequence[tuple[str, None]]:
    # Rules read the same few hundred fields of every plan; a path with ids is of one plan, and not kept.
    return tuple((name, None) for name in path.split("."))


@lru_cache(maxsize=2_048)
def _groups_and_name(path: str) -> tuple[Sequence[str], str]:
    *groups, name = path.split(".")
    return tuple(groups), name


def _with_ids(path: str) -> Sequence[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for part in path.split("."):
        name, bracket, rest = part.partition("[")
        found.append((name, rest[:-1] if bracket else None))
    return found


def container_path(path: str) -> str:
    """The path of the group or item that a value lies in; empty for the plan itself."""
    return path.rpartition(".")[0]


def lies_within(path: str, around: str) -> bool:
    """Whether a path is another one, or lies in it; `doelen` and `doelen[].status` lie around those of every item."""
    while path:
        known = schema_path(path)
        if around in (path, known, known.removesuffix("[]")):
            return True
        path = container_path(path)
    return False


def items_on(path: str) -> Iterator[str]:
    """The paths of the items that this path lies in (itself not counted), outermost first."""
    parts = path.split(".")
    for end in range(1, len(parts)):
        if parts[end - 1].endswith("]"):
            yield ".".join(parts[:end])


def item(node: Node, name: str, item_id: str) -> Node | None:
    """The item of a list with this id, or None."""
    for candidate in node.get(name) or ():
        if candidate["id"] == item_id:
            return candidate  # type: ignore[no-any-return] # documents are untyped by nature
    return None


def find(document: Node, path: str) -> Node | None:
    """The group or item at a path, or None where there is none."""
    node: Node | None = document
    if not path:
        return node
    for name, item_id in segments(path):
        if node is None:
            return None
        node = node.get(name) if item_id is None else item(node, name, item_id)
    return node


def value_at(document: Node, path: str) -> Value:
    """The value at a path; True for an item that exists; None where nothing is recorded."""
    if "[" not in path:
        groups, name = _groups_and_name(path)
        node: Node = document
        for group in groups:
            node = node.get(group) or _NOTHING
        return node.get(name)
    if path.endswith("]"):
        return True if find(document, path) is not None else None
    container, _, name = path.rpartition(".")
    found = find(document, container)
    return None if found is None else found.get(name)


def flatten(node: Node, group: Group, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Every recorded value below a group, with its path; an item's own path comes before its fields."""
    for child in group.children.values():
        value = node.get(child.name)
        if value is None:
            continue
        path = f"{prefix}{child.name}"
        if isinstance(child, Leaf):
            yield path, value
        elif not child.repeated:
            yield from flatten(value, child, f"{path}.")
        else:
            for entry in value:
                item_path = f"{path}[{entry['id']}]"
                yield item_path, True
                yield from flatten(entry, child, f"{item_path}.")
