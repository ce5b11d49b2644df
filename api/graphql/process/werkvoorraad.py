"""The work list: whose turn it is, by when, and on what ground."""

from typing import Annotated, Any

import strawberry

from api.errors import Code, Fault, RequestRefused
from api.graphql import arguments
from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.context import Info, RequestContext, root_of
from api.graphql.output_types import Plan
from api.graphql.scalars import OIN, Datum, Gemeentecode
from api.graphql.shared_types import PageInfo
from api.store.work import keys_of
from api.store.worklist import Side, UnknownPlace, WorkFilter, WorkItem, WorkPage
from plan_schema.process.step import StepKind
from plan_schema.process.step_texts import STEP_TEXTS
from policies.context import OrganisationKind, Role


@strawberry.input(description="Welke stappen; elk genoemd criterium moet gelden.")
class WerkvoorraadFilter:
    """Filter."""

    van: Side = strawberry.field(description="Van wie: ZELF, of in uw plannen ANDEREN of ALLEN.", default=Side.ZELF)
    soort: list[StepKind] | None = strawberry.field(description="Stappen van een van deze soorten.", default=None)
    planId: strawberry.ID | None = strawberry.field(description="Stappen van dit plan.", default=None)
    teLaat: bool | None = strawberry.field(
        description="Alleen stappen waarvan de termijn voorbij is, of juist niet.", default=None
    )
    uiterlijk: Datum | None = strawberry.field(
        description="Alleen stappen met een termijn tot en met deze dag.", default=None
    )
    ookLater: bool = strawberry.field(
        description="Ook stappen die pas op een latere dag genomen kunnen worden.", default=False
    )


@strawberry.type(description="Een open stap in een plan: wie aan de beurt is, en tot wanneer.")
class Werkstap:
    """One open step."""

    soort: StepKind = strawberry.field(description="Soort stap.")
    omschrijving: str = strawberry.field(description="Wat er gedaan moet worden.")
    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    versie: int = strawberry.field(description="Versie van het plan waaruit dit volgt.")
    partij: OrganisationKind = strawberry.field(description="Soort organisatie die aan de beurt is.")
    rol: Role | None = strawberry.field(description="Rol die aan de beurt is; null: wie dan ook.")
    organisatie: OIN | None = strawberry.field(
        description="OIN van de organisatie die aan de beurt is, als het plan die noemt."
    )
    gemeente: Gemeentecode | None = strawberry.field(
        description="Gemeente die aan de beurt is, als het plan alleen haar code noemt."
    )
    vanaf: Datum | None = strawberry.field(description="Eerste dag waarop de stap genomen kan worden.")
    uiterlijk: Datum | None = strawberry.field(
        description="Laatste dag van de termijn; een termijn waarschuwt en blokkeert nooit."
    )
    teLaat: bool = strawberry.field(description="Of de termijn voorbij is.")
    pad: str | None = strawberry.field(description="Veld of onderdeel van het plan waarover het gaat.")
    berustOp: list[str] = strawberry.field(description="De velden waaruit dit volgt; u mag ze alle lezen.")
    bron: str = strawberry.field(description="Waar dit in rapport, wet of afspraak staat.")
    plan: Any = strawberry.field(description="Het plan.", graphql_type=Plan)

    @classmethod
    def of(cls, item: WorkItem, context: RequestContext, plan: Any) -> "Werkstap":
        """A step as the interface shows it."""
        step, actor = item.step, item.step.actor
        return cls(
            soort=step.kind,
            omschrijving=STEP_TEXTS[step.kind],
            planId=strawberry.ID(item.view.id),
            versie=item.view.version,
            partij=OrganisationKind(actor.kind),
            rol=None if actor.role is None else Role(actor.role),
            organisatie=None if actor.oin is None else OIN(actor.oin),
            gemeente=None if actor.gemeente is None else Gemeentecode(actor.gemeente),
            vanaf=None if step.since is None else Datum(step.since.isoformat()),
            uiterlijk=None if step.due is None else Datum(step.due.isoformat()),
            teLaat=step.late(context.access.today),
            pad=step.about,
            berustOp=sorted(step.rests_on),
            bron=step.source,
            plan=plan,
        )


@strawberry.type(description="Eén stap in een lijst, met haar cursor.")
class WerkstapEdge:
    """Relay edge."""

    node: Werkstap = strawberry.field(description="De stap.")
    cursor: str = strawberry.field(description="Cursor van deze stap.")


