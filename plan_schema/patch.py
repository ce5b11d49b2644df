"""A patch: the part of a plan that somebody wants different, read against the document it was based on.

RFC 7396 semantics: absent leaves a field alone, null takes its value away. Lists are changed by item:
`{"toevoegen": [{…}], "wijzigen": [{"id": …, …}], "verwijderen": ["id"]}`. `onbekend: ["zittingsdatum"]` in a group
records that those values are not known; null on such a field changes nothing, since it also reads as null. So writing back
what was read changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from plan_schema.changes import Change
from plan_schema.problems import Problem, ProblemCode
from plan_schema.tree import Group, Leaf
from plan_schema.values import UNKNOWN, Node, Value, flatten, item

Patch: TypeAlias = Mapping[str, Any]

ADD: Final = "toevoegen"
CHANGE: Final = "wijzigen"
REMOVE: Final = "verwijderen"
UNKNOWN_FIELDS: Final = "onbekend"


@dataclass(slots=True)
class Resolution:
    """What a patch comes down to: the paths it names, the changes it asks for, and everything that is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


def resolve(plan: Group, document: Node, patch: Patch, new_id: Callable[[], str]) -> Resolution:
    """Read a patch against the document it was based on. `new_id` gives the id of each added item."""
    reader = _Reader(new_id)
    reader.group(plan, document, patch, "")
    return reader.found


def named_paths(group: Group, patch: Patch) -> set[str]:
    """The schema paths of the fields that a patch names, whatever document it is for; what is not defined is left out."""
    found: set[str] = set()
    for name in patch.get(UNKNOWN_FIELDS) or ():
        child = group.children.get(name)
        found |= {child.path} if isinstance(child, Leaf) else set()
    for name, value in patch.items():
        child = group.children.get(name)
        if isinstance(child, Leaf):
            found.add(child.path)
        elif child is not None and value is not None:
            parts = [*(value.get(ADD) or ()), *(value.get(CHANGE) or ())] if child.repeated else [value]
            found = found.union(*(named_paths(child, part) for part in parts))
    return found


