"""Who gains or loses which field: complete, without repetition, a line for each change that somebody made."""

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from plan_schema.plan import PATHS, PLAN
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.difference import Shift, difference, together
from policies.matrix import Cell, cells
from policies.policy import Policy
from policies.table import TABLES, Row, load
from tests.strategies import examples

DAY: Final = date(2026, 7, 1)


def _gemeente(folder: Path = TABLES, day: date = DAY) -> Policy:
    """What tables give to gemeenten: enough to compare, and quick."""
    return Policy(PLAN, tuple(row for row in load(PLAN, folder) if row.organisation is OrganisationKind.GEMEENTE), day)


POLICY: Final = _gemeente()
_CARE: Final = [leaf.path for leaf in PATHS.leaves if leaf.path.startswith("zorgverzekering.")]


def _changed(folder: Path, table: str, old: str, new: str, day: date = DAY) -> Policy:
    """The policy of the house with one row written in another way."""
    tables = Path(shutil.copytree(TABLES, folder / "tables"))
    text = (tables / table).read_text("utf-8")
    assert text.count(old) == 1
    (tables / table).write_text(text.replace(old, new), "utf-8")
    return _gemeente(tables, day)


def _cells(shifts: Iterable[Shift], *, gained: bool) -> list[Cell]:
    return [
        Cell(shift.organisation, *context, shift.path, shift.right, shift.condition)
        for shift in shifts
        if shift.gained is gained
        for context in product(shift.roles, shift.relations, shift.purposes, shift.phases)
    ]


def _assert_complete(before: Policy, after: Policy, shifts: list[Shift]) -> None:
    """The lines say all that changed, each thing once."""
    old, new = set(cells(before, PATHS)), set(cells(after, PATHS))
    assert Counter(_cells(shifts, gained=True)) == Counter(new - old)
    assert Counter(_cells(shifts, gained=False)) == Counter(old - new)


# Products -------------------------------------------------------------------------------------------------------------


@examples(200)
@given(st.integers(1, 4).flatmap(lambda size: st.sets(st.tuples(*[st.sampled_from("abcd")] * size), min_size=1)))
def test_products_give_every_combination_back_once(found: set[tuple[str, ...]]) -> None:
    products = list(together(found))
    assert Counter(combination for values in products for combination in product(*values)) == Counter(found)
    assert all(list(values) == sorted(set(values)) for combined in products for values in combined)


@examples(50)
@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=4))
def test_what_is_one_product_stays_one(sets: list[set[str]]) -> None:
    assert list(together(set(product(*sets)))) == [tuple(tuple(sorted(values)) for values in sets)]


def test_of_nothing_there_is_no_product() -> None:
    assert list(together(set())) == []


# Changes of the tables of the house -----------------------------------------------------------------------------------


def test_the_same_tables_give_no_line() -> None:
    assert difference(POLICY, _gemeente(), PATHS) == []


def test_another_ground_or_comment_gives_no_line(tmp_path: Path) -> None:
    changed = _changed(
        tmp_path, "gemeente.csv", "zorgverzekering.*,PM-20d-2-g,,,", "zorgverzekering.*,PM-20d-1,,,uitleg"
    )
    assert difference(POLICY, changed, PATHS) == []


def test_a_changed_row_gives_one_line_for_each_field_that_is_gained_or_lost(tmp_path: Path) -> None:
    kept = ("zorgverzekering.verzekeraar", "zorgverzekering.polisnummer")
    changed = _changed(tmp_path, "gemeente.csv", "SCHRIJVEN,zorgverzekering.*", f"LEZEN,{'|'.join(kept)}")
    shifts = difference(POLICY, changed, PATHS)
    who = (
        "GEMEENTE NAZORGCOORDINATOR|SYSTEEM "
        "(relatie HERKOMST|VESTIGING, doel ESSENTIELE_VOORWAARDEN, fase DETENTIE|INSTROOM|NA_DETENTIE)"
    )
    lines = {path: [f"- {path} W: {who}"] + [f"+ {path} R: {who}"] * (path in kept) for path in _CARE}
    assert [str(shift) for shift in shifts] == [line for path in _CARE for line in lines[path]]
    _assert_complete(POLICY, changed, shifts)
    assert {(shift.gained, shift.path, shift.right) for shift in difference(changed, POLICY, PATHS)} == {
        (not shift.gained, shift.path, shift.right) for shift in shifts
    }


def test_a_line_names_the_condition() -> None:
    row = _row(organisation=OrganisationKind.GEMEENTE, condition=Conditions.EIGEN, leaves=PATHS.bit("contacten[].naam"))
    (shift,) = difference(_policy(), _policy(row), PATHS)
    assert str(shift) == (
        "+ contacten[].naam R als EIGEN: GEMEENTE SYSTEEM (relatie HERKOMST, doel BEHEER, fase DETENTIE)"
    )


