"""The questions."""

from typing import Annotated, Any

import strawberry

from api.access.field_rights import field_rights
from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql.accountability import AccountabilityQuery
from api.graphql.change_types import PlanWijzigingConnection, told
from api.graphql.context import Info, RequestContext, root_of
from api.graphql.cursors import cursor_too_old, number_of, unknown_cursor
from api.graphql.history_filter import HistorieFilter, criterion_of, history_filter
from api.graphql.output_types import Plan
from api.graphql.plan_list import PlanConnection, PlanFilter, PlanSortering, plan_query
from api.graphql.process.indicators import IndicatorQuery
from api.graphql.process.overdracht import OverdrachtQuery
from api.graphql.process.proces import ProcesQuery
from api.graphql.process.som import SomQuery
from api.graphql.process.views import ViewQuery
from api.graphql.process.werkvoorraad import WerkvoorraadQuery
from api.graphql.scalars import Tijdstip
from api.graphql.shared_types import (
    Besluit,
    PageInfo,
    PlanVersie,
    PlanVersieConnection,
    PlanVersieEdge,
    VeldRecht,
    VeldWijziging,
)
from api.graphql.webhooks import WebhookQuery
from api.logbook.trail import PLAN_ITSELF, before_and_after
from api.store.plans import UnknownCursor
from api.store.recipient_log import CursorTooOld, CursorUnknown
from api.verdict import FieldQuestion, leaf_at, verdict
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS
from policies.context import Action, Conditions
from policies.policy import ALL_CONDITIONS

_PlanId = Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")]
_First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde komen, van 1 tot en met 100.")
]
_After = Annotated[str | None, strawberry.argument(description="Cursor waarna de bladzijde begint.")]


async def found_plan(
    context: RequestContext, root: str, plan_id: str, version: int | None, known_on: str | None
) -> PlanView | None:
    """The plan that is asked, in its version of now or an earlier one; None, accounted for, when there is none."""
    moment = arguments.moment(known_on, "bekendOp")
    if version is None and moment is None:
        view = await context.store.reader.plan(plan_id, context.access, context.wanted(root))
    else:
        view = await context.store.reader.plan_at(plan_id, context.access, version=version, known_on=moment)
    if view is None:
        context.missing(plan_id, root)
    return view


async def _plan(
    info: Info,
    id: _PlanId,
    versie: Annotated[int | None, strawberry.argument(description="Het plan zoals het in deze versie was.")] = None,
    bekendOp: Annotated[
        Tijdstip | None, strawberry.argument(description="Het plan zoals het op dit moment bekend was.")
    ] = None,
) -> Any:
    view = await found_plan(info.context, root_of(info), id, versie, bekendOp)
    return None if view is None else info.context.answer(view, root_of(info))


