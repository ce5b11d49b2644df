"""The schema: roots, derived types and scalars together."""

from functools import cache

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api.graphql.mutation import Mutation
from api.graphql.output_types import field_from
from api.graphql.query import Query
from api.graphql.scalars import SCALARS
from api.graphql.subscription import Subscription


def _default_resolver(source: object, name: str) -> object:
    return field_from(name, source)


@cache
def build_schema() -> strawberry.Schema:
    """The Strawberry schema."""
    config = StrawberryConfig(
        auto_camel_case=False,
        default_resolver=_default_resolver,
        disable_field_suggestions=True,
        scalar_map=dict(SCALARS),
    )
    return strawberry.Schema(query=Query, mutation=Mutation, subscription=Subscription, config=config)


@cache
def executable_schema() -> GraphQLSchema:
    """The schema as graphql-core validates and executes it."""
    return build_schema()._schema


def sdl() -> str:
    """The schema in the schema definition language."""
    return build_schema().as_str() + "\n"
