"""Changes: what differs between two versions of a plan, one path at a time, and how they are applied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from plan_schema.sections.som import is_outcome
from plan_schema.values import PROVENANCE, Node, Value, container_path, segments

RULES: Final = "REGELSET"
"""What `herkomst` names as the role behind fields that follow from rules; the organisation is the one whose change gave cause."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path that got another value. None: nothing recorded; an item's path has True while it exists."""

    path: str
    old: Value
    new: Value

    @property
    def concerns_item(self) -> bool:
        """Whether this adds or removes a list item, rather than setting a field."""
        return self.path.endswith("]")

    def reversed(self) -> "Change":
        """The change that undoes this one."""
        return Change(self.path, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who recorded something, and how current it was: what a reader needs to judge a value (Wjsg 3 lid 5)."""

    organisation: str
    organisation_name: str
    organisation_kind: str
    role: str
    version: int
    source_system: str | None
    reference_date: str | None
    registered_at: Any

    def of_rules(self) -> "Provenance":
        """The same for what followed from it by rules: no person, source system or reference date stands behind that."""
        return replace(self, role=RULES, source_system=None, reference_date=None)

    def record(self, fields: Sequence[str]) -> dict[str, Any]:
        """The stored form, for these fields of one group or item."""
        return {
            "velden": list(fields),
            "organisatie": self.organisation,
            "organisatienaam": self.organisation_name,
            "organisatieSoort": self.organisation_kind,
            "rol": self.role,
            "versie": self.version,
            "bron": self.source_system,
            "peildatum": self.reference_date,
            "geregistreerdOp": self.registered_at,
        }


def apply(document: Node, changes: Iterable[Change], provenance: Provenance) -> dict[str, Any]:
    """Return the document with the changes made; the given one stays as it is.

    Items are kept in the order of their ids (UUIDv7, so: of their making); `herkomst` of every touched group and item
    then says who wrote which field last.
    """
    ordered = list(changes)
    result = dict(document)
    for section in {segments(change.path)[0][0] for change in ordered}:
        if section in result:
            result[section] = _copied(result[section])
    if PROVENANCE in result:
        result[PROVENANCE] = _copied(result[PROVENANCE])

    # An item's path begins with that of the item around it: shorter ones come first, and go last.
    items = sorted((change for change in ordered if change.concerns_item), key=lambda change: len(change.path))
    for change in items:
        if change.new is not None:
            _add_item(result, change.path)
    _set_fields(result, (change for change in ordered if not change.concerns_item), provenance)
    for change in reversed(items):
        if change.new is None:
            _remove_item(result, change.path)
    return result


def _copied(node: Any) -> Any:
    """A group, list or value that can be changed without the given one; values are never changed themselves, so they are shared."""
    if isinstance(node, dict):
        return {name: _copied(value) if isinstance(value, dict | list) else value for name, value in node.items()}
    return [_copied(entry) for entry in node] if isinstance(node, list) else node


def _reach(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The group or item at a path; groups on the way come into being, items must exist."""
    node = document
    for name, item_id in segments(path) if path else ():
        if item_id is None:
            node = node.setdefault(name, {})
        else:
            node = next(entry for entry in node[name] if entry["id"] == item_id)
    return node


def _list_of(document: dict[str, Any], path: str) -> tuple[list[dict[str, Any]], str]:
    *_, (name, item_id) = segments(path)
    assert item_id is not None  # noqa: S101 - only paths of items come here
    return _reach(document, container_path(path)).setdefault(name, []), item_id


def _add_item(document: dict[str, Any], path: str) -> None:
    entries, item_id = _list_of(document, path)
    if all(entry["id"] != item_id for entry in entries):
        entries.append({"id": item_id})
        entries.sort(key=lambda entry: str(entry["id"]))


def _remove_item(document: dict[str, Any], path: str) -> None:
    entries, item_id = _list_of(document, path)
    entries[:] = [entry for entry in entries if entry["id"] != item_id]


def _set_fields(document: dict[str, Any], changes: Iterable[Change], provenance: Provenance) -> None:
    by_container: dict[str, list[tuple[str, Value]]] = {}
    for change in changes:
        by_container.setdefault(container_path(change.path), []).append((change.path.rpartition(".")[2], change.new))
    for path, fields in by_container.items():
        node = _reach(document, path)
        for name, value in fields:
            if value is None:
                node.pop(name, None)
            else:
                node[name] = value
        source = provenance.of_rules() if is_outcome(path) else provenance
        node[PROVENANCE] = _provenance(node.get(PROVENANCE, ()), [name for name, _ in fields], source)


def _provenance(
    records: Iterable[Mapping[str, Any]], fields: list[str], provenance: Provenance
) -> list[dict[str, Any]]:
    kept = []
    for record in records:
        left = [name for name in record["velden"] if name not in fields]
        if left:
            kept.append({**record, "velden": left})
    return [*kept, provenance.record(sorted(fields))]
