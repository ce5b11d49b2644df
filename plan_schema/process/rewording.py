"""Changes that only reword: running text of the plan that says something else than it said.

The rules of the process ask whether a text is there, never what it says, so on the same day no step opens, closes or moves by such a
change. Within a list that is not so: there it can count who wrote in an item (`action_steps`).
"""

from collections.abc import Iterable
from typing import Final

from plan_schema.changes import Change
from plan_schema.kinds import Text, kind_of
from plan_schema.plan import PATHS

TEXTS: Final = frozenset(leaf.path for leaf in PATHS.leaves if leaf.kind is kind_of(Text) and "[]" not in leaf.path)
"""The paths of the texts outside lists."""


def only_rewords(changes: Iterable[Change]) -> bool:
    """Whether each of these puts one text in the place of another."""
    return all(
        change.path in TEXTS and isinstance(change.old, str) and isinstance(change.new, str) for change in changes
    )
