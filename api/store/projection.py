"""What of a plan is read when not all of it is asked: the sections that are, and what decides who may see them.

Sections go whole or not at all: naming every field costs the server more than it saves. Provenance, which is more than half of what
is stored, is left where it is unless somebody asks for it; leaving it out costs the server 0.15 ms, and reading it the API 0.25.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from cachetools import LRUCache

from api.view.facts import DECIDING
from plan_schema.paths import Paths
from plan_schema.tree import Group
from plan_schema.values import PROVENANCE

_ALWAYS: Final = ("versie", "schemaVersie")
_MOST_KNOWN: Final = 2_000


class Wanted(NamedTuple):
    """What somebody will look at: plan fields as bits, and whether who wrote them is among it."""

    fields: int
    provenance: bool


class Projections:
    """Gives the fields to read, for one definition of the plan."""

    def __init__(self, paths: Paths) -> None:
        self._plan = paths.plan
        self._known: LRUCache[Wanted, Mapping[str, int] | None] = LRUCache(_MOST_KNOWN)

    def of(self, wanted: Wanted) -> Mapping[str, int] | None:
        """The fields to read, or those to leave, as MongoDB says it; None when the whole plan is as good."""
        if wanted not in self._known:
            self._known[wanted] = self._made(wanted)
        return self._known[wanted]

    def _made(self, wanted: Wanted) -> Mapping[str, int] | None:
        children = self._plan.children.values()
        sections = {child.name for child in children if isinstance(child, Group) and child.bit & wanted.fields}
        others = {child.name for child in children if isinstance(child, Group)} - sections
        if not wanted.provenance and len(others) <= len(sections):
            return self._without(others - {path.partition(".")[0] for path in DECIDING})
        return self._only(sections) if others else None

    def _only(self, sections: set[str]) -> Mapping[str, int]:
        """What to read: a plan's own fields are few, and always read."""
        own = (leaf.name for leaf in self._plan.leaves)
        deciding = (path for path in DECIDING if path.partition(".")[0] not in sections)
        return dict.fromkeys(sorted({*_ALWAYS, PROVENANCE, *own, *sections, *deciding}), 1)

    def _without(self, sections: set[str]) -> Mapping[str, int]:
        """What to leave: these sections, and all provenance."""
        left = set(_provenance(self._plan, "", sections))
        return dict.fromkeys(sorted(sections | left), 0)


def _provenance(group: Group, path: str, without: set[str]) -> Iterator[str]:
    """Where provenance stands, outside some sections; the server takes the path of a list for that of each item."""
    yield f"{path}{PROVENANCE}"
    for child in group.children.values():
        if isinstance(child, Group) and child.name not in without:
            yield from _provenance(child, f"{path}{child.name}.", set())