def test_a_second_condition_for_the_same_right_is_a_gain() -> None:
    shared = _row(condition=Conditions.GEDEELD, leaves=PATHS.bit("samenStarten.gedeeldeInformatie[].tekst"))
    own = replace(shared, condition=Conditions.EIGEN)
    (gained,) = difference(_policy(shared), _policy(shared, own), PATHS)
    assert (gained.gained, gained.right, gained.condition) == (True, "R", "EIGEN")
    own_writes = replace(own, right=Action.SCHRIJVEN)
    (gained,) = difference(_policy(shared), _policy(shared, own_writes), PATHS)
    assert (gained.gained, gained.right, gained.condition) == (True, "W", "EIGEN")
    (lost,) = difference(_policy(shared, own), _policy(own), PATHS)
    assert (lost.gained, lost.right, lost.condition) == (False, "R", "GEDEELD")


def test_a_row_that_is_renewed_in_time_changes_nothing_and_one_that_ended_is_lost(tmp_path: Path) -> None:
    old = "SCHRIJVEN,zorgverzekering.*,PM-20d-2-g,,,"
    until, renewed = (f"SCHRIJVEN,zorgverzekering.*,PM-20d-2-g,,{day}," for day in ("2026-12-31", "2027-12-31"))
    for day, changes in ((date(2026, 12, 30), []), (date(2026, 12, 31), _CARE)):
        before = _changed(tmp_path / str(day) / "until", "gemeente.csv", old, until, day)
        after = _changed(tmp_path / str(day) / "renewed", "gemeente.csv", old, renewed, day)
        shifts = difference(before, after, PATHS)
        assert [shift.path for shift in shifts] == changes
        assert all(shift.gained for shift in shifts)
        assert (before.revision == after.revision) is (not changes)


@examples(5)
@given(st.sets(st.integers(0, len(POLICY.rows) - 1), min_size=1, max_size=4))
def test_whatever_rows_go_the_lines_say_all_that_is_lost(numbers: set[int]) -> None:
    poorer = _policy(*(row for number, row in enumerate(POLICY.rows) if number not in numbers))
    shifts = difference(POLICY, poorer, PATHS)
    _assert_complete(POLICY, poorer, shifts)
    order = {leaf.path: number for number, leaf in enumerate(PATHS.leaves)}
    assert [shift.path for shift in shifts] == sorted((shift.path for shift in shifts), key=order.__getitem__)


# Changes of one row ---------------------------------------------------------------------------------------------------

_TEMPLATE: Final = load(PLAN)[0]
_FIELDS: Final = ("status", "onderdak.hulpvraag", "contacten[].naam", "screening.risc.datum")
_OF_A_ROW: Final[dict[str, st.SearchStrategy[object]]] = {
    "roles": st.frozensets(st.sampled_from([Role.CASEMANAGER, Role.MENTOR, Role.SYSTEEM]), min_size=1),
    "relations": st.frozensets(st.sampled_from([Relation.EIGEN_PI, Relation.VORIGE_PI]), min_size=1),
    "purposes": st.frozensets(st.sampled_from([Purpose.BEHEER, Purpose.PLAN_UITVOEREN]), min_size=1),
    "phases": st.frozensets(st.sampled_from(Phase), min_size=1),
    "condition": st.sampled_from([Conditions(0), *Conditions]),
    "right": st.sampled_from(Action),
    "leaves": st.sets(st.sampled_from(_FIELDS), min_size=1).map(lambda paths: sum(map(PATHS.bit, paths))),
}


def _row(**given: object) -> Row:
    narrow = {
        "organisation": OrganisationKind.DJI,
        "roles": frozenset({Role.SYSTEEM}),
        "relations": frozenset({Relation.HERKOMST}),
        "purposes": frozenset({Purpose.BEHEER}),
        "phases": frozenset({Phase.DETENTIE}),
        "condition": Conditions(0),
        "right": Action.LEZEN,
        "valid_from": None,
        "valid_until": None,
    }
    return replace(_TEMPLATE, **(narrow | given))  # type: ignore[arg-type] # fields by name


def _policy(*rows: Row) -> Policy:
    return Policy(PLAN, rows, DAY)


@examples(60)
@given(st.data())
def test_one_change_of_one_row_is_at_most_one_line_gained_and_one_lost_for_each_field(data: st.DataObject) -> None:
    row = _row(**{name: data.draw(values, name) for name, values in _OF_A_ROW.items()})
    column = data.draw(st.sampled_from(sorted(_OF_A_ROW)))
    other = replace(row, **{column: data.draw(_OF_A_ROW[column], "changed")})  # type: ignore[arg-type] # fields by name
    before, after = _policy(row), _policy(other)
    shifts = difference(before, after, PATHS)
    _assert_complete(before, after, shifts)
    assert max(Counter((shift.path, shift.gained) for shift in shifts).values(), default=1) == 1
    assert bool(shifts) is (row != other)
