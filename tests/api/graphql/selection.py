"""Selections and patches made from the definition of the plan, so that no test lists its fields again."""

from collections.abc import Collection
from typing import Any

from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf

HERKOMST = "herkomst { velden organisatie rol versie peildatum bron }"


def selection(group: Group = PLAN, *, without: Collection[str] = (), house: bool = True) -> str:
    """Everything below a group, as a GraphQL selection, except these fields and groups; with the house's own fields."""
    parts = ["id"] if group.repeated or not group.path else []
    if house and group.leaves:
        parts.append(HERKOMST)
    if any(leaf.kind.choices is None for leaf in group.leaves):
        parts.append("onbekend")
    for child in group.children.values():
        if child.path in without:
            continue
        if isinstance(child, Leaf):
            parts.append(child.name)
        elif any(leaf not in without for leaf in leaf_paths(child)):
            parts.append(f"{child.name} {selection(child, without=without, house=house)}")
    return "{ " + " ".join(parts) + " }"


def leaf_paths(group: Group = PLAN) -> set[str]:
    """The schema paths of every field below a group."""
    return {node.path for node in group.walk() if isinstance(node, Leaf)}


def under(*prefixes: str) -> set[str]:
    """The fields that are named, or that lie in a group that is named."""
    found = {
        path for path in leaf_paths() if any(path == prefix or path.startswith(f"{prefix}.") for prefix in prefixes)
    }
    assert all(any(path == prefix or path.startswith(f"{prefix}.") for path in found) for prefix in prefixes)
    return found


def plan_query(*, without: Collection[str] = (), house: bool = True) -> str:
    """A question for all of one plan, except these fields."""
    return f"query ($id: ID!) {{ plan(id: $id) {selection(without=without, house=house)} }}"


def as_patch(group: Group, shown: dict[str, Any]) -> dict[str, Any]:
    """What was read, as a patch that says the same: groups and fields as they are, items under `wijzigen`."""
    patch: dict[str, Any] = {}
    for name, value in shown.items():
        child = group.children.get(name)
        if name == "onbekend" or isinstance(child, Leaf):
            patch[name] = value
        elif child is None or value is None:
            continue
        elif child.repeated:
            patch[name] = {"wijzigen": [{"id": entry["id"]} | as_patch(child, entry) for entry in value]}
        else:
            patch[name] = as_patch(child, value)
    return patch