@strawberry.type(description="Een bladzijde van een werkvoorraad; wat het eerst af moet, staat voorop.")
class WerkvoorraadConnection:
    """Relay connection."""

    edges: list[WerkstapEdge] = strawberry.field(description="De stappen met hun cursors.")
    nodes: list[Werkstap] = strawberry.field(description="De stappen zelf.")
    pageInfo: PageInfo = strawberry.field(description="Of er meer is.")

    @classmethod
    def of(cls, page: WorkPage, info: Info, *, continued: bool) -> "WerkvoorraadConnection":
        """A page, with every field that a step rests on accounted for."""
        context, root = info.context, root_of(info)
        views = {item.view.id: item.view for item in page.items}
        shown = dict(zip(views, context.answer_all(list(views.values()), root), strict=True))
        for item in page.items:
            view = item.view
            context.shows_values(view, root, ((view.version, path) for path in sorted(item.step.rests_on)))
        nodes = [Werkstap.of(item, context, shown[item.view.id]) for item in page.items]
        edges = [WerkstapEdge(node=node, cursor=item.cursor) for node, item in zip(nodes, page.items, strict=True)]
        page_info = PageInfo(
            hasNextPage=page.has_next,
            hasPreviousPage=continued,
            startCursor=edges[0].cursor if edges else None,
            endCursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, nodes=nodes, pageInfo=page_info)


@strawberry.type
class WerkvoorraadQuery:
    """The questions about work."""

    @strawberry.field(
        description="De open stappen in de plannen van uw organisatie, wat het eerst af moet voorop: wie is aan de beurt, tot wanneer en waarom. "
        "U ziet een stap alleen als u alles mag lezen waarop zij berust."
    )
    async def werkvoorraad(
        self,
        info: Info,
        organisatie: Annotated[
            OIN | None,
            strawberry.argument(description="Wat in uw plannen op deze organisatie wacht; zonder: op de uwe."),
        ] = None,
        rol: Annotated[
            Role | None, strawberry.argument(description="Alleen wat op deze rol wacht, of op wie dan ook.")
        ] = None,
        filter: Annotated[WerkvoorraadFilter | None, strawberry.argument(description="Welke stappen.")] = None,
        first: Annotated[
            int | None, strawberry.argument(description="Hoeveel er op een bladzijde komen, van 1 tot en met 100.")
        ] = 25,
        after: Annotated[str | None, strawberry.argument(description="Cursor waarna de bladzijde begint.")] = None,
    ) -> WerkvoorraadConnection:
        """A page of work."""
        context = info.context
        size = arguments.page_size(first)
        wanted = _filter(context, organisatie, rol, filter or WerkvoorraadFilter())
        try:
            page = await context.store.worklist.page(context.access, wanted, size, after)
        except UnknownPlace:
            expected = "endCursor uit een eerder antwoord"
            fault = Fault(Code.ONBEKENDE_CURSOR, "De cursor hoort niet bij een werkvoorraad.", "after", expected)
            raise RequestRefused(400, [fault]) from None
        return WerkvoorraadConnection.of(page, info, continued=after is not None)


def _filter(
    context: RequestContext, organisation: OIN | None, role: Role | None, given: WerkvoorraadFilter
) -> WorkFilter:
    caller = context.access.caller
    if not keys_of(caller.organisation) or not context.access.best.best_read:
        fault = Fault(
            Code.UNAUTHORIZED_PARAMETER,
            "Alleen wie namens een inrichting, reclassering of gemeente aan plannen werkt, heeft een werkvoorraad.",
            "werkvoorraad",
        )
        raise RequestRefused(403, [fault])
    other = None
    if organisation is not None and organisation != caller.organisation.oin:
        other = context.store.worklist.organisation(organisation)
        if other is None:
            expected = "het OIN van een aangesloten organisatie"
            fault = Fault(Code.ONGELDIGE_WAARDE, "Deze organisatie is niet aangesloten.", "organisatie", expected)
            raise RequestRefused(400, [fault])
    return WorkFilter(
        side=given.van,
        organisation=other,
        role=None if role is None else role.value,
        kinds=frozenset(kind.value for kind in given.soort or ()),
        plan_id=given.planId,
        late=given.teLaat,
        due_until=arguments.day(given.uiterlijk, "filter.uiterlijk"),
        later=given.ookLater,
    )
