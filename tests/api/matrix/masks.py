"""What a written right must mean: the masks of the policy, asked column by column."""

from collections.abc import Callable, Mapping

from plan_schema.plan import PATHS
from policies.context import Conditions
from policies.policy import ALL_CONDITIONS, NOTHING, Masks, Policy

Right = tuple[str, Conditions]
"""R or W, and what must hold for it."""


def columns_of(policy: Policy) -> dict[str, Masks]:
    """The best of every role with its relation, over doel and phase, as the tables show them."""
    columns: dict[str, Masks] = {}
    for context in policy.contexts():
        name = f"{context.organisation} {context.role} ({context.relation})"
        columns[name] = columns.get(name, NOTHING) | policy.masks(context)
    return columns


def condition(names: str) -> Conditions:
    """`EIGEN+GEDEELD` as conditions; nothing for an empty text."""
    held = Conditions(0)
    for name in filter(None, names.split("+")):
        held |= Conditions[name]
    return held


def assert_means(masks: Masks, path: str, rights: list[Right]) -> None:
    """The rights that are written for a field are those of the masks, whatever conditions hold; none is superfluous."""
    bit = PATHS.bit(path)
    assert len(rights) == len(set(rights))
    for held in range(ALL_CONDITIONS + 1):
        granted = {right for right, needed in rights if held & needed == needed}
        assert bool(masks.write[held] & bit) is ("W" in granted), (path, held, rights)
        assert bool(masks.read[held] & bit) is bool(granted), (path, held, rights)
    for right, needed in rights:
        others = [(other, need) for other, need in rights if (other, need) != (right, needed)]
        assert not any(other in ("W", right) and needed & need == need for other, need in others), (path, rights)


def assert_columns_mean(
    policy: Policy, written: Mapping[tuple[str, str], str], read: Callable[[str], list[Right]]
) -> None:
    """Every cell of a table means what the masks give, and every column and field has its cell."""
    columns = columns_of(policy)
    assert set(written) == {(column, leaf.path) for column in columns for leaf in PATHS.leaves}
    for (column, path), text in written.items():
        assert_means(columns[column], path, read(text))
