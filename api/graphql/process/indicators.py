"""The question for indicators: counts over many plans, for who may read counts; no plan is in its answer."""

from typing import Annotated

import strawberry

from api.graphql.context import Info, root_of
from api.graphql.process.indicator_types import Indicatoren
from api.graphql.scalars import Datum
from api.indicators.selection import selection
from plan_schema.process.indicators.dimensions import Dimension


@strawberry.type
class IndicatorQuery:
    """The part of the root that counts."""

    @strawberry.field(
        description="Indicatoren over veel plannen, als reeks per periode: voor de inspectie over alle inrichtingen, voor het hoofd "
        "D&R over de eigen inrichting. Groepen onder de drempel gaan samen en aantallen zijn afgerond, zodat niemand te herleiden is."
    )
    async def indicatoren(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="Welke indicatoren, zoals I01 of IND-04; zonder: alle."),
        ] = None,
        dimensies: Annotated[
            list[Dimension] | None, strawberry.argument(description="Waarnaar wordt uitgesplitst, elk apart.")
        ] = None,
        van: Annotated[
            Datum | None,
            strawberry.argument(description="Eerste dag; alleen hele perioden tellen. Zonder: twee jaar terug."),
        ] = None,
        tot: Annotated[
            Datum | None, strawberry.argument(description="Laatste dag; alleen perioden die voorbij zijn tellen.")
        ] = None,
    ) -> Indicatoren:
        """What may be published."""
        context, indicators = info.context, info.context.store.indicators
        assert indicators is not None  # noqa: S101 - the application has them
        # Of nobody: no plan stands in the answer, and none was looked at for this caller.
        context.trail.nothing(root_of(info))
        indicators.reach(context.access)
        asked = selection(ids, dimensies or (), van, tot, indicators.today)
        return Indicatoren.of(await indicators.publication(context.access, asked), indicators.names)
