"""A shape: what an answer shows of a plan, in which order and under which names; made once per question, free of any value.

A shape says nothing about rights: `api.view.rendering` applies the masks when it makes a renderer of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from plan_schema.tree import Group, Leaf


@dataclass(frozen=True, slots=True)
class Form:
    """How a stored value is written: `convert` writes it out, or raises.

    With `as_text` any text is written as it is, else only text that is `among` some.
    """

    convert: Callable[[Any], Any]
    as_text: bool = False
    among: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Constant:
    """Something that is the same in every plan: the name of a type."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the plan."""

    key: str
    leaf: Leaf
    form: Form


@dataclass(frozen=True, slots=True)
class House:
    """What the house itself says of a plan, a group or an item: `id`, `versie`, `fase` or `onbekend`."""

    key: str
    name: str
    form: Form


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing of a record of provenance; `required` says that it is never missing."""

    key: str
    name: str
    form: Form
    required: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """The records of who wrote the fields of a group."""

    key: str
    details: tuple[Detail | Constant, ...]


@dataclass(frozen=True, slots=True)
class Inner:
    """A group or list inside this one."""

    key: str
    shape: "Shape"


Entry: TypeAlias = Constant | Field | House | Provenance | Inner


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What is shown of one group, or of every item of one list. `size`: how many entries there are in it, all told."""

    group: Group
    entries: tuple[Entry, ...]
    size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", sum(_sizes(self.entries)))


def _sizes(entries: tuple[Entry, ...]) -> Iterator[int]:
    for entry in entries:
        match entry:
            case Inner(_, shape):
                yield 1 + shape.size
            case Provenance(_, details):
                yield 1 + len(details)
            case _:
                yield 1
