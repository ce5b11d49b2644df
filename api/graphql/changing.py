"""How a change of a plan, whichever mutation asked for it, becomes its outcome."""

from functools import partial
from typing import Any

from api.graphql.accounting import account_for_change
from api.graphql.context import Info, root_of
from api.graphql.outcome_types import (
    OngeldigeWijziging,
    PlanGewijzigd,
    PlanNietGevonden,
    Probleem,
    VeldConflict,
    VeldenNietToegestaan,
    VeldWeigering,
    VersieConflict,
    WijzigPlanResultaat,
)
from api.graphql.shared_types import VeldWijziging
from api.store import outcomes
from api.store.changing import ChangeRequest
from api.store.receipts import Repeat


async def changed(info: Info, plan_id: str, request: ChangeRequest) -> WijzigPlanResultaat:
    """Carry a change out and say how it ended, with everything that was looked at or written accounted for."""
    context, root = info.context, root_of(info)
    outcome = await context.store.changer.change(plan_id, context.access, request, partial(context.consult, root=root))
    account_for_change(context.trail, root, outcome, plan_id, request.base_version)
    match outcome:
        case outcomes.Changed(view, merged, left_out):
            return PlanGewijzigd(
                plan=context.shown(view, root),
                samengevoegd=[VeldWijziging.of(entry) for entry in merged],
                nietHersteld=[VeldWeigering.of(refusal) for refusal in left_out],
            )
        case outcomes.VersionConflict(current_version, conflicts):
            return VersieConflict(
                huidigeVersie=current_version, conflicten=[VeldConflict.of(entry) for entry in conflicts]
            )
        case outcomes.NotFound():
            return PlanNietGevonden(melding="Dit plan bestaat niet, of uw organisatie heeft er geen relatie mee.")
        case outcomes.NotAllowed() | outcomes.Invalid():
            return refused(outcome)


def repeat_of(info: Info, *content: Any) -> Repeat | None:
    """What recognises this request when it is sent again."""
    return Repeat.of(info.context.idempotency_key, info.context.access.caller, info.field_name, content)


def refused(outcome: outcomes.NotAllowed | outcomes.Invalid) -> VeldenNietToegestaan | OngeldigeWijziging:
    """A refusal as the interface shows it."""
    if isinstance(outcome, outcomes.NotAllowed):
        return VeldenNietToegestaan(velden=[VeldWeigering.of(refusal) for refusal in outcome.refusals])
    return OngeldigeWijziging(problemen=[Probleem.of(problem) for problem in outcome.problems])
