import pytest

from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group, Leaf


def test_every_path_leads_to_its_node() -> None:
    for node in PLAN.walk():
        assert PATHS.node(node.path) is node
        assert PATHS.bit(node.path) == node.bit


def test_a_path_that_is_not_defined_leads_nowhere() -> None:
    assert PATHS.node("doelen.status") is None
    assert PATHS.node("") is None
    with pytest.raises(KeyError):
        PATHS.bit("betrokkene.schoenmaat")


def test_leaves_and_groups_are_all_nodes_in_order() -> None:
    assert [node for node in PLAN.walk() if isinstance(node, Leaf)] == list(PATHS.leaves)
    assert [node for node in PLAN.walk() if isinstance(node, Group)] == list(PATHS.groups)


def test_shared_groups_are_those_that_open_as_a_whole() -> None:
    assert [group.path for group in PATHS.shared_groups] == [
        "screening.risc",
        "screening.saprof",
        "screening.zelfredzaamheid",
    ]


def test_bits_name_their_nodes_and_a_group_only_when_nothing_in_it_is_named() -> None:
    straat, adres, betrokkene = (
        PATHS.bit(path) for path in ("betrokkene.adres.straat", "betrokkene.adres", "betrokkene")
    )
    assert _named(straat | adres | betrokkene) == ["betrokkene.adres.straat"]
    assert _named(adres) == ["betrokkene.adres"]
    assert _named(adres | betrokkene) == ["betrokkene.adres"]
    assert _named(PLAN.bit) == [""]
    assert _named(PLAN.bit | straat) == ["betrokkene.adres.straat"]
    assert _named(0) == []


def test_all_bits_name_all_leaves() -> None:
    everything = PLAN.bit | sum(node.bit for node in PLAN.walk())
    assert list(PATHS.nodes_of(everything)) == list(PATHS.leaves)


def _named(bits: int) -> list[str]:
    return [node.path for node in PATHS.nodes_of(bits)]
