"""The list of plans: what can be asked, and which rights that asks for."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, Final

import strawberry

from api.access.access import Access
from api.access.refusal import explain
from api.errors import Code, Fault
from api.graphql import arguments
from api.graphql.context import Info, root_of
from api.graphql.enums import Direction
from api.graphql.output_types import Plan
from api.graphql.scalars import BSN, SKN, Gemeentecode
from api.graphql.shared_types import PageInfo, PlanEdge
from api.store.listing import Ordering, PlanQuery, SortKey
from api.store.plans import Page
from plan_schema.plan import PATHS, PlanStatus
from policies.context import Action, Phase, Relation


@strawberry.input(description="Welke plannen; elk genoemd criterium moet gelden.")
class PlanFilter:
    """Filter."""

    status: list[PlanStatus] | None = strawberry.field(description="Plannen met een van deze statussen.", default=None)
    fase: Phase | None = strawberry.field(description="Plannen in deze fase.", default=None)
    gemeente: Gemeentecode | None = strawberry.field(
        description="Plannen met deze gemeente van herkomst of vestiging.", default=None
    )
    inrichting: str | None = strawberry.field(description="Plannen van wie in deze inrichting verblijft.", default=None)
    burgerservicenummer: BSN | None = strawberry.field(description="Het plan van de persoon met dit BSN.", default=None)
    sknNummer: SKN | None = strawberry.field(description="Het plan van de persoon met dit SKN.", default=None)
    relatie: list[Relation] | None = strawberry.field(
        description="Plannen waarmee uw organisatie een van deze relaties heeft.", default=None
    )


@strawberry.input(description="Waarop de lijst wordt gesorteerd.")
class PlanSortering:
    """Ordering."""

    veld: SortKey = strawberry.field(description="Veld waarop wordt gesorteerd.")
    richting: Direction = strawberry.field(description="Oplopend of aflopend.", default=Direction.OPLOPEND)


FILTER_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("status",),
    "fase": ("status",),
    "gemeente": ("terugkeer.herkomstgemeente", "terugkeer.vestigingsgemeente"),
    "inrichting": ("detentie.inrichting",),
    "burgerservicenummer": ("betrokkene.burgerservicenummer",),
    "sknNummer": ("betrokkene.sknNummer",),
    "relatie": (),
}
"""The fields that a criterion looks at: searching on a field is processing it, so it takes the right to read it."""


def criteria_of(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters of a list that look at fields, each with the path of a field."""
    criteria = [
        (f"filter.{name}", path)
        for name, value in (given.get("filter") or {}).items()
        if value is not None
        for path in FILTER_PATHS[name]
    ]
    keys = [
        SortKey(entry["veld"]) if not isinstance(entry["veld"], SortKey) else entry["veld"]
        for entry in given.get("sorteer") or ()
    ]
    return [*criteria, *((f"sorteer.{key.name}", key.value) for key in keys)]


def refused_parameters(access: Access, given: Mapping[str, Any]) -> Iterator[Fault]:
    """What the arguments of a list ask for that this caller may not; decided without a look at any plan."""
    for parameter, path in criteria_of(given):
        if not PATHS.bit(path) & access.best.best_read:
            node = PATHS.node(path)
            assert node is not None  # noqa: S101 - bit() would have raised
            refusal = explain(access, node, Action.LEZEN)
            yield Fault(
                Code.UNAUTHORIZED_PARAMETER,
                f"U bent niet geautoriseerd voor het gebruik van de parameter {parameter}.",
                parameter,
                extra=(("reden", refusal.reason), ("grondslag", refusal.grounds), ("wieWel", refusal.who_may)),
            )


def plan_query(given: PlanFilter | None, order: list[PlanSortering] | None) -> PlanQuery:
    """The query that filter and ordering stand for; RequestRefused for a value that cannot be."""
    where = given or PlanFilter()
    return PlanQuery(
        statuses=frozenset(status.value for status in where.status or ()),
        phase=where.fase,
        gemeente=arguments.gemeentecode(where.gemeente, "filter.gemeente"),
        inrichting=arguments.line(where.inrichting, "filter.inrichting"),
        bsn=arguments.bsn(where.burgerservicenummer, "filter.burgerservicenummer"),
        skn=arguments.skn(where.sknNummer, "filter.sknNummer"),
        relations=frozenset(where.relatie or ()),
        # One direction per field: MongoDB would take the last one too, but the cursor would not know.
        order=tuple(
            {
                entry.veld: Ordering(entry.veld, descending=entry.richting is Direction.AFLOPEND)
                for entry in order or ()
            }.values()
        ),
        fields=_looked_at(where, order or ()),
    )


def _looked_at(where: PlanFilter, order: Iterable[PlanSortering]) -> int:
    """The fields that filter and ordering look at, as bits."""
    paths = {path for name, found in FILTER_PATHS.items() if getattr(where, name) is not None for path in found}
    return reduce(or_, (PATHS.bit(path) for path in paths | {entry.veld.value for entry in order}), 0)


@strawberry.type(description="Een bladzijde van een lijst plannen.")
class PlanConnection:
    """Relay connection; `totaal` is counted only when it is asked."""

    edges: list[PlanEdge] = strawberry.field(description="De plannen met hun cursors.")
    nodes: list[Any] = strawberry.field(description="De plannen zelf.", graphql_type=list[Plan])
    pageInfo: PageInfo = strawberry.field(description="Of er meer is.")
    query: strawberry.Private[PlanQuery]

    @strawberry.field(description="Hoeveel plannen aan de vraag voldoen; alleen geteld als u erom vraagt.")
    async def totaal(self, info: Info) -> int:
        """Count on request."""
        return await info.context.store.reader.count(self.query, info.context.access)

    @classmethod
    def of(cls, page: Page, query: PlanQuery, info: Info, *, continued: bool) -> "PlanConnection":
        """A page as its reader may see it."""
        nodes = info.context.answer_all(page.views, root_of(info))
        edges = [PlanEdge(node=node, cursor=view.id) for node, view in zip(nodes, page.views, strict=True)]
        info_ = PageInfo(
            hasNextPage=page.has_next,
            hasPreviousPage=continued,
            startCursor=edges[0].cursor if edges else None,
            endCursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, nodes=nodes, pageInfo=info_, query=query)
