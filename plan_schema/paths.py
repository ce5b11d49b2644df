"""Paths and bits of the plan, looked up both ways."""

from collections.abc import Iterator
from functools import cached_property, reduce
from operator import or_

from plan_schema.tree import Group, Leaf
from plan_schema.values import schema_path


class Paths:
    """The leaf and group paths of one plan definition."""

    def __init__(self, plan: Group) -> None:
        self.plan = plan
        self._nodes: dict[str, Leaf | Group] = {node.path: node for node in plan.walk()}

    def node(self, path: str) -> Leaf | Group | None:
        """The leaf or group at a path as policies name it (`doelen[].status`), or None."""
        return self._nodes.get(path)

    def named(self, path: str) -> Leaf | Group | None:
        """What a path of a user names: as `node`, also with ids (`doelen[7f…].status`) and a list by its bare name (`doelen`)."""
        known = schema_path(path)
        return self.node(known) or self.node(f"{known}[]")

    def bit(self, path: str) -> int:
        """The bit of a leaf or group; KeyError when there is none."""
        return self._nodes[path].bit

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf, in order of definition: the n-th has bit n."""
        return tuple(node for node in self._nodes.values() if isinstance(node, Leaf))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every group below the plan, in order of definition."""
        return tuple(node for node in self._nodes.values() if isinstance(node, Group))

    @cached_property
    def shared_groups(self) -> tuple[Group, ...]:
        """The groups outside lists that are open to others only when shared."""
        return tuple(group for group in self.groups if group.shared and "[]" not in group.path)

    def nodes_of(self, bits: int) -> Iterator[Leaf | Group]:
        """The leaves and groups of a set of bits, in order of definition; a group is left out when something in it is named."""
        if not bits:
            return
        if self.plan.bit & bits and bits == self.plan.bit:
            yield self.plan
        for node in self._nodes.values():
            if node.bit & bits and not (isinstance(node, Group) and self._below[node.path] & bits):
                yield node

    @cached_property
    def _below(self) -> dict[str, int]:
        """The bits of everything below each group."""
        return {group.path: reduce(or_, (node.bit for node in group.walk()), 0) for group in self.groups}
