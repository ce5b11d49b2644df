"""How a plan is stored: its values, and apart from them, under one name, who wrote each.

In memory the records of provenance stand in the group or item that they are about. They are more than half of a plan, and nearly
nobody asks for them: stored apart, the server leaves them out by leaving out one field, which costs it nothing. What is stored has
the shape of the plan itself: `herkomst.onderdak.herkomst` holds the records of the group `onderdak`, and
`herkomst.doelen` an entry with the `id` of each item that has any.

Before, it was stored as it is in memory. What `herkomst` of the plan holds tells which: a list is that of the plan's own fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from plan_schema.values import PROVENANCE, Node


def apart(document: Node) -> dict[str, Any]:
    """A document, or some sections of one, as it is stored; the given one stays as it is."""
    values, provenance = _taken_apart(document)
    return values | {PROVENANCE: provenance} if provenance else values


def together(stored: dict[str, Any]) -> dict[str, Any]:
    """The document that was stored so, or as much of it as was read; the given one stays as it is.

    Who wrote what is not there (it was not read, or something is damaged) is left out: `apart` then gives something else than is stored.
    """
    provenance = stored.get(PROVENANCE)
    if not isinstance(provenance, Mapping):
        return stored
    return _put_together({name: value for name, value in stored.items() if name != PROVENANCE}, provenance)


def is_apart(stored: Node) -> bool:
    """Whether nothing tells that a plan is still stored as it is in memory."""
    return not isinstance(stored.get(PROVENANCE), list)


def own_provenance(stored: Node) -> Sequence[Node]:
    """Who wrote the plan's own fields, of a plan of which no more than its provenance needs to have been read."""
    provenance = stored.get(PROVENANCE) or ()
    found: Sequence[Node] = provenance.get(PROVENANCE, ()) if isinstance(provenance, Mapping) else provenance
    return found


def _taken_apart(node: Node) -> tuple[dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {}
    provenance: dict[str, Any] = {}
    for name, value in node.items():
        if name == PROVENANCE:
            provenance[name] = value
        elif isinstance(value, Mapping):
            values[name], found = _taken_apart(value)
            if found:
                provenance[name] = found
        elif _are_items(value):
            pairs = [_taken_apart(entry) for entry in value]
            values[name] = [entry for entry, _ in pairs]
            if written := [{"id": entry["id"]} | found for entry, found in pairs if found]:
                provenance[name] = written
        else:
            values[name] = value
    return values, provenance


def _put_together(node: dict[str, Any], provenance: Node) -> dict[str, Any]:
    """The same node, with the provenance of it and of what is in it."""
    for name, part in provenance.items():
        if name == PROVENANCE:
            node[name] = part
        elif name not in node or name == "id":
            continue
        elif isinstance(part, Mapping):
            node[name] = _put_together(dict(node[name]), part)
        else:
            written = {entry["id"]: entry for entry in part}
            node[name] = [
                _put_together(dict(entry), written[entry["id"]]) if entry["id"] in written else entry
                for entry in node[name]
            ]
    return node


def _are_items(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
