"""`python -m tests.bench.peers.textbook`: the same query as the manuals have it: Strawberry resolvers, Casbin's `enforce` per field."""

import os
from datetime import date, datetime
from typing import Any

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.permission import BasePermission
from strawberry.scalars import JSON
from strawberry.tools import create_type
from strawberry.types import Info

from api.settings import load_settings
from api.store.connecting import connect
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import Policy
from tests.bench.peers.shape import type_name

WHO = (
    OrganisationKind.DJI,
    Role.CASEMANAGER,
    Relation.EIGEN_PI,
    Purpose.PLAN_UITVOEREN,
    Phase.DETENTIE,
    Conditions(0),
    Action.LEZEN,
)
JUDGE = Policy.load(PLAN, date.today()).judge  # noqa: DTZ011 - the rows that apply now


def _allowed(path: str) -> type[BasePermission]:
    class Allowed(BasePermission):
        message = "Niet toegestaan."

        def has_permission(self, source: Any, info: Info, **_: Any) -> bool:
            return JUDGE.decides(*WHO, path) is not None

    return Allowed


def _field(child: Leaf | Group) -> Any:
    def resolve(root: Any) -> Any:
        value = root.get(child.name)
        return value.isoformat() if isinstance(value, datetime) else value

    resolve.__name__ = child.name

    if isinstance(child, Leaf):
        resolve.__annotations__["return"] = JSON | None
        return strawberry.field(resolver=resolve, name=child.name, permission_classes=[_allowed(child.path)])
    made = _type(child)
    resolve.__annotations__["return"] = list[made] | None if child.repeated else made | None  # type: ignore[valid-type]
    return strawberry.field(resolver=resolve, name=child.name)


def _own(name: str, key: str, of: Any) -> Any:
    def resolve(root: Any) -> Any:
        return root[key]

    resolve.__name__ = name

    resolve.__annotations__["return"] = of
    return strawberry.field(resolver=resolve, name=name)


def _type(group: Group) -> Any:
    fields = [_field(child) for child in group.children.values()]
    if not group.path:
        fields += [_own("id", "_id", strawberry.ID), _own("versie", "versie", int)]
    return create_type(type_name(group), fields)


def textbook(uri: str, name: str, library: Any) -> Starlette:
    """The application."""
    plans = connect(library, uri, 10_000, ()).database(name)["plannen"]
    plan_type = _type(PLAN)

    async def plan(id: strawberry.ID) -> Any:  # noqa: A002 - the name in the interface
        return await plans.find_one({"_id": id})

    plan.__annotations__["return"] = plan_type | None
    query = create_type("Query", [strawberry.field(resolver=plan, name="plan")])
    return Starlette(routes=[Route("/v1/graphql", GraphQL(strawberry.Schema(query)), methods=["POST"])])


if __name__ == "__main__":
    settings = load_settings()
    app = textbook(settings.mongodb_uri or "", os.environ["FLOOR_DATABASE"], settings.mongo_driver)
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False)
