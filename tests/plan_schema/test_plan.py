from collections import Counter

import pytest

from plan_schema.plan import PATHS, PLAN, Plan
from plan_schema.tree import Group, Leaf, build
from policies.table import GROUNDS


@pytest.mark.parametrize("leaf", PATHS.leaves, ids=lambda leaf: leaf.path)
def test_every_field_says_what_it_is_where_it_stems_from_and_on_what_it_rests(leaf: Leaf) -> None:
    assert leaf.description == leaf.description.strip() != ""
    assert leaf.source == leaf.source.strip() != ""
    assert leaf.item in GROUNDS
    if leaf.kind.choices is not None:
        assert "ONBEKEND" in leaf.kind.choices.__members__
        assert all(choice.name == choice.value for choice in leaf.kind.choices)
        assert leaf.kind.choices.__doc__


@pytest.mark.parametrize("group", PATHS.groups, ids=lambda group: group.path)
def test_every_group_says_what_it_is_and_has_something_in_it(group: Group) -> None:
    assert group.description == group.description.strip() != ""
    assert group.item in GROUNDS
    assert group.children
    assert group.leaf_bits


def test_every_leaf_and_group_has_a_bit_of_its_own() -> None:
    nodes = (PLAN, *PLAN.walk())
    assert Counter(node.bit.bit_count() for node in nodes) == {1: len(nodes)}
    assert sum(node.bit for node in nodes) == (1 << len(nodes)) - 1
    assert [leaf.bit for leaf in PATHS.leaves] == [1 << number for number in range(len(PATHS.leaves))]


def test_the_order_is_that_of_the_definition_whenever_it_is_built() -> None:
    again = build(Plan)
    assert [(node.path, node.bit) for node in again.walk()] == [(node.path, node.bit) for node in PLAN.walk()]


def test_the_sections_are_those_of_the_design_in_its_order() -> None:
    assert [group.name for group in PLAN.groups] == [
        "betrokkene", "detentie", "contacten", "terugkeer", "identiteitsbewijs", "onderdak", "werkEnInkomen", "schulden",
        "zorgverzekering", "zorg", "sociaalNetwerk", "overleg", "screening", "samenStarten", "som", "doelen",
        "reclasseringsinzet", "activiteiten", "verlof", "overleggen", "toezicht", "overdracht", "stemBetrokkene",
        "afschermingen",
    ]  # fmt: skip


def test_value_lists_with_one_name_are_one_list() -> None:
    lists: dict[str, set[object]] = {}
    for leaf in PATHS.leaves:
        if leaf.kind.choices is not None:
            lists.setdefault(leaf.kind.name, set()).add(leaf.kind.choices)
    assert [name for name, classes in lists.items() if len(classes) > 1] == []