class _Reader:
    """Walks patch and document side by side; every problem is kept, so that all are reported at once."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self.found = Resolution()
        self._new_id = new_id

    def group(self, group: Group, node: Node, patch: Patch, prefix: str) -> None:
        for name, value in patch.items():
            if name == UNKNOWN_FIELDS:
                continue
            path = f"{prefix}{name}"
            child = group.children.get(name)
            if child is None:
                self._problem(path, ProblemCode.ONBEKEND_VELD, "Dit veld bestaat niet.", _names(group))
            elif isinstance(child, Leaf):
                self._leaf(child, node.get(name), value, path)
            elif value is None:
                self._problem(
                    path,
                    ProblemCode.GROEP_LEEG,
                    "Een groep kan niet null zijn.",
                    "de velden van de groep, elk met null om te legen",
                )
            elif child.repeated:
                self._list(child, node, value, path)
            else:
                self.group(child, node.get(name) or {}, value, f"{path}.")
        self._unknown_fields(group, node, patch, prefix)

    def _leaf(self, leaf: Leaf, old: Value, given: object, path: str) -> None:
        self.found.named.add(path)
        if given is None:
            if old is not None and old != UNKNOWN:
                self.found.changes.append(Change(path, old, None))
            return
        try:
            new = _parse_many(leaf, given) if leaf.many else leaf.kind.parse(given)
        except (ValueError, TypeError):
            self._problem(
                path, ProblemCode.ONGELDIGE_WAARDE, f"Ongeldige waarde: verwacht {_expected(leaf)}.", _expected(leaf)
            )
            return
        if new != old:
            self.found.changes.append(Change(path, old, new))

    def _unknown_fields(self, group: Group, node: Node, patch: Patch, prefix: str) -> None:
        for name in patch.get(UNKNOWN_FIELDS) or ():
            path = f"{prefix}{name}"
            leaf = group.children.get(name)
            if not isinstance(leaf, Leaf) or leaf.kind.choices:
                markable = ", ".join(known.name for known in group.leaves if not known.kind.choices)
                self._problem(
                    f"{prefix}{UNKNOWN_FIELDS}",
                    ProblemCode.ONBEKEND_VELD,
                    "Alleen velden van deze groep zonder eigen waarde ONBEKEND kunnen als onbekend worden vastgelegd.",
                    f"een of meer van: {markable}",
                )
            elif patch.get(name) is not None:
                self._problem(
                    path,
                    ProblemCode.TEGENSTRIJDIG,
                    "Het veld krijgt een waarde en wordt ook als onbekend vastgelegd.",
                    "een van beide",
                )
            else:
                self.found.named.add(path)
                old = node.get(name)
                if old != UNKNOWN:
                    # A null for the same field in the same patch says the same thing; one change is enough.
                    self.found.changes = [change for change in self.found.changes if change.path != path]
                    self.found.changes.append(Change(path, old, dict(UNKNOWN)))

    def _list(self, group: Group, node: Node, patch: Patch, path: str) -> None:
        for added in patch.get(ADD) or ():
            self._add(group, added, path)
        named: set[str] = set()
        for changed in patch.get(CHANGE) or ():
            if changed["id"] in named:
                self._problem(
                    f"{path}[{changed['id']}]",
                    ProblemCode.WAARDE_KOMT_DUBBEL_VOOR,
                    "Hetzelfde onderdeel wordt meer dan eens gewijzigd.",
                    "alle velden van een onderdeel samen, onder één id",
                )
                continue
            named.add(changed["id"])
            existing = self._existing(group, node, changed["id"], path)
            if existing is not None:
                fields = {name: value for name, value in changed.items() if name != "id"}
                self.group(group, existing, fields, f"{path}[{changed['id']}].")
        for removed in dict.fromkeys(patch.get(REMOVE) or ()):
            if removed in named:
                self._problem(
                    f"{path}[{removed}]",
                    ProblemCode.TEGENSTRIJDIG,
                    "Hetzelfde onderdeel wordt gewijzigd en verwijderd.",
                    "een van beide",
                )
                continue
            existing = self._existing(group, node, removed, path)
            if existing is not None:
                self._remove(group, existing, f"{path}[{removed}]")

    def _add(self, group: Group, fields: Patch, path: str) -> None:
        item_path = f"{path}[{self._new_id()}]"
        before, wrong = len(self.found.changes), len(self.found.problems)
        self.found.named.add(item_path)
        self.group(group, {}, fields, f"{item_path}.")
        if len(self.found.changes) == before and len(self.found.problems) == wrong:
            self._problem(
                item_path,
                ProblemCode.LEGE_WIJZIGING,
                "Een nieuw onderdeel heeft ten minste één ingevuld veld nodig.",
                _names(group),
            )
        self.found.changes.insert(before, Change(item_path, None, True))  # noqa: FBT003 - the value of an item's path

    def _remove(self, group: Group, existing: Node, item_path: str) -> None:
        self.found.named.add(item_path)
        self.found.changes.extend(
            Change(path, value, None) for path, value in flatten(existing, group, f"{item_path}.")
        )
        self.found.changes.append(Change(item_path, True, None))  # noqa: FBT003 - the value of an item's path

    def _existing(self, group: Group, node: Node, item_id: str, path: str) -> Node | None:
        existing = item(node, group.name, item_id)
        if existing is None:
            self._problem(
                f"{path}[{item_id}]",
                ProblemCode.ONDERDEEL_BESTAAT_NIET,
                "Dit onderdeel bestaat niet in het plan.",
                "het id van een onderdeel uit de gelezen versie",
            )
        return existing

    def _problem(self, path: str, code: ProblemCode, message: str, expected: str) -> None:
        self.found.problems.append(Problem(path, code, message, expected))


def _names(group: Group) -> str:
    return f"een of meer van: {', '.join(group.children)}"


def _expected(leaf: Leaf) -> str:
    return f"een lijst met {leaf.kind.expected}" if leaf.many else leaf.kind.expected


def _parse_many(leaf: Leaf, given: object) -> Value:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise ValueError("not a list")  # noqa: TRY004 - every refusal of a value is a ValueError
    # A set in the order in which it was given; an empty one records nothing.
    return list(dict.fromkeys(leaf.kind.parse(entry) for entry in given)) or None
