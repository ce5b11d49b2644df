"""Why somebody may or may not: the row that decided, found by asking the judge himself."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from api.access.access import Access
from api.access.refusal import Reason, Refusal, explain
from plan_schema.tree import Leaf
from policies.context import Action, Conditions, Phase, Purpose, Relation
from policies.policy import Context
from policies.table import Row


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on one field and action: the row, doel and relation that carried it, or why there was none."""

    leaf: Leaf
    action: Action
    revision: str
    row: Row | None = None
    purpose: Purpose | None = None
    relation: Relation | None = None
    phase: Phase | None = None
    refusal: Refusal | None = None


def decide(
    access: Access,
    leaf: Leaf,
    action: Action,
    relations: Iterable[Relation],
    phases: Iterable[Phase],
    conditions: Conditions,
) -> Decision:
    """The verdict for this caller under any of these relations and phases, when these conditions hold."""
    caller, policy = access.caller, access.policy
    rows = {row.line: row for row in policy.rows}
    for relation, purpose, phase in product(sorted(relations), sorted(caller.purposes), sorted(phases)):
        masks = policy.masks(Context(caller.organisation.kind, caller.role, relation, purpose, phase))
        masks = policy.assured(masks, caller.role, caller.level)
        # One question to the judge costs milliseconds, so he is asked only which row gives what the masks say is given.
        if not (masks.write if action is Action.SCHRIJVEN else masks.read)[conditions] & leaf.bit:
            continue
        line = policy.judge.decides(
            caller.organisation.kind, caller.role, relation, purpose, phase, conditions, action, leaf.path
        )
        if line is not None:
            return Decision(leaf, action, policy.revision, rows[line], purpose, relation, phase)
    return Decision(leaf, action, policy.revision, refusal=explain(access, leaf, action))


def unrelated(access: Access, leaf: Leaf, action: Action) -> Decision:
    """The verdict on a plan that does not exist, or not for this caller."""
    who_may = explain(access, leaf, action)
    return Decision(
        leaf,
        action,
        access.policy.revision,
        refusal=Refusal(leaf.path, Reason.GEEN_RELATIE, who_may.grounds, who_may.who_may),
    )
