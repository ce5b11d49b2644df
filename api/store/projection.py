"""What of a plan is read when not all of it is asked: the sections that are, and what decides who may see them.

Sections go whole or not at all: naming every field costs the server more than it saves. Provenance, which is more than half of what
is stored, is left where it is unless somebody asks for it.
"""

from collections.abc import Mapping
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
        if wanted.provenance:
            provenance = {f"{PROVENANCE}.{name}" for name in (PROVENANCE, *sections)}
            return self._only(sections | provenance) if others else None
        if len(others) <= len(sections):
            return dict.fromkeys(sorted({PROVENANCE, *others} - {path.partition(".")[0] for path in DECIDING}), 0)
        return self._only(sections)

    def _only(self, asked: set[str]) -> Mapping[str, int]:
        """What to read: a plan's own fields are few, and always read."""
        own = (leaf.name for leaf in self._plan.leaves)
        deciding = (path for path in DECIDING if path.partition(".")[0] not in asked)
        return dict.fromkeys(sorted({*_ALWAYS, *own, *asked, *deciding}), 1)
