"""The layout of a file that can be imported: one line per column, from which all else about the file follows.

A column stands in CSV under its heading and in JSON under its key. Where it says a field of the plan, the kind of value is that
field's. The reader, the JSON Schema and the page that documents the layout are made from these lines.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from plan_schema.kinds import Date, Kind, kind_of
from plan_schema.plan import PATHS
from plan_schema.process.imports.texts import NO_WORDS
from plan_schema.tree import Leaf

MARK: Final = "kenmerk"
REFERENCE_DATE: Final = "peildatum"
SKN: Final = "betrokkene.sknNummer"
BSN: Final = "betrokkene.burgerservicenummer"

_MARK_PATTERN: Final = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}"


def _mark(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(_MARK_PATTERN, text):
        raise ValueError("not a record number")
    return text


_OWN_KINDS: Final[Mapping[str, Kind]] = {
    MARK: Kind(
        "String",
        "een nummer uit het bronsysteem: letters, cijfers en . _ / -, ten hoogste 64 tekens",
        {"type": "string", "pattern": f"^{_MARK_PATTERN}$"},
        {},
        _mark,
    ),
    REFERENCE_DATE: kind_of(Date),
}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its heading in CSV, the field of the plan that it holds, what it means and the source that names it.

    `path` is `kenmerk` or `peildatum` for what a record says of itself. `empty_is_unknown`: what the source leaves empty it does not
    know; of other columns an empty one says nothing. `words`: how the source writes the values of a list.
    `parts`: takes one text apart into several fields; `expected` says then what it must look like.
    """

    heading: str
    path: str
    description: str
    source: str
    required: bool = False
    empty_is_unknown: bool = False
    words: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    parts: Callable[[str], Mapping[str, str]] | None = None
    expected_text: str = ""

    @property
    def key(self) -> str:
        """The key in JSON: the heading in camelCase."""
        first, *rest = map(str, re.findall(r"[A-Za-z0-9]+", self.heading))
        # A word in capitals is an abbreviation: PI, RPI.
        return first.lower() + "".join(word if word.isupper() else word[:1].upper() + word[1:] for word in rest)

    @property
    def of_record(self) -> bool:
        """Whether it says something of the record rather than of the plan."""
        return self.path in _OWN_KINDS

    @property
    def leaf(self) -> Leaf:
        """The field of the plan."""
        node = PATHS.node(self.path)
        assert isinstance(node, Leaf)  # noqa: S101 - the tests make every layout
        return node

    @property
    def kind(self) -> Kind:
        """The kind of value."""
        return _OWN_KINDS[self.path] if self.of_record else self.leaf.kind

    @property
    def expected_in_table(self) -> str:
        """What a value must look like in a cell of a table (Dutch): as people write it."""
        if self.words:
            return f"een van {', '.join(self.words)} of {self.expected.removeprefix('een van ')}"
        if self.kind.name == "Date":
            return "een bestaande datum als DD-MM-JJJJ of JJJJ-MM-DD"
        return f"{self.expected}, of de naam" if self.kind.name == "Gemeentecode" else self.expected

    @property
    def expected(self) -> str:
        """What a value must look like in JSON (Dutch)."""
        if self.expected_text:
            return self.expected_text
        several = not self.of_record and self.leaf.many
        return f"een of meer keer {self.kind.expected}" if several else self.kind.expected


@dataclass(frozen=True, slots=True)
class Constant:
    """What goes without saying in a layout: the field `path` gets `value` when the file says something of `beside`.

    Beside what stands in the plan already it is nothing new: it is written only together with `beside`.
    """

    path: str
    value: str
    beside: str


@dataclass(frozen=True, eq=False)
class Layout:
    """One kind of file.

    `sender` is the kind of organisation that imports it, `system` where it comes from, `purposes` the doelen for which it is written.
    `opens`: a record of somebody without a running plan makes one. `identity`: the fields that tell one record from another where
    it has no `kenmerk`. `item`: the list of which every record is one item; `matched`: the fields by which an item of the list that
    a record adds to is known again.
    """

    name: str
    title: str
    system: str
    sender: str
    purposes: tuple[str, ...]
    columns: tuple[Column, ...]
    constants: tuple[Constant, ...] = ()
    opens: bool = False
    identity: tuple[str, ...] = (SKN,)
    item: str | None = None
    matched: tuple[str, ...] = ()

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """The columns by their headings."""
        return {column.heading: column for column in self.columns}

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """The columns by their keys."""
        return {column.key: column for column in self.columns}

    @cached_property
    def by_path(self) -> Mapping[str, Column]:
        """The columns by the field that they hold, for who must say where in a file it stood."""
        found = {column.path: column for column in self.columns}
        named = (column for column in self.columns if column.parts is not None)
        parts = {f"betrokkene.{name}": column for column in named for name in ("voorvoegsel", "voornamen")}
        return parts | found
