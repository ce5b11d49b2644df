from enum import StrEnum

import pytest

from policies.context import ROLES_OF, Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import ALL_CONDITIONS


@pytest.mark.parametrize("kind", [OrganisationKind, Role, Relation, Purpose, Phase, Action])
def test_names_and_values_are_equal_and_can_stand_in_a_table_cell(kind: type[StrEnum]) -> None:
    for member in kind:
        assert member.name == member.value
        assert not set(member.value) & set("|*,. ")
    assert kind.__doc__


def test_every_organisation_has_roles_and_every_role_an_organisation() -> None:
    assert ROLES_OF.keys() == set(OrganisationKind)
    assert frozenset().union(*ROLES_OF.values()) == set(Role)
    assert all(ROLES_OF.values())


def test_only_systems_and_the_functionaris_gegevensbescherming_are_of_more_than_one_organisation() -> None:
    shared = {role for role in Role if sum(role in roles for roles in ROLES_OF.values()) > 1}
    assert shared == {Role.SYSTEEM, Role.FUNCTIONARIS_GEGEVENSBESCHERMING}


def test_conditions_are_the_index_of_a_mask() -> None:
    assert ALL_CONDITIONS == sum(Conditions) == 2 ** len(Conditions) - 1


def test_the_matrix_is_finite_and_no_organisation_has_all_roles() -> None:
    assert all(roles < set(Role) for roles in ROLES_OF.values())
