"""The plan's structure, read once from the definition classes: groups, leaves, paths and bits.

Every leaf path has one bit, in order of definition; every group has one too, after the leaves. A set of paths is thus
one integer, and deciding on a whole query is one AND. Lists are written `[]`: `doelen[].acties[].status`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from plan_schema.definition import FieldDefinition
from plan_schema.definition import Group as Definition
from plan_schema.kinds import Choice, Kind, choice_kind, kind_of

RESERVED: Final = frozenset({"id", "versie", "fase", "herkomst", "onbekend"})
"""Names that the house itself gives to groups, items and plans; a definition may not take them."""


class DefinitionError(Exception):
    """The definition of the plan contradicts itself; the message says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that holds a value (or, with `many`, a set of values)."""

    name: str
    path: str
    kind: Kind
    many: bool
    description: str
    item: str
    source: str
    bit: int


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A group of fields; with `repeated` a list of items, each with a stable id."""

    name: str
    path: str
    type_name: str
    description: str
    item: str
    repeated: bool
    owner: str | None
    shared: str | None
    children: Mapping[str, "Leaf | Group"]
    bit: int
    leaf_bits: int
    leaves: tuple[Leaf, ...] = field(init=False)
    groups: tuple["Group", ...] = field(init=False)

    def __post_init__(self) -> None:
        children = self.children.values()
        object.__setattr__(self, "leaves", tuple(child for child in children if isinstance(child, Leaf)))
        object.__setattr__(self, "groups", tuple(child for child in children if isinstance(child, Group)))

    def walk(self) -> Iterator["Leaf | Group"]:
        """Every leaf and group below this one, depth first, in order of definition."""
        for child in self.children.values():
            yield child
            if isinstance(child, Group):
                yield from child.walk()


def camel(name: str) -> str:
    """`stand_van_zaken` → `standVanZaken`: the one name that a field has in GraphQL, MongoDB, policies and paths."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


@dataclass(slots=True)
class _Draft:
    """One field or group found in the definition, before bits are known."""

    name: str
    path: str
    annotation: Any
    line: FieldDefinition
    children: list["_Draft"] | None


def _group_class(annotation: object) -> tuple[type[Definition] | None, bool]:
    repeated = get_origin(annotation) is list
    inner = get_args(annotation)[0] if repeated else annotation
    if isinstance(inner, type) and issubclass(inner, Definition):
        return inner, repeated
    return None, repeated


def _kind_of(annotation: object, path: str) -> Kind:
    if get_origin(annotation) is Annotated:
        return kind_of(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        if "ONBEKEND" not in annotation.__members__:
            raise DefinitionError(f"{path}: value list {annotation.__name__} must name ONBEKEND")
        return choice_kind(annotation)
    raise DefinitionError(f"{path}: {annotation!r} is not a kind; use one of plan_schema.kinds, a Choice or a Group")


def _own_hints(definition: type[Definition]) -> dict[str, Any]:
    hints = get_type_hints(definition, include_extras=True)
    return {name: hints[name] for name in hints if isinstance(getattr(definition, name, None), FieldDefinition)}


def _drafts(definition: type[Definition], prefix: str, seen: dict[type, str]) -> list[_Draft]:
    if definition in seen:
        raise DefinitionError(
            f"{prefix}: {definition.__name__} is also at {seen[definition]}; give each place its own class"
        )
    seen[definition] = prefix or "plan"
    found = []
    for python_name, annotation in _own_hints(definition).items():
        name = camel(python_name)
        if name in RESERVED:
            raise DefinitionError(f"{prefix}{name}: the name is reserved; choose another")
        line: FieldDefinition = getattr(definition, python_name)
        if not line.description or not line.source:
            raise DefinitionError(f"{prefix}{name}: description and source are both needed")
        inner, repeated = _group_class(annotation)
        path = f"{prefix}{name}{'[]' if inner and repeated else ''}"
        children = _drafts(inner, f"{path}.", seen) if inner else None
        found.append(_Draft(name, path, annotation, line, children))
    return found


def _count_leaves(drafts: list[_Draft]) -> int:
    return sum(1 if draft.children is None else _count_leaves(draft.children) for draft in drafts)


class _Numbering:
    """Hands out bits: leaves from 0, groups from the first number after the leaves."""

    def __init__(self, leaves: int) -> None:
        self._leaf, self._group = 0, leaves

    def leaf(self) -> int:
        self._leaf += 1
        return 1 << (self._leaf - 1)

    def group(self) -> int:
        self._group += 1
        return 1 << (self._group - 1)


def _leaf(draft: _Draft, item: str, numbering: _Numbering) -> Leaf:
    many = get_origin(draft.annotation) is list
    value = get_args(draft.annotation)[0] if many else draft.annotation
    legal = draft.line.item or item
    if not legal:
        raise DefinitionError(f"{draft.path}: no legal item; name one on the field or on its group")
    kind = _kind_of(value, draft.path)
    return Leaf(draft.name, draft.path, kind, many, draft.line.description, legal, draft.line.source, numbering.leaf())


def _group(draft: _Draft, item: str, numbering: _Numbering) -> Group:
    definition, repeated = _group_class(draft.annotation)
    assert definition is not None  # noqa: S101 - _drafts made children only for a group class
    return _build(
        definition, draft.name, draft.path, draft.children or [], item, numbering, repeated=repeated, line=draft.line
    )


def _build(
    definition: type[Definition],
    name: str,
    path: str,
    drafts: list[_Draft],
    item: str,
    numbering: _Numbering,
    *,
    repeated: bool,
    line: FieldDefinition | None,
) -> Group:
    legal = (line.item if line else None) or definition.item or item
    children: dict[str, Leaf | Group] = {
        draft.name: _leaf(draft, legal, numbering) if draft.children is None else _group(draft, legal, numbering)
        for draft in drafts
    }
    owner, shared = (camel(given) if given else None for given in (definition.owner, definition.shared))
    for role, given in (("owner", owner), ("shared", shared)):
        if given and not isinstance(children.get(given), Leaf):
            raise DefinitionError(f"{path}: {role} names {given}, which is no field of {definition.__name__}")
    return Group(
        name=name,
        path=path,
        type_name=definition.__name__,
        description=line.description if line else "",
        item=legal,
        repeated=repeated,
        owner=owner,
        shared=shared,
        children=MappingProxyType(children),
        bit=numbering.group(),
        leaf_bits=sum(child.bit if isinstance(child, Leaf) else child.leaf_bits for child in children.values()),
    )


def build(definition: type[Definition]) -> Group:
    """Return the tree of a definition class; DefinitionError names the line that cannot be."""
    drafts = _drafts(definition, "", {})
    return _build(definition, "", "", drafts, "", _Numbering(_count_leaves(drafts)), repeated=False, line=None)
