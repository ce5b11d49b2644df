"""What happened to plans, as the interface shows it: one shape for pages and for streams."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final

import strawberry

from api.graphql.context import RequestContext
from api.graphql.cursors import cursor_of
from api.graphql.output_types import Plan
from api.graphql.scalars import Tijdstip
from api.graphql.shared_types import PageInfo
from api.logbook.trail import PLAN_ITSELF
from api.store.happenings import Seen

_HINT: Final = " Niet elk plan geeft u dit veld: vraag met Prefer: handling=lenient."


@strawberry.enum(description="Wat er met een plan gebeurde.")
class PlanWijzigingSoort(Enum):
    """The kinds of the log, and the one for what this reader may not see."""

    PLAN_TOEGANKELIJK = strawberry.enum_value(
        "PLAN_TOEGANKELIJK", description="Uw organisatie heeft vanaf nu een relatie met dit plan."
    )
    PLAN_GEWIJZIGD = strawberry.enum_value("PLAN_GEWIJZIGD", description="In het plan wijzigde iets wat u mag zien.")
    PLAN_NIET_MEER_TOEGANKELIJK = strawberry.enum_value(
        "PLAN_NIET_MEER_TOEGANKELIJK",
        description="Uw organisatie heeft geen relatie meer met dit plan; dit is het laatste bericht erover.",
    )
    NIET_ZICHTBAAR = strawberry.enum_value(
        "NIET_ZICHTBAAR",
        description="Iets wat anderen in uw organisatie mogen zien en u, met uw rol en doelen van nu, niet; het telt mee, zodat u kunt nagaan dat u niets miste.",
    )


@strawberry.type(description="Eén wijziging in de reeks van uw organisatie.")
class PlanWijziging:
    """One event."""

    volgnummer: int = strawberry.field(
        description="Nummer in de reeks van uw organisatie: elk nummer komt precies één keer voor, zonder gaten."
    )
    cursor: str = strawberry.field(description="Geef die mee als na om hierna verder te gaan.")
    soort: PlanWijzigingSoort = strawberry.field(description="Wat er gebeurde.")
    planId: strawberry.ID | None = strawberry.field(description="Id van het plan; null bij NIET_ZICHTBAAR.")
    versie: int | None = strawberry.field(description="Versie van het plan waarover dit gaat; null bij NIET_ZICHTBAAR.")
    tijdstip: Tijdstip = strawberry.field(description="Moment waarop dit in de reeks kwam.")
    groepen: list[str] = strawberry.field(
        description="De groepen die wijzigden en die u mag zien; werkvoorraad als ook wijzigde wat er voor uw organisatie te doen is."
    )
    plan: Any = strawberry.field(
        description="Het plan zoals het bij aflevering is; null als u het niet mag zien.", graphql_type=Plan | None
    )

    @classmethod
    def of(cls, seen: Seen, plan: dict[str, Any] | None) -> "PlanWijziging":
        """An event, with the plan as its reader sees it."""
        return cls(
            volgnummer=seen.number,
            cursor=cursor_of(seen.number),
            soort=PlanWijzigingSoort[seen.kind.name if seen.kind else "NIET_ZICHTBAAR"],
            planId=None if seen.plan_id is None else strawberry.ID(seen.plan_id),
            versie=seen.version,
            tijdstip=seen.moment,  # type: ignore[arg-type] # the scalar writes the moment out
            groepen=list(seen.groups),
            plan=plan,
        )


@strawberry.type(description="Eén wijziging in een lijst, met haar cursor.")
class PlanWijzigingEdge:
    """Relay edge."""

    node: PlanWijziging = strawberry.field(description="De wijziging.")
    cursor: str = strawberry.field(description="Cursor van deze wijziging.")


@strawberry.type(description="Een bladzijde van de wijzigingen, oudste eerst.")
class PlanWijzigingConnection:
    """Relay connection."""

    edges: list[PlanWijzigingEdge] = strawberry.field(description="De wijzigingen met hun cursors.")
    nodes: list[PlanWijziging] = strawberry.field(description="De wijzigingen zelf.")
    pageInfo: PageInfo = strawberry.field(
        description="Of er meer is; bewaar endCursor om later verder te gaan, of uw eigen cursor als er niets nieuws is."
    )

    @classmethod
    def of(cls, nodes: Sequence[PlanWijziging], *, has_next: bool, continued: bool) -> "PlanWijzigingConnection":
        """A page."""
        edges = [PlanWijzigingEdge(node=node, cursor=node.cursor) for node in nodes]
        info = PageInfo(
            hasNextPage=has_next,
            hasPreviousPage=continued,
            startCursor=edges[0].cursor if edges else None,
            endCursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, nodes=list(nodes), pageInfo=info)


def told(context: RequestContext, root: str, events: Sequence[Seen]) -> list[PlanWijziging]:
    """These events as their reader gets them, with every plan in them accounted for. Strict: refused as a whole for one field."""
    views = {seen.view.id: seen.view for seen in events if seen.view is not None}
    shown = dict(zip(views, context.answer_all(list(views.values()), root, _HINT), strict=True))
    for seen in events:
        if seen.plan_id is not None and seen.version is not None:
            context.trail.of_id(root, seen.plan_id).shows(seen.version, PLAN_ITSELF)
    return [PlanWijziging.of(seen, None if seen.view is None else shown[seen.view.id]) for seen in events]
