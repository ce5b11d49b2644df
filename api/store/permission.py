"""Whether a caller may make the changes that a patch comes down to."""

from collections.abc import Iterable, Sequence

from api.access.access import Access, Judgement
from api.access.refusal import Refusal, explain, shielded
from api.view.plan_view import PlanView
from plan_schema.changes import Change
from plan_schema.paths import Paths
from plan_schema.tree import Group
from plan_schema.values import container_path, items_on, schema_path
from policies.context import Action, Conditions


def refused(
    access: Access, paths: Paths, named: Iterable[str], changes: Sequence[Change], before: PlanView, after: PlanView
) -> tuple[Refusal, ...]:
    """Every path of a patch that stands in its way.

    A field that is named must be readable, whatever its value: else "no change" would tell what it holds. A field that
    changes must be writable, in the plan as it was and as it becomes: else an item could be taken over or given away.
    """
    added = {change.path for change in changes if change.concerns_item and change.new is not None}
    removed = {change.path for change in changes if change.concerns_item and change.new is None}
    found: dict[str, Refusal] = {}
    judged: list[Judgement] = []
    for path in named:
        view = after if added.intersection((path, *items_on(path))) else before
        judged.append(view.judged(path))
        if judged[-1].refused:
            found[path] = _refusal(access, paths, path, judged[-1])
    for change in changes:
        # What is removed with an item is named by that item: which fields and items it holds may be hidden from the caller.
        path = next((item for item in items_on(change.path) if item in removed), change.path)
        if path in found:
            continue
        held = _conditions(change, before, after, added, removed)
        # Removing an item takes every field of it away, also those that the caller has not seen.
        needed = _leaves_of(paths, change.path) if change.path in removed else paths.bit(schema_path(change.path))
        denied = needed & ~after.rights.masks.write[held]
        judged.append(Judgement(after.rights, Action.SCHRIJVEN, held, needed, denied))
        if denied:
            found[path] = _refusal(access, paths, path, judged[-1])
    if access.judged is not None:
        access.judged.append(tuple(judged))
    return tuple(found[path] for path in sorted(found))


def _conditions(change: Change, before: PlanView, after: PlanView, added: set[str], removed: set[str]) -> Conditions:
    place = change.path if change.concerns_item else container_path(change.path)
    items = {change.path, *items_on(change.path)}
    if items & added:
        return after.conditions_at(place)
    if items & removed:
        return before.conditions_at(place)
    # Ownership must survive the change; the other conditions are those under which the change was asked.
    return before.conditions_at(place) & (after.conditions_at(place) | ~Conditions.EIGEN)


def _leaves_of(paths: Paths, path: str) -> int:
    node = paths.node(schema_path(path))
    assert isinstance(node, Group)  # noqa: S101 - only list groups have items
    return node.leaf_bits


def _refusal(access: Access, paths: Paths, path: str, judgement: Judgement) -> Refusal:
    return shielded(path) if judgement.by_shielding else refusal(access, paths, path)


def refusal(access: Access, paths: Paths, path: str) -> Refusal:
    """Why a path, of a field or of an item, may not be written."""
    node = paths.node(schema_path(path))
    assert node is not None  # noqa: S101 - the patch reader knows every path it names
    return explain(access, node, Action.SCHRIJVEN, path)
