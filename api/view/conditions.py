"""Which conditions hold at a place in a document: `GEDEELD` and `EIGEN` belong to the group or item they stand in."""

from plan_schema.tree import Group
from plan_schema.values import Node, item, segments
from policies.context import Conditions


def conditions_in(group: Group, node: Node, outer: Conditions, oin: str, shielded: int = 0) -> Conditions:
    """The conditions inside a group or item, given those around it. A group that declares none passes them on.

    Of `shielded` fields (as bits) nobody may make use, so nothing holds by them.
    """
    held = outer
    for name, condition, wanted in ((group.shared, Conditions.GEDEELD, "JA"), (group.owner, Conditions.EIGEN, oin)):
        if name is not None:
            holds = node.get(name) == wanted and not group.children[name].bit & shielded
            held = held | condition if holds else held & ~condition
    return held


def conditions_at(plan: Group, document: Node, path: str, outer: Conditions, oin: str, shielded: int = 0) -> Conditions:
    """The conditions at a group or item by its path; inside what no longer exists, neither GEDEELD nor EIGEN holds."""
    held, group, node = outer, plan, document
    for name, item_id in segments(path) if path else ():
        child = group.children[name]
        assert isinstance(child, Group)  # noqa: S101 - callers give paths of groups and items
        group = child
        node = (node.get(name) or {}) if item_id is None else (item(node, name, item_id) or {})
        held = conditions_in(group, node, held, oin, shielded)
    return held
