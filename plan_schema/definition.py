"""The language in which the plan is defined: a group is a class, a field is one line.

    class Onderdak(Leefgebied, item="PM-20d-2-d"):
        huurachterstand: JaNeeOnbekend = field("Betalingsachterstand bij de huur", "lid 2 d 3°")

The annotation is the kind of value (`kinds`), another group (nested), or a list of a group (items with a stable id).
`item` is the legal item that a field rests on; a field takes its group's unless it names its own.
"""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """What one line says about a field: its Dutch description, its source and, if not the group's, its legal item."""

    description: str
    source: str
    item: str | None


def field(description: str, source: str, *, item: str | None = None) -> Any:
    """Define a field: Dutch description, the source it stems from, and its legal item when not the group's."""
    return FieldDefinition(description, source, item)


class Group:
    """Base of every group of fields.

    `owner` names the field that says whose item this is (condition `EIGEN`); `shared` the field whose value JA opens
    the group to others (condition `GEDEELD`). Subclasses inherit both, and every field.
    """

    item: ClassVar[str] = ""
    owner: ClassVar[str | None] = None
    shared: ClassVar[str | None] = None

    def __init_subclass__(cls, *, item: str = "", owner: str | None = None, shared: str | None = None) -> None:
        super().__init_subclass__()
        cls.item = item or cls.item
        cls.owner = owner or cls.owner
        cls.shared = shared or cls.shared
