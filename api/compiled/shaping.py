"""From a selection on `Plan` to the shape of what it asks."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLObjectType, GraphQLScalarType, get_named_type
from graphql.execution.collect_fields import CollectedFields, FieldDetailsList

from api.view.shape import Constant, Detail, Entry, Field, Form, House, Inner, Provenance, Shape
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf

Collect: TypeAlias = Callable[[GraphQLObjectType, FieldDetailsList], CollectedFields]
"""Gives the fields of a selection in the order of the answer, directives applied: graphql-core's own."""

MOST_ENTRIES: Final = 5_000
"""In one shape; a larger one, which fragments within fragments can be, is not worth its function."""

_TEXT: Final = frozenset({"String", "ID", "Date", "BSN", "SKN", "OIN", "Gemeentecode"})
"""Scalars that write text as it is."""


class TooLarge(Exception):
    """The selection is larger than a shape may be."""


class Shaper:
    """Makes the shape of one selection."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect
        self._entries = 0

    def shape(self, kind: GraphQLObjectType, nodes: FieldDetailsList, group: Group = PLAN) -> Shape:
        """The shape of a selection on the type of a group; TooLarge."""
        return Shape(
            group,
            tuple(
                self._entry(kind, group, key, found)
                for key, found in self._collect(kind, nodes).grouped_field_set.items()
            ),
        )

    def _entry(self, kind: GraphQLObjectType, group: Group, key: str, nodes: FieldDetailsList) -> Entry:
        self._count()
        name = nodes[0].node.name.value
        if name == "__typename":
            return Constant(key, kind.name)
        answer = kind.fields[name].type
        child = group.children.get(name)
        if isinstance(child, Leaf):
            return Field(key, child, form_of(answer))
        if child is not None:
            return Inner(key, self.shape(_object(answer), nodes, child))
        if name == "herkomst":
            return Provenance(key, self._details(_object(answer), nodes))
        return House(key, name, form_of(answer))

    def _details(self, kind: GraphQLObjectType, nodes: FieldDetailsList) -> tuple[Detail | Constant, ...]:
        return tuple(
            self._detail(kind, key, found[0].node.name.value)
            for key, found in self._collect(kind, nodes).grouped_field_set.items()
        )

    def _detail(self, kind: GraphQLObjectType, key: str, name: str) -> Detail | Constant:
        self._count()
        if name == "__typename":
            return Constant(key, kind.name)
        answer = kind.fields[name].type
        return Detail(key, name, form_of(answer), isinstance(answer, GraphQLNonNull))

    def _count(self) -> None:
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise TooLarge


def _object(answer: Any) -> GraphQLObjectType:
    named = get_named_type(answer)
    assert isinstance(named, GraphQLObjectType)  # noqa: S101 - groups and herkomst have types of their own
    return named


@cache
def _form(named: GraphQLScalarType | GraphQLEnumType) -> Form:
    if isinstance(named, GraphQLEnumType):
        own = (name for name, entry in named.values.items() if entry.value == name)
        return Form(named.coerce_output_value, among=frozenset(own))
    return Form(named.coerce_output_value, as_text=named.name in _TEXT)


def form_of(answer: Any) -> Form:
    """How values of a type of the interface are written."""
    named = get_named_type(answer)
    assert isinstance(named, GraphQLScalarType | GraphQLEnumType)  # noqa: S101 - fields hold values
    return _form(named)
