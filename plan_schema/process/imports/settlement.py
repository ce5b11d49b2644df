"""What of a record becomes a change of a plan, and what does not because the plan holds something later.

Of a record that was imported before, only what it says differently since then counts: that it repeats an old value says nothing
against what people wrote meanwhile. Of what is left, whoever wrote later than the peildatum wins: nothing is overwritten silently.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any, Final

from plan_schema.patch import ADD, CHANGE, UNKNOWN_FIELDS, Patch
from plan_schema.process.imports.records import SourceRecord, is_unknown
from plan_schema.values import PROVENANCE, UNKNOWN, Node, Value, container_path, find, value_at

SYSTEM: Final = "SYSTEEM"
"""The role that imports have in a version: nobody sat behind it."""

NOTHING_KNOWN: Final[frozenset[str]] = frozenset()


class HeldReason(StrEnum):
    """Why the plan keeps its value."""

    LATER_GEWIJZIGD = "LATER_GEWIJZIGD"
    """Iemand schreef dit veld op of na de peildatum van de bron."""
    NIEUWERE_BRON = "NIEUWERE_BRON"
    """Een systeem met een latere peildatum, of een ander van dezelfde dag, schreef dit veld."""
    VERWIJDERD = "VERWIJDERD"
    """Iemand verwijderde het onderdeel dat een eerdere import maakte."""


@dataclass(frozen=True, slots=True)
class Held:
    """One path at which the plan keeps what it holds."""

    path: str
    reason: HeldReason


@dataclass(frozen=True, slots=True)
class Settlement:
    """The patch that a record comes down to, and where the plan keeps its value."""

    patch: Patch
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier import of the same record leaves: the fields that it says again, and the id of the item that it made."""

    repeated: Set[str] = NOTHING_KNOWN
    item: str | None = None


FIRST_TIME: Final = Earlier()


def opening(record: SourceRecord) -> Patch:
    """All that a record says, as the first version of a plan."""
    return _patch(_with_constants(record, record.values), {})


def settle(document: Node, record: SourceRecord, earlier: Earlier, zone: tzinfo) -> Settlement:
    """What a record changes in a plan, as it is stored; `zone` is where a day begins."""
    desk = _Desk(document, record, earlier, zone)
    return Settlement(_patch(desk.fields(), desk.items()), tuple(desk.held))


class _Desk:
    """One record beside one plan."""

    def __init__(self, document: Node, record: SourceRecord, earlier: Earlier, zone: tzinfo) -> None:
        self.held: list[Held] = []
        self._document = document
        self._record = record
        self._earlier = earlier
        self._zone = zone

    def fields(self) -> dict[str, Value]:
        """The fields outside lists that change."""
        fresh = {path: value for path, value in self._record.values.items() if "[]" not in path}
        return self._changing(fresh, "", "")

    def items(self) -> dict[str, dict[str, Any]]:
        """What happens to each list, in the form of a patch."""
        lists = {path.partition("[]")[0] for path in self._record.values if "[]" in path}
        return {name: happens for name in sorted(lists) if (happens := self._item(name))}

    def _item(self, name: str) -> dict[str, Any]:
        prefix = f"{name}[]."
        said = {path: value for path, value in self._record.values.items() if path.startswith(prefix)}
        if said.keys() <= self._earlier.repeated:
            return {}
        found = self._found(name, said)
        if found is not None:
            changing = self._changing(said, prefix, f"{name}[{found}].")
            return {CHANGE: [{"id": found, **_fields(changing, prefix)}]} if changing else {}
        if self._earlier.item is not None and self._record.layout.item == f"{name}[]":
            self.held.append(Held(f"{name}[{self._earlier.item}]", HeldReason.VERWIJDERD))
            return {}
        return {ADD: [_fields(_with_constants(self._record, said), prefix)]}

    def _found(self, name: str, said: Mapping[str, Value]) -> str | None:
        """The id of the item that a record is about; None when there is none yet."""
        entries = self._document.get(name) or ()
        if self._record.layout.item == f"{name}[]":
            return next((entry["id"] for entry in entries if entry["id"] == self._earlier.item), None)
        whole = _with_constants(self._record, said)
        same = {field: whole[f"{name}[].{field}"] for field in self._record.layout.matched}
        fitting = (entry for entry in entries if all(entry.get(field) == value for field, value in same.items()))
        return next((entry["id"] for entry in fitting), None)

    def _changing(self, said: Mapping[str, Value], prefix: str, place: str) -> dict[str, Value]:
        """Of what is said under a prefix, what differs from what the plan holds at a place, and may."""
        found: dict[str, Value] = {}
        for path, value in said.items():
            where = place + path.removeprefix(prefix)
            now = value_at(self._document, where)
            if path in self._earlier.repeated or now == value or (is_unknown(value) and now is not None):
                continue
            reason = self._later(where)
            if reason is None:
                found[path] = value
            else:
                self.held.append(Held(where, reason))
        constants = {path: value for path, value in _constants(self._record, found) if path.startswith(prefix)}
        for path, value in constants.items():
            where = place + path.removeprefix(prefix)
            if value_at(self._document, where) != value and self._later(where) is None:
                found[path] = value
        return found

    def _later(self, path: str) -> HeldReason | None:
        """Why the plan keeps what it holds at a path; None when the record is later."""
        node, name = find(self._document, container_path(path)) or {}, path.rpartition(".")[2]
        wrote = next((entry for entry in node.get(PROVENANCE, ()) if name in entry["velden"]), None)
        if wrote is None:
            return None
        day, written = self._record.reference_date, wrote["geregistreerdOp"].astimezone(self._zone).date().isoformat()
        if wrote["rol"] != SYSTEM:
            return HeldReason.LATER_GEWIJZIGD if written >= day else None
        stated = wrote["peildatum"] or written
        of_another = wrote["bron"] != self._record.layout.system
        return HeldReason.NIEUWERE_BRON if stated > day or (stated == day and of_another) else None


def _constants(record: SourceRecord, said: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for constant in record.layout.constants:
        if constant.beside in said:
            # What goes without saying of a known value is as unknown as the value.
            yield constant.path, "ONBEKEND" if is_unknown(said[constant.beside]) else constant.value


def _with_constants(record: SourceRecord, said: Mapping[str, Value]) -> dict[str, Value]:
    return dict(said) | dict(_constants(record, said))


def _patch(fields: Mapping[str, Value], items: Mapping[str, Any]) -> Patch:
    patch: dict[str, Any] = dict(items)
    added: dict[str, dict[str, Value]] = {}
    for path, value in fields.items():
        if "[]" in path:
            added.setdefault(path.partition("[]")[0], {})[path] = value
        else:
            _put(patch, path.split("."), value)
    for name, said in added.items():
        patch[name] = {ADD: [_fields(said, f"{name}[].")]}
    return patch


def _fields(said: Mapping[str, Value], prefix: str) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for path, value in said.items():
        _put(item, path.removeprefix(prefix).split("."), value)
    return item


def _put(node: dict[str, Any], parts: list[str], value: Value) -> None:
    *groups, name = parts
    for group in groups:
        node = node.setdefault(group, {})
    if value == UNKNOWN:
        node.setdefault(UNKNOWN_FIELDS, []).append(name)
    else:
        node[name] = value
