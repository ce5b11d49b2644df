"""No group below the threshold is published, and none follows from what is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process.indicators.counting import Tally
from plan_schema.process.indicators.disclosure import (
    REST,
    Bound,
    Figure,
    ParentOf,
    Parting,
    figures_of,
    orphan,
    parting,
    whole,
)
from tests.plan_schema.process.indicators.attacker import Bounds, Known, spans
from tests.strategies import examples

T: Final = 10
VALUES: Final = ("a1", "a2", "a3", "b1", "b2", "c1")
Table: TypeAlias = Mapping[str, Tally]


def parent_of(value: str) -> str:
    """`a1` lies in `a`, as a gemeente in a size class."""
    return value[0]


def tables() -> st.SearchStrategy[dict[str, Tally]]:
    counts = st.integers(0, 14) | st.integers(0, 60)
    pairs = st.tuples(counts, counts).map(lambda pair: Tally(pair[0], pair[0] + pair[1]))
    found = st.dictionaries(st.sampled_from(VALUES), pairs, min_size=1)
    return found.map(lambda table: {value: tally for value, tally in table.items() if tally.denominator})


def total(table: Table, values: Sequence[str] | frozenset[str] | None = None) -> Tally:
    found = Tally()
    for value in table if values is None else values:
        found.add(table[value])
    return found


def by_parent(table: Table) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for value, tally in table.items():
        found.setdefault(parent_of(value), Tally()).add(tally)
    return found


def denominators(found: Parting) -> list[frozenset[str]]:
    return [frozenset(group) for group in found.groups]


def numerators(found: Parting) -> list[frozenset[str]]:
    return [frozenset(chain.from_iterable(found.groups[place] for place in places)) for places in found.shown]


def subsets(values: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(values) + 1):
        yield from map(frozenset, combinations(values, size))


@pytest.mark.parametrize("parents", [orphan, parent_of])
@given(table=tables())
@examples(80)
def test_nothing_small_follows_by_adding_and_subtracting(parents: ParentOf, table: dict[str, Tally]) -> None:
    everything = total(table)
    if everything.denominator < T:
        return
    own = parting(table, T, parents)
    known_d, known_n = denominators(own), numerators(own)
    if parents is parent_of:
        above = parting(by_parent(table), T)
        members = {name: frozenset(value for value in table if parent_of(value) == name) for name in by_parent(table)}
        known_d += [frozenset().union(*(members[name] for name in group)) for group in denominators(above)]
        known_n += [frozenset().union(*(members[name] for name in group)) for group in numerators(above)]
    known_d.append(frozenset(table))
    if min(everything.numerator, everything.denominator - everything.numerator) >= T:
        known_n.append(frozenset(table))
    else:
        assert not known_n
    values = sorted(table)
    for wanted in subsets(values):
        tally = total(table, wanted)
        told_d = spans(known_d, wanted, values)
        assert not told_d or tally.denominator >= T
        if spans(known_n, wanted, values):
            assert tally.numerator >= T
            assert not told_d or tally.denominator - tally.numerator >= T


PLACES: Final = ("p", "q", "r")
KINDS: Final = ("x", "y", "z")
Atom: TypeAlias = tuple[str, str, str, bool]


def populations() -> st.SearchStrategy[Counter[Atom]]:
    """Plans by a value with a parent, two dimensions of their own, and whether they are in the numerator."""
    atoms = list(product(VALUES, PLACES, KINDS, (True, False)))
    some = st.dictionaries(st.sampled_from(atoms), st.integers(1, 30), min_size=2, max_size=14)
    return some.map(Counter)


def table_of(plans: Counter[Atom], place: int, *, parents: bool = False) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for atom, number in plans.items():
        value = parent_of(atom[0]) if parents else str(atom[place])
        found.setdefault(value, Tally()).add(Tally(number * atom[3], number))
    return found


@given(plans=populations())
@examples(150)
def test_nobody_bounds_a_small_group_by_all_dimensions_together(plans: Counter[Atom]) -> None:
    atoms = list(product(VALUES, PLACES, KINDS, (True, False)))
    everything = Tally()
    for atom, number in plans.items():
        everything.add(Tally(number * atom[3], number))
    if everything.denominator < T:
        return
    shows = min(everything.numerator, everything.denominator - everything.numerator) >= T
    known = [Known(frozenset(range(len(atoms))), everything.denominator)]
    views = [(table_of(plans, 0), parent_of, 0, False), (table_of(plans, 0, parents=True), orphan, 0, True)]
    views += [(table_of(plans, place), orphan, place, False) for place in (1, 2)]

    def cells(place: int, values: frozenset[str], parents: bool, layers: tuple[bool, ...]) -> frozenset[int]:  # noqa: FBT001
        return frozenset(
            number
            for number, atom in enumerate(atoms)
            if (parent_of(atom[0]) if parents else str(atom[place])) in values and atom[3] in layers
        )

    hidden: list[frozenset[int]] = []
    for table, parents_of, place, by_parents in views:
        found = parting(table, T, parents_of)
        # A value that no plan has is in no group, and he is told so.
        absent = {(parent_of(atom[0]) if by_parents else str(atom[place])) for atom in atoms} - set(table)
        known += [Known(cells(place, frozenset({value}), by_parents, (True, False)), 0) for value in absent]
        for group in denominators(found):
            known.append(Known(cells(place, group, by_parents, (True, False)), total(table, group).denominator))
        for group in numerators(found):
            tally = total(table, group)
            known.append(Known(cells(place, group, by_parents, (True,)), tally.numerator))
            known.append(Known(cells(place, group, by_parents, (False,)), tally.denominator - tally.numerator))
        for value, tally in table.items():
            own = frozenset({value})
            if tally.denominator < T:
                hidden.append(cells(place, own, by_parents, (True, False)))
            elif tally.numerator < T and shows:
                hidden.append(cells(place, own, by_parents, (True,)))
            elif tally.denominator - tally.numerator < T and shows:
                hidden.append(cells(place, own, by_parents, (False,)))
    bounds = Bounds(range(len(atoms)), known)
    for group_cells in hidden:
        assert bounds.width(group_cells) >= T


@given(table=tables())
@examples(80)
def test_only_multiples_of_the_threshold_leave_and_nobody_is_left_out(table: dict[str, Tally]) -> None:
    figures = figures_of(table, T, parent_of)
    assert len(figures) != 1
    for figure in figures:
        assert figure.denominator >= T
        assert figure.denominator % T == 0
        if figure.numerator is None:
            assert figure.percentage is None
        else:
            assert figure.numerator % T == 0
            assert T <= figure.numerator <= figure.denominator - T
            assert figure.percentage == (200 * figure.numerator + figure.denominator) // (2 * figure.denominator)
    named = {value for figure in figures for value in figure.values}
    assert named <= set(table) | {REST, f"{REST} a", f"{REST} b", f"{REST} c"}
    parts = parting(table, T, parent_of)
    assert sorted(chain.from_iterable(parts.groups)) == sorted(table)


def test_a_difference_of_less_than_a_group_looks_like_any_other() -> None:
    def published(number: int) -> int:
        found = whole(Tally(0, number, [1] * number), T)
        assert found is not None
        return found.denominator

    # The denominator of one indicator is the numerator of the next, and a day later there is one plan more.
    for larger, missing in product(range(30, 60), range(T)):
        shown = published(larger), published(larger - missing)
        alike = {
            one - other
            for one in range(larger - T, larger + T)
            for other in range(larger - 2 * T, larger + T)
            if T <= other <= one and (published(one), published(other)) == shown and one - other < T
        }
        assert len(alike) >= T - 1


def test_what_each_group_shows() -> None:
    table = {"a1": Tally(40, 80), "b1": Tally(21, 24), "c1": Tally(3, 4), "c2": Tally(2, 5)}
    assert figures_of(table, T) == [
        # c1 and c2 are too small together: the least of the others goes with them, and its numerator would tell of the three outside it.
        Figure((REST,), 30),
        Figure(("a1",), 80),
    ]
    assert whole(total(table), T) == Figure((), 110, 70, 64)
    assert figures_of({"a": Tally(40, 80), "b": Tally(23, 25), "c": Tally(12, 30)}, T) == [
        Figure(("b",), 30),
        Figure(("c",), 30),
        Figure(("a",), 80, 40, 50),
        Figure(("b", "c"), 60, 40, 67),
    ]


def test_a_whole_that_nobody_or_everybody_shares_gives_a_bound() -> None:
    assert whole(Tally(3, 200), T) == Figure((), 200, None, 5, Bound.HOOGSTENS)
    assert whole(Tally(198, 200), T) == Figure((), 200, None, 95, Bound.MINSTENS)
    assert whole(Tally(200, 200), T) == whole(Tally(198, 200), T)
    assert whole(Tally(0, 9), T) is None
    assert whole(Tally(5, 10), T) == Figure((), 10, None, 90, Bound.HOOGSTENS)


def test_medians_show_of_groups_that_are_large_enough() -> None:
    table = {"a": Tally(0, 12, [*range(12)]), "b": Tally(0, 14, [7] * 14), "c": Tally(0, 3, [1, 1, 90])}
    assert figures_of(table, T) == [Figure((REST,), 20, median=5), Figure(("b",), 10, median=7)]
    assert whole(Tally(0, 9, [1] * 9), T) is None
