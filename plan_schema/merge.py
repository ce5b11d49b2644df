"""Three-way merge by path: a change based on an older version meets what others changed since.

Disjoint paths merge; the same path with the same value is no conflict; the same path with another value is one. A path
inside an item that somebody else removed conflicts, and so does removing an item that somebody else changed. Nothing is
ever chosen silently (design §5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan_schema.changes import Change
from plan_schema.tree import Group
from plan_schema.values import Node, Value, find, flatten, items_on, schema_path, value_at


@dataclass(frozen=True, slots=True)
class Conflict:
    """One path on which two writers disagree."""

    path: str
    base: Value
    current: Value
    proposed: Value


@dataclass(frozen=True, slots=True)
class Merge:
    """The changes to make to the current document, or the conflicts that stand in the way."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def merge(plan: Group, current: Node, proposed: Sequence[Change]) -> Merge:
    """Bring changes that were based on an older version onto the current document.

    `old` of each proposed change is the value of the version it was based on.
    """
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    added = {change.path for change in proposed if change.concerns_item and change.new is not None}
    reported: set[str] = set()
    for change in proposed:
        gone = next((path for path in items_on(change.path) if path not in added and find(current, path) is None), None)
        if gone is not None:
            # The item vanished. Clearing what is gone already is what the proposer wanted; anything else conflicts.
            if change.new is not None and gone not in reported:
                reported.add(gone)
                conflicts.append(Conflict(gone, base=True, current=None, proposed=True))
            continue
        now = value_at(current, change.path)
        if now == change.new:
            continue
        if now == change.old:
            changes.append(Change(change.path, now, change.new))
        else:
            conflicts.append(Conflict(change.path, change.old, now, change.new))
    conflicts.extend(_changed_inside_removed(plan, current, proposed))
    return Merge(tuple(changes), tuple(conflicts))


def _changed_inside_removed(plan: Group, current: Node, proposed: Sequence[Change]) -> Iterable[Conflict]:
    """What others recorded inside an item since the version in which the proposer saw and removed it."""
    named = {change.path for change in proposed}
    for change in proposed:
        if not (change.concerns_item and change.new is None):
            continue
        node = find(current, change.path)
        if node is None:
            continue
        for path, value in flatten(node, group_at(plan, change.path), f"{change.path}."):
            if path not in named:
                # An item within an item is removed too; what changed in it is named once.
                named.add(path)
                yield Conflict(path, None, value, None)


def group_at(plan: Group, path: str) -> Group:
    """The group that a path of a group or item belongs to; the plan itself for an empty path."""
    group = plan
    for part in schema_path(path).split(".") if path else ():
        child = group.children[part.removesuffix("[]")]
        assert isinstance(child, Group)  # noqa: S101 - callers give paths of groups and items
        group = child
    return group
