"""What a decision would be by another policy: the fields that it would refuse, and those that it would allow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]

_Refused: TypeAlias = frozenset[tuple[str, str]]
"""Actions and paths."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Fields with an action (`LEZEN onderdak.hulpvraag`), in order; empty on both sides: the verdict is the same."""

    refused: tuple[str, ...]
    allowed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing would be decided otherwise."""
        return not self.refused and not self.allowed


def difference(recorded: Record, again: Record) -> Difference:
    """Going from a decision to what `replay` made of it. Each is compared in its place: per context and evaluation."""
    refused: set[tuple[str, str]] = set()
    allowed: set[tuple[str, str]] = set()
    for before, after in zip(_verdicts(recorded), _verdicts(again), strict=True):
        refused |= after - before
        allowed |= before - after
    return Difference(*(tuple(f"{action} {path}" for action, path in sorted(found)) for found in (refused, allowed)))


def _verdicts(record: Record) -> Iterator[_Refused]:
    static = record["statisch"]
    written = set(static["teSchrijven"] or ())
    yield frozenset(("SCHRIJVEN" if path in written else "LEZEN", path) for path in static["geweigerd"] or ())
    for context in record["contexten"]:
        for entry in context["oordelen"]:
            yield frozenset((entry["actie"], path) for path in entry["geweigerd"] or ())
    for entry in record.get("evaluaties", ()):
        yield frozenset() if entry["toegestaan"] else frozenset({(entry["actie"], entry["pad"])})
