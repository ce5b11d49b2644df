"""References to list items by place: `@doelen[0].acties[1]` is the second action of the first goal.

Ids are given by the API, so a file written beforehand cannot know them. A place counts in the order in which the items
were made, among those that the step's persona may see.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from plan_schema.patch import Patch
from plan_schema.values import Node

_REFERENCE: Final = re.compile(r"@(?:\w+\.)*\w+\[\d+\](?:\.\w+\[\d+\])*")
_PART: Final = re.compile(r"(\w+)(?:\[(\d+)\])?")


def references_in(value: object) -> set[str]:
    """Every reference in a patch."""
    if isinstance(value, str):
        return {value} if _REFERENCE.fullmatch(value) else set()
    if isinstance(value, Mapping):
        return references_in(list(value.values()))
    if isinstance(value, list):
        return set().union(*(references_in(entry) for entry in value))
    return set()


def selection(references: Iterable[str]) -> str:
    """The GraphQL fields that give the ids which these references ask for; empty without references."""
    tree: dict[str, Any] = {}
    for reference in references:
        node = tree
        for name, place in _PART.findall(reference[1:]):
            node = node.setdefault(name, {})
            if place:
                node["id"] = {}
    return _fields(tree)


def _fields(tree: Mapping[str, Any]) -> str:
    return " ".join(f"{name} {{ {_fields(inner)} }}" if inner else name for name, inner in tree.items())


def resolved(patch: Patch, plan: Node) -> Patch:
    """The patch with every reference replaced by the id of the item in this plan; LookupError where there is none."""
    return {name: _resolve(value, plan) for name, value in patch.items()}


def _resolve(value: Any, plan: Node) -> Any:
    if isinstance(value, str):
        return _item_id(value, plan) if _REFERENCE.fullmatch(value) else value
    if isinstance(value, Mapping):
        return resolved(value, plan)
    if isinstance(value, list):
        return [_resolve(entry, plan) for entry in value]
    return value


def _item_id(reference: str, plan: Node) -> str:
    node: Any = plan
    for name, place in _PART.findall(reference[1:]):
        node = node.get(name) or ([] if place else {})
        if place:
            if int(place) >= len(node):
                raise LookupError(f"{reference}: dit onderdeel is er niet")
            node = node[int(place)]
    return str(node["id"])
