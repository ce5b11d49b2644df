"""Questions for a view of a plan that people ask for: a sheet made of what the asker may see of it."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Annotated

import strawberry

from api.graphql.context import Info, RequestContext, root_of
from api.graphql.process.casus import TOO_FEW, AnoniemeCasus, AnoniemeCasusResultaat
from api.graphql.process.informatieblad import Informatieblad
from api.store.projection import Wanted
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.casus.case import CASE_PATHS, case_of
from plan_schema.process.sheets.informatieblad import SHEET_PATHS, informatieblad
from plan_schema.process.sheets.seen import Seen
from plan_schema.tree import Group, Leaf

_PlanId = Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")]


async def seen_plan(
    context: RequestContext, root: str, plan_id: str, paths: Collection[str]
) -> tuple[PlanView, Seen] | None:
    """What the caller may see of these fields of a plan, accounted for; None when for him there is no such plan.

    A field that he may not see is left out and said to be; what the root field itself asks (`selections`) is refused instead.
    """
    bits = reduce(or_, (PATHS.bit(path) for path in paths))
    # A section is read when its own bit is asked.
    sections = reduce(or_, (child.bit for child in PLAN.children.values() if _within(child) & bits))
    view = await context.store.reader.plan(plan_id, context.access, Wanted(bits | sections, provenance=False))
    if view is None:
        context.missing(plan_id, root)
        return None
    touched = context.trail.of(root, view)
    context.inspect(view, root)
    context.judge(view, view.judgements(bits))
    touched.shows(view.version, bits & view.readable)
    withheld = frozenset(path for path in paths if not PATHS.bit(path) & view.readable)
    return view, Seen(view.shown, withheld)


def _within(node: Leaf | Group) -> int:
    return node.bit if isinstance(node, Leaf) else node.leaf_bits


@strawberry.type
class ViewQuery:
    """The part of the root that makes sheets."""

    @strawberry.field(
        description="Het informatieblad voor de gemeente: hulpvragen in woorden, wie te bereiken is, de einddatum, en wat "
        "nog ontbreekt; null als het plan niet bestaat, of niet voor u. Ook als pagina en pdf: /v1/plannen/{id}/informatieblad."
    )
    async def informatieblad(self, info: Info, planId: _PlanId) -> Informatieblad | None:
        """The sheet for the gemeente."""
        context = info.context
        found = await seen_plan(context, root_of(info), planId, SHEET_PATHS)
        if found is None:
            return None
        view, seen = found
        today = context.access.today
        return Informatieblad.of(informatieblad(seen, today), view.id, view.version, today.isoformat())

    @strawberry.field(
        description="Een casus van een plan om een ander advies over te vragen, zonder wat naar een persoon leidt; null als het "
        "plan niet bestaat, of niet voor u. Wie de situatie zelf al kent, kan haar herkennen."
    )
    async def anoniemeCasus(self, info: Info, planId: _PlanId) -> AnoniemeCasusResultaat | None:
        """A case for asking advice."""
        context = info.context
        found = await seen_plan(context, root_of(info), planId, CASE_PATHS)
        if found is None:
            return None
        today = context.access.today
        case = case_of(found[1], await context.store.crowds.of(today), today)
        return TOO_FEW if case is None else AnoniemeCasus.of(case)
