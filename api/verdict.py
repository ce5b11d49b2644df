"""One question about one field: may this caller, and why. GraphQL's `waarom` and AuthZEN put it here, so they cannot differ."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from api.access.access import Access, Judgement
from api.access.decision import Decision, decide, unrelated
from api.logbook.trail import PLAN_ITSELF, Trail
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from plan_schema.values import schema_path
from policies.context import RELATIONS_OF, Action, Phase
from policies.policy import ALL_CONDITIONS

FindPlan: TypeAlias = Callable[[str, Access], Awaitable[PlanView | None]]
"""A plan as a caller may see it; None when for him it does not exist."""


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """What is asked: an action on a field, at a path with or without ids of items; `plan_id` None: in any plan at all."""

    leaf: Leaf
    path: str
    action: Action
    plan_id: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision and, when it is about a plan that is there for the caller, that plan and the judgement that carried it."""

    decision: Decision
    view: PlanView | None = None
    judgement: Judgement | None = None

    @property
    def allowed(self) -> bool:
        """Whether it is allowed: some row gives it."""
        return self.decision.row is not None


def leaf_at(path: str) -> Leaf | None:
    """The field that a path of a user names, with or without ids of items."""
    node = PATHS.node(schema_path(path))
    return node if isinstance(node, Leaf) else None


async def verdict(question: FieldQuestion, access: Access, find: FindPlan, trail: Trail, root: str) -> Verdict:
    """The verdict for this caller, with the look at the plan accounted for in the answer to a root field."""
    leaf, action = question.leaf, question.action
    if question.plan_id is None:
        trail.nothing(root)
        relations = RELATIONS_OF[access.caller.organisation.kind]
        return Verdict(decide(access, leaf, action, relations, Phase, ALL_CONDITIONS))
    view = await find(question.plan_id, access)
    if view is None:
        trail.nothing(root, question.plan_id)
        return Verdict(unrelated(access, leaf, action))
    trail.of(root, view).shows(view.version, PLAN_ITSELF)
    return Verdict(view.decide(leaf, question.path, action), view, view.judged_to(leaf, question.path, action))
