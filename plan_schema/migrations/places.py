"""Where a declared path lies in a document: the groups and items that hold it, and what is recorded there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from plan_schema.values import PROVENANCE, Value

Stored = dict[str, Any]

ABSENT: Final = object()
"""Stands for a value that is not there: None is no stored value, but also no proof of that."""


def around(path: str) -> str:
    """The list whose items a declared path lies in, itself not counted; empty for what lies in the plan itself.

    `doelen[].acties[].status` → `doelen[].acties[]`; `doelen[].acties[]` → `doelen[]`.
    """
    parts = path.split(".")
    depth = max((number for number, part in enumerate(parts[:-1], 1) if part.endswith("[]")), default=0)
    return ".".join(parts[:depth])


def depth(path: str) -> int:
    """How many names a path counts; none when it is empty."""
    return len(path.split(".")) if path else 0


def holders(document: Stored, path: str) -> Iterator[Stored]:
    """Every node that a path is relative to: the items of the list around it, or the plan itself."""
    nodes = [document]
    for part in around(path).split(".") if around(path) else ():
        name = part.removesuffix("[]")
        nodes = [inner for node in nodes if name in node for inner in (node[name] if part != name else [node[name]])]
    yield from nodes


@dataclass(frozen=True, slots=True)
class Taken:
    """What was recorded at a place: the value, and for a field who wrote it, as the record that named it."""

    value: Value
    record: Stored | None


def take(holder: Stored, path: str) -> Taken | None:
    """Take what is recorded at a path out of one holder; None when nothing ever was.

    A group that is left with nothing goes too: it would never have come into being.
    """
    *groups, last = _relative(path)
    chain = [holder]
    for name in groups:
        if name not in chain[-1]:
            return None
        chain.append(chain[-1][name])
    taken = Taken(chain[-1].pop(last, ABSENT), _take_record(chain[-1], last))
    if taken.value is ABSENT and taken.record is None:
        return None
    for parent, name in reversed(list(zip(chain, groups, strict=False))):
        if not parent[name]:
            del parent[name]
    return taken


def put(holder: Stored, path: str, taken: Taken) -> None:
    """Record at a path what was taken elsewhere; groups on the way come into being."""
    *groups, last = _relative(path)
    node = holder
    for name in groups:
        node = node.setdefault(name, {})
    if taken.value is not ABSENT:
        node[last] = taken.value
    if taken.record is not None:
        node[PROVENANCE] = _with_record(node.get(PROVENANCE, []), taken.record | {"velden": [last]})


def recorded(holder: Stored, path: str) -> tuple[Stored, str] | None:
    """The group or item that holds a value, and the value's name in it; None when no value is recorded."""
    *groups, last = _relative(path)
    node = holder
    for name in groups:
        if name not in node:
            return None
        node = node[name]
    return (node, last) if last in node else None


def _relative(path: str) -> list[str]:
    return [part.removesuffix("[]") for part in path.split(".")[depth(around(path)) :]]


def _take_record(node: Stored, name: str) -> Stored | None:
    records: list[Stored] = node.get(PROVENANCE, [])
    found = next((record for record in records if name in record["velden"]), None)
    if found is None:
        return None
    kept = [record | {"velden": [field for field in record["velden"] if field != name]} for record in records]
    node[PROVENANCE] = [record for record in kept if record["velden"]]
    if not node[PROVENANCE]:
        del node[PROVENANCE]
    return found


def _with_record(records: list[Stored], added: Stored) -> list[Stored]:
    """The records with one more: one per version, in order of version, as `changes.apply` writes them."""
    same = [record for record in records if record["versie"] == added["versie"]]
    velden = sorted({field for record in (*same, added) for field in record["velden"]})
    others = [record for record in records if record["versie"] != added["versie"]]
    return sorted([*others, added | {"velden": velden}], key=lambda record: int(record["versie"]))
