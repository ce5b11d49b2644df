"""A plan as somebody may see it, for who makes a sheet of it: nothing that is withheld can be reached from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plan_schema.values import UNKNOWN, Node, find, schema_path, value_at


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader may see of a plan: its document without what is withheld, and the schema paths of the fields that are.

    What is not recorded and what is recorded as unknown are both None; the value ONBEKEND of a value list stays.
    """

    plan: Node
    withheld: frozenset[str] = frozenset()

    def value(self, path: str) -> Any:
        """The value at a path."""
        value = value_at(self.plan, path)
        return None if value == UNKNOWN else value

    def text(self, path: str) -> str | None:
        """The text at a path."""
        value = self.value(path)
        return value if isinstance(value, str) else None

    def items(self, path: str) -> list[Node]:
        """The items of a list by its path; none where it is withheld."""
        around, _, name = path.rpartition(".")
        group = find(self.plan, around)
        return list((group or {}).get(name) or ())

    def hides(self, *paths: str) -> bool:
        """Whether any of these fields is withheld."""
        return any(schema_path(path) in self.withheld for path in paths)

    def hides_all(self, paths: Iterable[str]) -> bool:
        """Whether every one of these fields is withheld."""
        return all(schema_path(path) in self.withheld for path in paths)
