"""What writers of one plan must get, worked out without the product: for every version a value by path, nothing else.

A path is as the interface writes it (`contacten[<id>].naam`), with the mark of the test in the place of the id. An item
has a path of its own with the value True.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Values: TypeAlias = dict[str, Any]

NOT_KNOWN: Final = {"onbekend": True}
"""The value of a field that was recorded as not known."""

_ITEM: Final = re.compile(r"\[[^\]]*\](?=\.)")
_DATES: Final = ("detentie.datumAanvang", "detentie.datumBinnenkomst")
"""The first of these cannot lie after the second."""


@dataclass(frozen=True)
class Writer:
    """Who writes."""

    persona: str
    oin: str
    role: str


@dataclass(frozen=True)
class Request:
    """Values that a writer wants, on a version that he knows: True adds an item, None clears a field or removes an item."""

    tag: str
    writer: Writer
    base: int
    wishes: Mapping[str, Any]


@dataclass
class Verdict:
    """What comes of a request: it is impossible, or it conflicts, or it changes something, or nothing.

    Changes are (old, new) by path, conflicts (base, current, proposed).
    """

    impossible: bool = False
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    conflicts: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)

    @property
    def makes_version(self) -> bool:
        return bool(self.changes) and not self.conflicts and not self.impossible


@dataclass
class Plan:
    """Every version of a plan, and who wrote each field last."""

    states: dict[int, Values]
    wrote: dict[str, tuple[int, str, str]]
    changes: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)

    @property
    def version(self) -> int:
        return max(self.states)

    def judge(self, request: Request, version: int) -> Verdict:
        """What a request comes down to when it arrives while this version is the newest."""
        base, now = self.states[request.base], self.states[version]
        wanted: Values = {}
        for path, value in request.wishes.items():
            if any(item not in base and request.wishes.get(item) is not True for item in around(path)):
                return Verdict(impossible=True)
            if path.endswith("]") and value is None:
                if path not in base:
                    return Verdict(impossible=True)
                wanted |= dict.fromkeys((inner for inner in base if path in (inner, *around(inner))), None)
            elif not (value is None and base.get(path) == NOT_KNOWN) and value != base.get(path):
                wanted[path] = value
        verdict = Verdict()
        for path, value in wanted.items():
            had, has = base.get(path), now.get(path)
            vanished = [item for item in around(path) if item in base and item not in now]
            if vanished:
                if value is not None:
                    verdict.conflicts[vanished[0]] = (True, None, True)
            elif has == had:
                verdict.changes[path] = (had, value)
            elif has != value:
                verdict.conflicts[path] = (had, has, value)
        removed = {path for path in wanted if path.endswith("]") and wanted[path] is None}
        for path, has in now.items():
            if path not in wanted and removed.intersection(around(path)):
                verdict.conflicts[path] = (None, has, None)
        verdict.impossible = not verdict.conflicts and _contradicts(_after(now, verdict.changes))
        return verdict

    def accept(self, request: Request, changes: dict[str, tuple[Any, Any]]) -> None:
        """Make the next version."""
        number = self.version + 1
        self.states[number] = _after(self.states[self.version], changes)
        self.changes[number], self.authors[number] = changes, request.writer.oin
        for path in changes:
            if not path.endswith("]"):
                self.wrote[path] = (number, request.writer.oin, request.writer.role)
        gone = {path for path, (_, new) in changes.items() if path.endswith("]") and new is None}
        self.wrote = {path: by for path, by in self.wrote.items() if not gone.intersection(around(path))}

    def between(self, base: int, version: int) -> set[tuple[str, str, int, str]]:
        """What was changed after one version, up to and including another: path, both values, version, organisation."""
        return {
            (path, repr(both), number, self.authors[number])
            for number in range(base + 1, version + 1)
            for path, both in self.changes[number].items()
        }


def around(path: str) -> Iterator[str]:
    """The items that a path lies in, outermost first."""
    return (path[: found.end()] for found in _ITEM.finditer(path))


def _after(values: Values, changes: Mapping[str, tuple[Any, Any]]) -> Values:
    changed = values | {path: new for path, (_, new) in changes.items()}
    return {path: value for path, value in changed.items() if value is not None}


def _contradicts(values: Values) -> bool:
    first, second = (values.get(path) for path in _DATES)
    return isinstance(first, str) and isinstance(second, str) and first > second
