"""What a caller may do with each field: what a UI shows, and what it lets somebody change."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.access.access import Access
from plan_schema.paths import Paths
from plan_schema.tree import Leaf
from policies.context import Action, Conditions
from policies.policy import ALL_CONDITIONS, Masks


@dataclass(frozen=True, slots=True)
class FieldRight:
    """The rights on one field. A condition that decides per item or plan is named; without it the right always holds."""

    path: str
    read: bool
    write: bool
    grounds: tuple[str, ...]
    condition: str | None


def field_rights(
    access: Access, paths: Paths, masks: Masks, held: Conditions, possible: Conditions
) -> list[FieldRight]:
    """The rights on every field: under the conditions that hold, and under those that an item could still fulfil."""
    return [_right(access, leaf, masks, held, held | possible) for leaf in paths.leaves]


def _right(access: Access, leaf: Leaf, masks: Masks, held: Conditions, best: Conditions) -> FieldRight:
    read, write = (bool(mask[best] & leaf.bit) for mask in (masks.read, masks.write))
    needed = [
        f"{action.lower()}: {condition}"
        for action, mask in ((Action.LEZEN, masks.read), (Action.SCHRIJVEN, masks.write))
        if mask[best] & leaf.bit and not mask[held] & leaf.bit
        for condition in _conditions(leaf, mask, held, best)
    ]
    return FieldRight(leaf.path, read, write, _grounds(access, leaf) if read else (), ", ".join(needed) or None)


def _conditions(leaf: Leaf, mask: tuple[int, ...], held: Conditions, best: Conditions) -> Iterable[str]:
    """The conditions without which the right is gone."""
    open_conditions = list(ALL_CONDITIONS & best & ~held)
    return [str(condition.name) for condition in open_conditions if not mask[best & ~condition] & leaf.bit]


def _grounds(access: Access, leaf: Leaf) -> tuple[str, ...]:
    caller = access.caller
    return tuple(
        sorted(
            {
                row.ground
                for row in access.policy.rows_for(leaf.bit, Action.LEZEN)
                if row.organisation is caller.organisation.kind
                and caller.role in row.roles
                and row.purposes & caller.purposes
            }
        )
    )
