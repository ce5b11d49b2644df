"""Field sets: bits, paths and hashes of one and the same set."""

from hypothesis import given
from hypothesis import strategies as st

from api.logbook.field_sets import FieldSets
from plan_schema.plan import PATHS, PLAN

LEAVES = st.sets(st.sampled_from([leaf.path for leaf in PATHS.leaves]), min_size=1)


@given(LEAVES)
def test_a_set_is_named_field_by_field_and_read_back(paths: set[str]) -> None:
    sets = FieldSets(PATHS)
    bits = sets.bits(paths)
    found = sets.of(bits)
    assert set(found.paths) == paths
    assert sets.bits(found.paths) == bits
    assert FieldSets(PATHS).of(bits) == found


@given(LEAVES, LEAVES)
def test_other_sets_have_other_ids(one: set[str], other: set[str]) -> None:
    sets = FieldSets(PATHS)
    assert (sets.of(sets.bits(one)).id == sets.of(sets.bits(other)).id) is (one == other)


def test_the_plan_itself_has_a_name() -> None:
    sets = FieldSets(PATHS)
    assert sets.of(PLAN.bit).paths == ("plan",)
    assert sets.bits(["plan"]) == PLAN.bit


def test_ids_of_items_are_left_out() -> None:
    sets = FieldSets(PATHS)
    assert sets.bits(["doelen[7f].acties[8a].status"]) == PATHS.bit("doelen[].acties[].status")
