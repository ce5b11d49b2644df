"""The questions."""

from typing import Annotated, Any

import strawberry

from api.access.decision import decide, unrelated
from api.access.field_rights import field_rights
from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql.context import Info, root_of
from api.graphql.history_filter import HistorieFilter, history_filter
from api.graphql.output_types import Plan
from api.graphql.plan_list import PlanConnection, PlanFilter, PlanSortering, plan_query
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
from api.store.plans import UnknownCursor
from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from plan_schema.values import schema_path
from policies.context import RELATIONS_OF, Action, Conditions, Phase
from policies.policy import ALL_CONDITIONS

_PlanId = Annotated[strawberry.ID, strawberry.argument(description="Id van het plan.")]
_First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde komen, van 1 tot en met 100.")
]
_After = Annotated[str | None, strawberry.argument(description="Cursor waarna de bladzijde begint.")]


async def _plan(
    info: Info,
    id: _PlanId,
    versie: Annotated[int | None, strawberry.argument(description="Het plan zoals het in deze versie was.")] = None,
    bekendOp: Annotated[
        Tijdstip | None, strawberry.argument(description="Het plan zoals het op dit moment bekend was.")
    ] = None,
) -> Any:
    reader, access = info.context.store.reader, info.context.access
    known_on = arguments.moment(bekendOp, "bekendOp")
    if versie is None and known_on is None:
        view = await reader.plan(id, access)
    else:
        view = await reader.plan_at(id, access, version=versie, known_on=known_on)
    return None if view is None else info.context.answer(view, root_of(info))


@strawberry.type(description="De vragen die u kunt stellen.")
class Query:
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
            page = await info.context.store.reader.plans(query, info.context.access, arguments.page_size(first), after)
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
        reader, access = info.context.store.reader, info.context.access
        only = history_filter(filter, access)
        page = await reader.history(planId, access, arguments.page_size(first), arguments.version_cursor(after), only)
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
        found = await info.context.store.reader.difference(planId, info.context.access, van, tot)
        return None if found is None else [VeldWijziging.of(entry) for entry in found]

    @strawberry.field(description="Wat u met elk veld mag doen: in een bepaald plan of, zonder plan, ten hoogste.")
    async def mijnRechten(
        self,
        info: Info,
        planId: Annotated[strawberry.ID | None, strawberry.argument(description="Id van het plan.")] = None,
    ) -> list[VeldRecht]:
        """The caller's rights, field by field; none in a plan that does not exist for him."""
        access = info.context.access
        if planId is None:
            return [
                VeldRecht.of(right) for right in field_rights(access, PATHS, access.best, Conditions(0), ALL_CONDITIONS)
            ]
        view = await info.context.store.reader.plan(planId, access)
        return [] if view is None else [VeldRecht.of(right) for right in view.field_rights()]

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
        access = info.context.access
        leaf = PATHS.node(schema_path(pad))
        if not isinstance(leaf, Leaf):
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
        if planId is None:
            return Besluit.of(
                decide(access, leaf, actie, RELATIONS_OF[access.caller.organisation.kind], Phase, ALL_CONDITIONS), pad
            )
        view = await info.context.store.reader.plan(planId, access)
        return Besluit.of(unrelated(access, leaf, actie) if view is None else view.decide(leaf, pad, actie), pad)
