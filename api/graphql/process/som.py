"""The questions about the SOM: what the rules say of one plan, and the agenda of the weekly meeting."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, Final

import strawberry

from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql.context import Info, RequestContext, root_of
from api.graphql.process.som_types import SomUitslag
from api.graphql.shared_types import PageInfo
from api.store.plans import UnknownCursor
from api.store.projection import Wanted
from api.store.som_agenda import AgendaPage, AgendaQuestion, agenda_page
from api.view.plan_view import PlanView
from plan_schema.plan import PLAN
from plan_schema.process.som.conclusions import conclusions
from plan_schema.process.som.facts import PATHS_OF_FACTS
from plan_schema.sections.som import SomPrioriteit

_SECTIONS: Final = {path.partition(".")[0] for path in PATHS_OF_FACTS}


@strawberry.input(description="Welke plannen; elk genoemd criterium moet gelden.")
class SomFilter:
    """Filter."""

    prioriteit: list[SomPrioriteit] | None = strawberry.field(
        description="Plannen met een van deze uitkomsten, zoals die is vastgelegd.", default=None
    )
    besloten: bool | None = strawberry.field(
        description="Alleen plannen waarover in deel 3 is besloten, of juist niet.", default=None
    )
    herbeoordelen: bool | None = strawberry.field(
        description="Alleen plannen waarvan het besluit opnieuw te bezien is, of juist niet.", default=None
    )


@strawberry.type(description="Eén plan op de agenda, met zijn cursor.")
class SomOverzichtEdge:
    """Relay edge."""

    node: SomUitslag = strawberry.field(description="Wat de regels van het plan zeggen.")
    cursor: str = strawberry.field(description="Cursor van dit plan.")


@strawberry.type(description="Een bladzijde van de agenda van het wekelijkse overleg.")
class SomOverzichtConnection:
    """Relay connection."""

    edges: list[SomOverzichtEdge] = strawberry.field(description="De plannen met hun cursors.")
    nodes: list[SomUitslag] = strawberry.field(description="De plannen zelf.")
    pageInfo: PageInfo = strawberry.field(description="Of er meer is.")

    @classmethod
    def of(cls, page: AgendaPage, info: Info, *, continued: bool) -> "SomOverzichtConnection":
        """A page as its reader may see it."""
        context, root = info.context, root_of(info)
        plans = context.answer_all([view for view, _ in page.entries], root)
        nodes = [_result(context, root, view, plan) for (view, _), plan in zip(page.entries, plans, strict=True)]
        edges = [
            SomOverzichtEdge(node=node, cursor=cursor) for node, (_, cursor) in zip(nodes, page.entries, strict=True)
        ]
        page_info = PageInfo(
            hasNextPage=page.has_next,
            hasPreviousPage=continued,
            startCursor=edges[0].cursor if edges else None,
            endCursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, nodes=nodes, pageInfo=page_info)


@strawberry.type
class SomQuery:
    """The questions about the SOM."""

    @strawberry.field(
        description="Wat de regels van de SOM van een plan zeggen: fase, uitkomst, elk criterium met zijn feiten, het besluit "
        "en of dat opnieuw te bezien is; null als het plan niet bestaat, of niet voor u."
    )
    async def som(
        self,
        info: Info,
        planId: Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")],
    ) -> SomUitslag | None:
        """The SOM of one plan."""
        context, root = info.context, root_of(info)
        view = await context.store.reader.plan(planId, context.access, _wanted(context, root))
        if view is None:
            context.missing(planId, root)
            return None
        return _result(context, root, view, context.answer(view, root))

    @strawberry.field(
        description="De plannen van wie in detentie is, in de volgorde van het wekelijkse overleg: eerst prioriteit HOOG, dan "
        "waarover nooit is besloten, dan de rest; daarbinnen wie het langst binnen is. De volgorde gaat naar de vastgelegde uitkomst."
    )
    async def somOverzicht(
        self,
        info: Info,
        inrichting: Annotated[
            str | None, strawberry.argument(description="Alleen deze inrichting; zonder: al uw plannen.")
        ] = None,
        filter: Annotated[SomFilter | None, strawberry.argument(description="Welke plannen.")] = None,
        first: Annotated[
            int | None, strawberry.argument(description="Hoeveel er op een bladzijde komen, van 1 tot en met 100.")
        ] = 25,
        after: Annotated[str | None, strawberry.argument(description="Cursor waarna de bladzijde begint.")] = None,
    ) -> SomOverzichtConnection:
        """A page of the agenda."""
        context, given = info.context, filter or SomFilter()
        question = AgendaQuestion(
            arguments.line(inrichting, "inrichting"),
            None if given.prioriteit is None else frozenset(given.prioriteit),
            given.besloten,
            given.herbeoordelen,
        )
        try:
            size = arguments.page_size(first)
            wanted = _wanted(context, root_of(info))
            page = await agenda_page(context.store.reader, question, context.access, size, after, wanted)
        except UnknownCursor:
            raise RequestRefused(
                400,
                [
                    Fault(
                        Code.ONBEKENDE_CURSOR,
                        "De cursor hoort niet bij een plan op deze agenda.",
                        "after",
                        "endCursor uit een eerder antwoord",
                    )
                ],
            ) from None
        return SomOverzichtConnection.of(page, info, continued=after is not None)


def _wanted(context: RequestContext, root: str) -> Wanted:
    """What is asked of the plan itself, and the sections that the rules look at."""
    asked = context.wanted(root)
    return asked._replace(fields=reduce(or_, (PLAN.children[name].bit for name in _SECTIONS), asked.fields))


def _result(context: RequestContext, root: str, view: PlanView, plan: Any) -> SomUitslag:
    """What may be told of a plan, accounted for."""
    found = view.conclude(conclusions)
    context.judge(view, found.judgements)
    context.trail.of(root, view).shows_values((view.version, path) for path in found.paths)
    return SomUitslag.of(view, found, plan)
