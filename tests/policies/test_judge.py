"""The proof that the compiled masks say what Casbin says, for every cell of the matrix.

A cell is one value each of organisatie, rol, relatie, doel, fase, voorwaarden, actie and veld: some 23 million. Casbin reads
a request only through the cells of its rows, so values that occur in the same cells cannot be told apart by any row.
`_classes` groups them, reading the tables as text, apart from both parties to the proof: per organisation the fields that
the same rows name, and for these the roles, relations, doelen, phases and conditions that the same of those rows name. One
cell of each class is put to Casbin; every cell of the whole matrix is then looked up in the masks and compared with the
verdict on its class. That Casbin reads a cell as its text says is tried row by row, one column at a time.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Final, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Leaf
from policies.context import ROLES_OF, Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.judge import Judge
from policies.policy import ALL_CONDITIONS, Context, Policy
from policies.table import COLUMNS, COUNTS, FLOORS, NOBODY, TABLES, load
from tests.strategies import examples

POLICY: Final = Policy.load(PLAN, date(2026, 1, 1))
HELD: Final = [Conditions(number) for number in range(ALL_CONDITIONS + 1)]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Cell:
    """One question to the policy."""

    context: Context
    held: Conditions
    action: Action
    leaf: Leaf

    def by_mask(self) -> bool:
        masks = POLICY.masks(self.context)
        mask = masks.read if self.action is Action.LEZEN else masks.write
        return bool(mask[self.held] & self.leaf.bit)

    def by_casbin(self, judge: Judge = POLICY.judge) -> bool:
        asked = self.context
        return (
            judge.decides(
                asked.organisation, asked.role, asked.relation, asked.purpose, asked.phase, self.held, self.action, self.leaf.path,
            )
            is not None
        )  # fmt: skip


def _text_rows() -> list[dict[str, str]]:
    rows = []
    for path in TABLES.glob("*.csv"):
        if path.name not in {NOBODY, FLOORS, COUNTS}:
            lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
            rows += [dict(zip(COLUMNS, cells, strict=True)) for cells in csv.reader(lines[1:])]
    assert not any(row["geldigVanaf"] or row["geldigTot"] for row in rows), "a row with dates needs a day in this proof"
    return rows


TEXT_ROWS: Final = _text_rows()


def _named(row: dict[str, str], path: str) -> bool:
    return any(
        path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern for pattern in row["pad"].split("|")
    )


def _in(row: dict[str, str], column: str, value: str) -> bool:
    return row[column] == "*" or value in row[column].split("|")


def _met(row: dict[str, str], held: Conditions) -> bool:
    return not row["voorwaarde"] or Conditions[row["voorwaarde"]] in held


def _classes(
    values: Iterable[_T], rows: list[dict[str, str]], reads: Callable[[dict[str, str], _T], bool]
) -> list[list[_T]]:
    """The values, put together where each of these rows reads them alike."""
    found: dict[tuple[bool, ...], list[_T]] = {}
    for value in values:
        found.setdefault(tuple(reads(row, value) for row in rows), []).append(value)
    return list(found.values())


@dataclass(frozen=True)
class CellClass:
    """Cells that no row can tell apart: any combination of these values."""

    organisation: OrganisationKind
    roles: list[Role]
    relations: list[Relation]
    purposes: list[Purpose]
    phases: list[Phase]
    held: list[Conditions]
    action: Action
    leaves: list[Leaf]

    @property
    def bits(self) -> int:
        return sum(leaf.bit for leaf in self.leaves)

    def contexts(self) -> Iterator[Context]:
        for role, relation, purpose, phase in product(self.roles, self.relations, self.purposes, self.phases):
            yield Context(self.organisation, role, relation, purpose, phase)

    def one(self) -> Cell:
        return Cell(next(self.contexts()), self.held[0], self.action, self.leaves[0])


def _cell_classes() -> Iterator[CellClass]:
    relations = set(Relation) - {Relation.GEEN}
    for organisation in OrganisationKind:
        rows = [row for row in TEXT_ROWS if row["organisatie"] == organisation]
        for leaves in _classes(PATHS.leaves, rows, lambda row, leaf: _named(row, leaf.path)):
            mine = [row for row in rows if _named(row, leaves[0].path)]
            for role, relation, purpose, phase, held, action in product(
                _classes(sorted(ROLES_OF[organisation]), mine, lambda row, value: _in(row, "rol", value)),
                _classes(sorted(relations), mine, lambda row, value: _in(row, "relatie", value)),
                _classes(Purpose, mine, lambda row, value: _in(row, "doel", value)),
                _classes(Phase, mine, lambda row, value: _in(row, "fase", value)),
                _classes(HELD, mine, _met),
                Action,
            ):
                yield CellClass(organisation, role, relation, purpose, phase, held, action, leaves)


CLASSES: Final = list(_cell_classes())


@pytest.mark.slow
def test_the_masks_say_what_casbin_says_in_every_cell() -> None:
    cells = 0
    differences = []
    for group in CLASSES:
        allowed = group.one().by_casbin()
        bits = group.bits
        expected = bits if allowed else 0
        for context in group.contexts():
            masks = POLICY.masks(context)
            mask = masks.read if group.action is Action.LEZEN else masks.write
            cells += len(group.held) * len(group.leaves)
            differences += [(context, held, group.action) for held in group.held if mask[held] & bits != expected]
    print(f"{len(CLASSES)} classes put to Casbin, {cells} cells compared, {len(differences)} differences")  # noqa: T201
    assert differences == []
    roles = sum(len(ROLES_OF[organisation]) for organisation in OrganisationKind)
    relations = len(Relation) - 1
    assert cells == roles * relations * len(Purpose) * len(Phase) * len(HELD) * len(Action) * len(PATHS.leaves)
    # Outside this space nobody may do anything.
    assert all(context.role in ROLES_OF[context.organisation] for context in POLICY.contexts())
    assert all(context.relation is not Relation.GEEN for context in POLICY.contexts())

    # Outside this space nobody may do anything.
    assert all(context.role in ROLES_OF[context.organisation] for context in POLICY.contexts())
    assert all(context.relation is not Relation.GEEN for context in POLICY.contexts())


def _cells() -> st.SearchStrategy[Cell]:
    """Any cell of the whole matrix, impossible roles and GEEN included; half of them in a context that may do something."""
    anyone = st.builds(
        Context,
        st.sampled_from(OrganisationKind),
        st.sampled_from(Role),
        st.sampled_from(Relation),
        st.sampled_from(Purpose),
        st.sampled_from(Phase),
    )
    somebody = st.sampled_from(list(POLICY.contexts()))
    leaves = st.sampled_from(PATHS.leaves)
    return st.builds(Cell, anyone | somebody, st.sampled_from(HELD), st.sampled_from(Action), leaves)


@examples(400)
@given(_cells())
def test_the_masks_say_what_casbin_says_in_any_cell(cell: Cell) -> None:
    assert cell.by_mask() == cell.by_casbin()


def _variants(cell: Cell, text: dict[str, str], leaves: Iterable[Leaf]) -> Iterator[tuple[Cell, bool]]:
    """Cells that differ from one that a row allows in one column, and whether the text of the row allows them too."""
    context = cell.context
    for organisation in OrganisationKind:
        yield replace(cell, context=replace(context, organisation=organisation)), organisation == text["organisatie"]
    for role in Role:
        yield (
            replace(cell, context=replace(context, role=role)),
            _in(text, "rol", role) and role in ROLES_OF[context.organisation],
        )
    for relation in Relation:
        yield (
            replace(cell, context=replace(context, relation=relation)),
            _in(text, "relatie", relation) and relation is not Relation.GEEN,
        )
    for purpose in Purpose:
        yield replace(cell, context=replace(context, purpose=purpose)), _in(text, "doel", purpose)
    for phase in Phase:
        yield replace(cell, context=replace(context, phase=phase)), _in(text, "fase", phase)
    for held in HELD:
        yield replace(cell, held=held), _met(text, held)
    for action in Action:
        yield replace(cell, action=action), text["recht"] in {action, Action.SCHRIJVEN}
    for leaf in leaves:
        yield replace(cell, leaf=leaf), _named(text, leaf.path)


@pytest.mark.slow
def test_casbin_reads_every_column_of_every_row_as_its_text_says() -> None:
    tried: set[str] = set()
    for row in POLICY.rows:
        judge = Judge([row])
        text = dict(zip(COLUMNS, (*row.cells, "|".join(row.patterns)), strict=False))
        context = Context(
            row.organisation, min(row.roles), min(row.relations), min(row.purposes), min(row.phases)
        )  # fmt: skip
        first = next(leaf for leaf in PATHS.leaves if leaf.bit & row.leaves)
        leaves = () if text["pad"] in tried else PATHS.leaves
        tried.add(text["pad"])
        for cell, allowed in _variants(Cell(context, row.condition, row.right, first), text, leaves):
            assert cell.by_casbin(judge) == allowed, (row.line, cell)


@examples(200)
@given(st.data())
def test_casbin_does_not_tell_the_cells_of_one_class_apart(data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(CLASSES))
    context = Context(
        group.organisation,
        data.draw(st.sampled_from(group.roles)),
        data.draw(st.sampled_from(group.relations)),
        data.draw(st.sampled_from(group.purposes)),
        data.draw(st.sampled_from(group.phases)),
    )
    other = Cell(
        context, data.draw(st.sampled_from(group.held)), group.action, data.draw(st.sampled_from(group.leaves))
    )
    assert other.by_casbin() == group.one().by_casbin()


# What Casbin answers --------------------------------------------------------------------------------------------------

_DJI = (OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE)


def test_the_judge_names_the_line_of_a_row_that_allows() -> None:
    line = POLICY.judge.decides(*_DJI, Conditions(0), Action.SCHRIJVEN, "onderdak.huurachterstand")
    (row,) = (row for row in POLICY.rows if row.line == line)
    assert row.leaves & PATHS.bit("onderdak.huurachterstand")
    assert Role.CASEMANAGER in row.roles
    name, number = row.line.split(":")
    assert "onderdak.*" in (TABLES / name).read_text("utf-8").splitlines()[int(number) - 1]


def test_a_condition_must_hold_whatever_else_does() -> None:
    path = "screening.risc.recidiverisico"
    for held in HELD:
        line = POLICY.judge.decides(*_DJI, held, Action.LEZEN, path)
        assert (line is not None) == (Conditions.GEDEELD in held)


def test_any_in_a_table_is_any_role_of_the_organisation_and_any_relation_but_none(tmp_path: Path) -> None:
    sections = "|".join(f"{group.path}.*" for group in PLAN.groups)
    row = f"DJI,*,*,*,*,,LEZEN,status|vastgesteldOp|{sections},PBW-18a,,,"
    (tmp_path / "dji.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", "utf-8")
    policy = Policy(PLAN, load(PLAN, tmp_path), date(2026, 1, 1))
    for role, relation in product(Role, Relation):
        asked = (OrganisationKind.DJI, role, relation, Purpose.BEHEER, Phase.DETENTIE)
        by_casbin = policy.judge.decides(*asked, Conditions(0), Action.LEZEN, "status") is not None
        assert by_casbin == bool(policy.masks(Context(*asked)).read[0])
        assert by_casbin == (role in ROLES_OF[OrganisationKind.DJI] and relation is not Relation.GEEN)


def test_without_rows_nobody_may_do_anything() -> None:
    assert Judge(()).decides(*_DJI, ALL_CONDITIONS, Action.LEZEN, "status") is None
