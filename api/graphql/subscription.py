"""What can be subscribed to."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Protocol

import strawberry

from api.graphql.change_types import PlanWijziging


class Follower(Protocol):
    """What the resolver has in place of a request: somebody who subscribes."""

    def follow(self, after: str | None, plan_id: str | None) -> AsyncGenerator[Any, None]:
        """What there is to send, without end."""


_After = Annotated[
    str | None,
    strawberry.argument(
        description="Cursor van de laatste wijziging die u verwerkte; 0 voor alles wat er nog is. Zonder: vanaf nu."
    ),
]


@strawberry.type(
    description="Waarop u zich kunt abonneren, over een websocket (graphql-transport-ws) of server-sent events."
)
class Subscription:
    """The root of all subscriptions."""

    @strawberry.subscription(
        description="De wijzigingen in plannen die uw organisatie mag zien: eerst wat u miste, daarna wat er gebeurt. Gaat er iets mis, dan gaat u verder na uw laatste cursor."
    )
    async def wijzigingen(
        self,
        info: strawberry.Info[Follower, None],
        na: _After = None,
        planId: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description="Alleen wijzigingen in dit plan; de nummers hebben dan gaten, want andere worden niet gestuurd."
            ),
        ] = None,
    ) -> AsyncGenerator[PlanWijziging, None]:
        """Each change, already made up for this subscriber and shared with those who asked the same."""
        async for rendered in info.context.follow(na, planId):
            yield rendered