@strawberry.type(description="De vragen die u kunt stellen.")
class Query(
    WebhookQuery,
    AccountabilityQuery,
    ProcesQuery,
    SomQuery,
    WerkvoorraadQuery,
    OverdrachtQuery,
    ViewQuery,
    IndicatorQuery,
):
    """The root of all questions."""

    plan: Any = strawberry.field(
        resolver=_plan,
        graphql_type=Plan | None,
        description="Eén plan; null als het niet bestaat, of niet voor u.",
    )

    @strawberry.field(description="De plannen waarmee uw organisatie een relatie heeft.")
    async def plannen(
        self,
        info: Info,
        filter: Annotated[PlanFilter | None, strawberry.argument(description="Welke plannen.")] = None,
        sorteer: Annotated[
            list[PlanSortering] | None,
            strawberry.argument(description="Volgorde; zonder sortering op volgorde van registratie."),
        ] = None,
        first: _First = 25,
        after: _After = None,
    ) -> PlanConnection:
        """A page of plans."""
        query = plan_query(filter, sorteer)
        try:
            size, wanted = arguments.page_size(first), info.context.wanted(root_of(info))
            page = await info.context.store.reader.plans(query, info.context.access, size, after, wanted)
        except UnknownCursor:
            raise RequestRefused(
                400,
                [
                    Fault(
                        Code.ONBEKENDE_CURSOR,
                        "De cursor hoort niet bij een plan in uw lijst.",
                        "after",
                        "endCursor uit een eerder antwoord",
                    )
                ],
            ) from None
        return PlanConnection.of(page, query, info, continued=after is not None)

    @strawberry.field(
        description="De versies van een plan, nieuwste eerst; alleen versies waarin iets veranderde dat u mag zien."
    )
    async def historie(
        self,
        info: Info,
        planId: _PlanId,
        filter: Annotated[HistorieFilter | None, strawberry.argument(description="Welke versies.")] = None,
        first: _First = 25,
        after: _After = None,
    ) -> PlanVersieConnection:
        """A page of history."""
        context, root = info.context, root_of(info)
        context.trail.criteria |= criterion_of(filter, context.access)
        only = history_filter(filter, context.access)
        size, before = arguments.page_size(first), arguments.version_cursor(after)
        view = await context.view(planId, root)
        page = await context.store.reader.history(planId, context.access, size, before, only) if view else None
        if view is not None and page is not None:
            changes = ((seen.version.number, change.path) for seen in page.versions for change in seen.changes)
            context.shows_values(view, root, (value for change in changes for value in before_and_after(*change)))
        nodes = [PlanVersie.of(seen) for seen in page.versions] if page else []
        edges = [PlanVersieEdge(node=node, cursor=str(node.nummer)) for node in nodes]
        return PlanVersieConnection(
            edges=edges,
            nodes=nodes,
            pageInfo=PageInfo(
                hasNextPage=page.has_next if page else False,
                hasPreviousPage=after is not None,
                startCursor=edges[0].cursor if edges else None,
                endCursor=edges[-1].cursor if edges else None,
            ),
        )

    @strawberry.field(
        description="Wat er per saldo veranderde tussen twee versies; null als plan of versies er niet zijn."
    )
    async def verschil(
        self,
        info: Info,
        planId: _PlanId,
        van: Annotated[int, strawberry.argument(description="Nummer van de eerdere versie.")],
        tot: Annotated[
            int | None, strawberry.argument(description="Nummer van de latere versie; zonder: de huidige.")
        ] = None,
    ) -> list[VeldWijziging] | None:
        """The difference between two versions."""
        context, root = info.context, root_of(info)
        view = await context.view(planId, root)
        found = await context.store.reader.difference(planId, context.access, van, tot) if view else None
        if view is not None and found is not None:
            upto = view.version if tot is None else tot
            context.shows_values(view, root, ((at, entry.change.path) for entry in found for at in (van, upto)))
        return None if found is None else [VeldWijziging.of(entry) for entry in found]

    @strawberry.field(
        description="Wat er gebeurde met plannen die uw organisatie mag zien, oudste eerst: dezelfde reeks als van het abonnement."
    )
    async def wijzigingen(
        self,
        info: Info,
        na: Annotated[
            str | None,
            strawberry.argument(
                description="Cursor van de laatste wijziging die u verwerkte; zonder, of met 0: alles wat er nog is."
            ),
        ] = None,
        first: _First = arguments.MAX_PAGE,
    ) -> PlanWijzigingConnection:
        """A page of the log."""
        context, root = info.context, root_of(info)
        size = arguments.page_size(arguments.MAX_PAGE if first is None else first)
        oin = context.access.caller.organisation.oin
        try:
            found, more = await context.store.happenings.page(oin, number_of(na) or 0, size)
        except CursorUnknown:
            raise unknown_cursor() from None
        except CursorTooOld as error:
            raise cursor_too_old(error.oldest) from None
        nodes = told(context, root, [happening.seen_by(context.access) for happening in found])
        return PlanWijzigingConnection.of(nodes, has_next=more, continued=bool(number_of(na)))

    @strawberry.field(description="Wat u met elk veld mag doen: in een bepaald plan of, zonder plan, ten hoogste.")
    async def mijnRechten(
        self,
        info: Info,
        planId: Annotated[strawberry.ID | None, strawberry.argument(description="Id van het plan.")] = None,
    ) -> list[VeldRecht]:
        """The caller's rights, field by field; none in a plan that does not exist for him."""
        context, access, root = info.context, info.context.access, root_of(info)
        if planId is None:
            context.trail.nothing(root)
            return [
                VeldRecht.of(right) for right in field_rights(access, PATHS, access.best, Conditions(0), ALL_CONDITIONS)
            ]
        view = await context.view(planId, root)
        if view is None:
            return []
        context.judge(view, view.judgements(PLAN_ITSELF))
        return [VeldRecht.of(right) for right in view.field_rights()]

    @strawberry.field(
        description="Waarom u iets wel of niet mag met een veld: de regel die beslist, of wie u kunt vragen."
    )
    async def waarom(
        self,
        info: Info,
        pad: Annotated[
            str, strawberry.argument(description="Pad van het veld, zoals onderdak.hulpvraag of doelen[].status.")
        ],
        actie: Annotated[Action, strawberry.argument(description="Lezen of schrijven.")],
        planId: Annotated[
            strawberry.ID | None, strawberry.argument(description="Id van het plan; zonder: of het in enig plan kan.")
        ] = None,
    ) -> Besluit:
        """One decision, explained."""
        context = info.context
        leaf = leaf_at(pad)
        if leaf is None:
            raise RequestRefused(
                400,
                [
                    Fault(
                        Code.ONBEKEND_VELD,
                        "Dit pad noemt geen veld van een plan.",
                        "pad",
                        "een pad zoals mijnRechten het noemt",
                    )
                ],
            )
        question = FieldQuestion(leaf, pad, actie, planId)
        found = await verdict(question, context.access, context.store.reader.plan, context.trail, root_of(info))
        if found.view is not None and found.judgement is not None:
            context.judge(found.view, [found.judgement])
        return Besluit.of(found.decision, pad)
