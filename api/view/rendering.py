"""Renderers: a shape and a mask, made into one function from a plan document to what its reader sees of it.

What the mask withholds is not looked at; what is left is copied as it is wherever the stored form is that of the answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from api.access.access import Rights
from api.view.forms import Write, always, many, optional, required
from api.view.shape import Constant, Detail, Field, Form, House, Inner, Provenance, Shape
from plan_schema.tree import Group
from plan_schema.values import PROVENANCE, UNKNOWN, Node, item
from policies.context import Conditions, Phase


class Reader(NamedTuple):
    """What differs between readers with the same rights: the OIN of their organisation, and the phase they see."""

    oin: str
    phase: Phase | None


Work: TypeAlias = Callable[[Node, Node, Reader], Any]
"""Takes a group or item, the same one as conditions are judged by, and the reader."""
Renderer: TypeAlias = Callable[[Node, Node, Reader], dict[str, Any]]

# As numbers: members of an enumeration take ten times as long to combine.
_SHARED: Final[int] = Conditions.GEDEELD.value
_OWN: Final[int] = Conditions.EIGEN.value
_ITEM_CONDITIONS: Final = _SHARED | _OWN
_NOTHING: Final[Node] = {}


def renderer(shape: Shape, rights: Rights) -> Renderer:
    """The function that shows plans in this shape to whoever has these rights."""
    return _Maker(rights).group(shape, int(rights.conditions))


class _Maker:
    """Makes one renderer out of those of the groups in it; groups seen under the same conditions share theirs."""

    def __init__(self, rights: Rights) -> None:
        self._read = rights.masks.read
        self._shielded = rights.shielded
        self._made: dict[tuple[Shape, int], Renderer] = {}

    def group(self, shape: Shape, held: int) -> Renderer:
        """The renderer of a group or item, under the conditions that hold in it."""
        if (shape, held) not in self._made:
            self._made[shape, held] = self._group(shape, held)
        return self._made[shape, held]

    def _group(self, shape: Shape, held: int) -> Renderer:
        mask = self._read[held]
        # Every key in its place, with what is the same in every plan.
        blank: dict[str, Any] = {}
        texts: list[tuple[str, str, Write]] = []
        values: list[tuple[str, str, frozenset[str], Write]] = []
        works: list[tuple[str, Work]] = []
        for entry in shape.entries:
            blank[entry.key] = None
            match entry:
                case Constant(key, value):
                    blank[key] = value
                case Field(key, leaf, form):
                    if mask & leaf.bit:
                        if form.as_text and not leaf.many:
                            texts.append((key, leaf.name, optional(form.convert)))
                        else:
                            write = optional(many(form.convert) if leaf.many else form.convert)
                            values.append((key, leaf.name, form.among, write))
                case House(key, name, form):
                    works.append((key, self._house(shape.group, held, name, form)))
                case Provenance(key, details):
                    works.append((key, _provenance(frozenset(_visible(shape.group, mask)), details)))
                case Inner(key, inner):
                    work = self._list(inner, held) if inner.group.repeated else self._inner(inner, held)
                    if work is not None:
                        works.append((key, work))
        return _renderer(blank, texts, values, works)

    def _house(self, group: Group, held: int, name: str, form: Form) -> Work:
        write = form.convert
        if name == "onbekend":
            names = _visible(group, self._read[held])
            return lambda node, _judged, _reader: [name for name in names if node.get(name) == UNKNOWN]
        if name == "fase":
            return lambda _node, _judged, reader: optional(write)(reader.phase)
        if name == "versie":
            return lambda node, _judged, _reader: write(int(node["versie"]))
        if not group.path:
            return lambda node, _judged, _reader: write(str(node["_id"]))
        return lambda node, _judged, _reader: write(node["id"])

    def _inner(self, inner: Shape, held: int) -> Work | None:
        group, name = inner.group, inner.group.name
        if group.shared or group.owner:
            choose = self._chosen(inner, held)

            def chosen(node: Node, judged: Node, reader: Reader) -> Any:
                deciding = judged.get(name) or _NOTHING
                render = choose(deciding, reader)
                return None if render is None else render(node.get(name) or _NOTHING, deciding, reader)

            return chosen
        # A group of which only items with a condition of their own may show is there for their sake.
        if not self._read[held | _ITEM_CONDITIONS] & group.bit:
            return None
        render = self.group(inner, held)
        return lambda node, judged, reader: render(node.get(name) or _NOTHING, judged.get(name) or _NOTHING, reader)

    def _list(self, inner: Shape, held: int) -> Work | None:
        group, name = inner.group, inner.group.name
        if not self._read[held | _ITEM_CONDITIONS] & group.bit:
            return None
        if group.shared or group.owner:
            choose = self._chosen(inner, held)
            return lambda node, judged, reader: [
                render(entry, deciding, reader)
                for entry, deciding in _pairs(node, judged, name)
                if (render := choose(deciding, reader)) is not None
            ]
        if not self._read[held] & group.bit:
            return lambda _node, _judged, _reader: []
        render = self.group(inner, held)
        return lambda node, judged, reader: [
            render(entry, deciding, reader) for entry, deciding in _pairs(node, judged, name)
        ]

    def _chosen(self, inner: Shape, held: int) -> Callable[[Node, Reader], Renderer | None]:
        """Finds out which conditions hold in a group or item; gives its renderer, None where it may not be seen."""
        group, outer = inner.group, held
        shared = owner = None
        # Of a shielded field nobody may make use, so nothing holds by it.
        if group.shared is not None:
            outer &= ~_SHARED
            shared = None if group.children[group.shared].bit & self._shielded else group.shared
        if group.owner is not None:
            outer &= ~_OWN
            owner = None if group.children[group.owner].bit & self._shielded else group.owner
        by_conditions = {
            outer | extra: self.group(inner, outer | extra) if self._read[outer | extra] & group.bit else None
            for extra in _extras(shared=shared is not None, owner=owner is not None)
        }

        def choose(deciding: Node, reader: Reader) -> Renderer | None:
            conditions = outer
            if shared is not None and deciding.get(shared) == "JA":
                conditions |= _SHARED
            if owner is not None and deciding.get(owner) == reader.oin:
                conditions |= _OWN
            return by_conditions[conditions]

        return choose


def _renderer(
    blank: Mapping[str, Any],
    texts: Sequence[tuple[str, str, Write]],
    values: Sequence[tuple[str, str, frozenset[str], Write]],
    works: Sequence[tuple[str, Work]],
) -> Renderer:
    """`texts`: name in the answer, name of the field, how to write what is no text; `values`: the same, with what goes as it is."""

    def render(node: Node, judged: Node, reader: Reader) -> dict[str, Any]:
        shown = dict(blank)
        if node:
            get = node.get
            for key, name, write in texts:
                value = get(name)
                if type(value) is str:
                    shown[key] = value
                elif value is not None:
                    shown[key] = write(value)
            for key, name, among, write in values:
                value = get(name)
                if value is not None:
                    shown[key] = value if type(value) is str and value in among else write(value)
        for key, work in works:
            shown[key] = work(node, judged, reader)
        return shown

    return render


def _provenance(visible: frozenset[str], details: tuple[Detail | Constant, ...]) -> Work:
    """The records of who wrote the visible fields; a write to other fields of the group does not show."""
    writes = tuple(_detail(detail) for detail in details)

    def work(node: Node, _judged: Node, _reader: Reader) -> list[dict[str, Any]]:
        return [
            {key: write(record, fields) for key, write in writes}
            for record in node.get(PROVENANCE) or ()
            if (fields := [name for name in record["velden"] if name in visible])
        ]

    return work


def _detail(detail: Detail | Constant) -> tuple[str, Callable[[Mapping[str, Any], list[str]], Any]]:
    if isinstance(detail, Constant):
        value = detail.value
        return detail.key, lambda _record, _fields: value
    name, convert = detail.name, detail.form.convert
    if name == "velden":
        return detail.key, lambda _record, fields: many(convert)(fields)
    write = (required if detail.required else always)(convert)
    return detail.key, lambda record, _fields: write(record.get(name))


def _visible(group: Group, mask: int) -> tuple[str, ...]:
    return tuple(leaf.name for leaf in group.leaves if mask & leaf.bit)


def _extras(*, shared: bool, owner: bool) -> Iterator[int]:
    """What the fields of a group or item can add to the conditions."""
    for first in (0, _SHARED) if shared else (0,):
        for second in (0, _OWN) if owner else (0,):
            yield first | second


def _pairs(node: Node, judged: Node, name: str) -> list[tuple[Node, Node]]:
    """The items of a list, each with the item that its conditions are judged by."""
    entries = node.get(name) or ()
    if node is judged:
        return [(entry, entry) for entry in entries]
    return [(entry, item(judged, name, entry["id"]) or _NOTHING) for entry in entries]
