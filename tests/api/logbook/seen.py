"""What an answer shows of which plan in which version, read from the answer alone."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf
from plan_schema.values import schema_path

Seen: TypeAlias = tuple[str, int, str]
"""Plan, version, schema path."""


def in_plan(plan: Mapping[str, Any]) -> Iterator[Seen]:
    """Every field with a value in a plan that was shown; it must be asked with id and version."""
    for path in _in_group(PLAN, plan):
        yield plan["id"], plan["versie"], path


def in_changes(plan_id: str, changes: list[dict[str, Any]]) -> Iterator[Seen]:
    """The new value of every change that was shown."""
    for change in changes:
        yield plan_id, change["versie"], schema_path(change["pad"])


def _in_group(group: Group, shown: Mapping[str, Any]) -> Iterator[str]:
    for name, value in shown.items():
        child = group.children.get(name)
        if isinstance(child, Leaf) and value is not None:
            yield child.path
        elif isinstance(child, Group) and value is not None:
            for node in value if child.repeated else [value]:
                yield from _in_group(child, node)
