"""The steps that a migration is made of: each says once what becomes of a path, for documents and for changes alike.

Paths are those of the definition before the step: `schulden.bankrekening`, `doelen[].acties[].status`; a list ends in `[]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from plan_schema.changes import Change
from plan_schema.migrations.places import Stored, around, depth, holders, put, recorded, take
from plan_schema.values import Value, schema_path


class BadStep(Exception):
    """A step that cannot be carried out on documents and changes alike."""


class Step(Protocol):
    """One thing that becomes different in what is stored."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it is about, before and after."""
        ...

    def change(self, change: Change) -> Change | None:
        """An old change as it would have been recorded today; None when its field is no longer in the plan."""
        ...

    def document(self, document: Stored) -> None:
        """Bring a document, of which the sections that it touches may be changed in place, to after this step."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A field, group or list has another name or another place, within the same items; the new place held nothing before."""

    old: str
    new: str

    def __post_init__(self) -> None:
        if around(self.old) != around(self.new) or self.old.endswith("[]") != self.new.endswith("[]"):
            # Elsewhere an item that is removed would take along, or leave behind, what moved.
            raise BadStep(f"{self.old} cannot move to {self.new}: that lies in other items")

    @property
    def paths(self) -> tuple[str, ...]:
        """Both places."""
        return self.old, self.new

    def change(self, change: Change) -> Change:
        """The change at its new place."""
        if not _lies_in(change.path, self.old):
            return change
        parts, new = change.path.split("."), self.new.split(".")
        shared, moved = depth(around(self.old)), depth(self.old)
        if self.new.endswith("[]"):
            new[-1] = new[-1].removesuffix("[]") + parts[moved - 1][parts[moved - 1].index("[") :]
        return replace(change, path=".".join([*parts[:shared], *new[shared:], *parts[moved:]]))

    def document(self, document: Stored) -> None:
        """Move the values, and with a field the record of who wrote it."""
        for holder in holders(document, self.old):
            taken = take(holder, self.old)
            if taken is not None:
                put(holder, self.new, taken)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A field has other values: each old one becomes the new one named here, the others stay as they are."""

    path: str
    values: Mapping[str, str]

    @property
    def paths(self) -> tuple[str, ...]:
        """The field."""
        return (self.path,)

    def change(self, change: Change) -> Change:
        """The change in today's values. Two values that became one leave a change that changes nothing: it was recorded."""
        if schema_path(change.path) != self.path:
            return change
        return replace(change, old=self._value(change.old), new=self._value(change.new))

    def document(self, document: Stored) -> None:
        """Replace the value; who wrote it stays."""
        for holder in holders(document, self.path):
            found = recorded(holder, self.path)
            if found is not None:
                node, name = found
                node[name] = self._value(node[name])

    def _value(self, value: Value) -> Value:
        if isinstance(value, list):
            return list(dict.fromkeys(self._value(entry) for entry in value))
        return self.values.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Removed:
    """A field, group or list is no longer in the plan.

    `destination`: where what was in it is kept or recorded from now on, for who looks for it. The signed version records hold it
    for as long as they exist.
    """

    path: str
    destination: str

    @property
    def paths(self) -> tuple[str, ...]:
        """What is removed."""
        return (self.path,)

    def change(self, change: Change) -> Change | None:
        """Nothing, when the change lies in what is removed."""
        return None if _lies_in(change.path, self.path) else change

    def document(self, document: Stored) -> None:
        """Take it out, with the record of who wrote it."""
        for holder in holders(document, self.path):
            take(holder, self.path)


def _lies_in(path: str, declared: str) -> bool:
    known = schema_path(path)
    return known == declared or known.startswith(f"{declared}.")
