"""The matrix arranged for reading: one table per section, fields down, roles across."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from plan_schema.paths import Paths
from plan_schema.tree import Group, Leaf
from policies.context import OrganisationKind, Purpose
from policies.matrix import WRITE, Cell, cells, strongest
from policies.policy import Policy
from policies.table import Row


@dataclass(frozen=True, slots=True)
class Filter:
    """What part of the matrix to show; None: all of it."""

    organisation: OrganisationKind | None = None
    purpose: Purpose | None = None
    section: str | None = None

    def shows(self, cell: Cell) -> bool:
        """Whether a cell is in this part."""
        return (
            self.organisation in (None, cell.organisation)
            and self.purpose in (None, cell.purpose)
            and self.section in (None, section_of(cell.path))
        )

    def rests_on(self, row: Row) -> bool:
        """Whether a row of the tables can give a right that is shown."""
        return self.organisation in (None, row.organisation) and (self.purpose is None or self.purpose in row.purposes)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: its description, its grounds, and what each column may do with it."""

    path: str
    description: str
    grounds: tuple[str, ...]
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionTable:
    """One section of the plan."""

    name: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[FieldRow, ...]


def section_of(path: str) -> str:
    """The section that a path lies in; `plan` for the fields of the plan itself."""
    head, dot, _ = path.partition(".")
    return head.removesuffix("[]") if dot else "plan"


@lru_cache(maxsize=8)
def _cells(policy: Policy, paths: Paths) -> tuple[Cell, ...]:
    return tuple(cells(policy, paths))


def chosen(policy: Policy, paths: Paths, part: Filter) -> list[Cell]:
    """The cells of a part of the matrix."""
    return [cell for cell in _cells(policy, paths) if part.shows(cell)]


def tables(policy: Policy, paths: Paths, part: Filter) -> list[SectionTable]:
    """A part of the matrix as tables; a field that nobody in it may read shows as such."""
    found = chosen(policy, paths, part)
    columns = tuple(sorted({_column(cell) for cell in found}))
    best = _best(found)
    rows = [row for row in policy.rows if part.rests_on(row)]
    grouped: dict[str, list[Leaf]] = {}
    for leaf in paths.leaves:
        grouped.setdefault(section_of(leaf.path), []).append(leaf)
    return [
        SectionTable(
            name, _description(paths, name), columns, tuple(_row(rows, leaf, columns, best) for leaf in leaves)
        )
        for name, leaves in grouped.items()
        if part.section in (None, name)
    ]


def _column(cell: Cell) -> str:
    return f"{cell.organisation} {cell.role} ({cell.relation})"


def _best(found: Iterable[Cell]) -> Mapping[tuple[str, str], str]:
    """The strongest rights of each column on each field: who may write under a condition may still read without one."""
    rights: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for cell in found:
        rights.setdefault((_column(cell), cell.path), set()).add((cell.right, cell.condition))
    return {key: "; ".join(_right(*right) for right in strongest(held)) for key, held in rights.items()}


def _right(letter: str, condition: str) -> str:
    right = "schrijven" if letter == WRITE else "lezen"
    return f"{right}, als {condition}" if condition else right


def _row(rows: Iterable[Row], leaf: Leaf, columns: tuple[str, ...], best: Mapping[tuple[str, str], str]) -> FieldRow:
    grounds = {row.ground for row in rows if row.leaves & leaf.bit}
    return FieldRow(
        leaf.path,
        leaf.description,
        tuple(sorted(grounds)),
        tuple(best.get((column, leaf.path), "–") for column in columns),
    )


def _description(paths: Paths, name: str) -> str:
    node = paths.plan.children.get(name)
    return node.description if isinstance(node, Group) else "Het plan zelf"
