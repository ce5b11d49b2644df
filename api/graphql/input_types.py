"""The inputs of a plan, derived from its definition: absent, null and a value stay apart."""

from collections.abc import Mapping
from enum import Enum
from types import GenericAlias
from typing import Any, Final, TypeVar

import strawberry
from strawberry.types.arguments import InputContext

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.output_types import description_of
from api.graphql.scalars import scalar_of
from plan_schema.patch import ADD, CHANGE, REMOVE, UNKNOWN_FIELDS, Patch
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf

Made = TypeVar("Made")

_UNKNOWN_DESCRIPTION: Final = "Velden van deze groep waarvan vastligt dat de waarde niet bekend is."


def _input(name: str, description: str, types: Mapping[str, tuple[Any, str]], required: tuple[str, ...] = ()) -> Any:
    namespace: dict[str, Any] = {
        "__annotations__": {field: kind if field in required else kind | None for field, (kind, _) in types.items()},
        "__doc__": description,
        "__module__": __name__,
    }
    for field, (_, text) in types.items():
        namespace[field] = (
            strawberry.field(description=text)
            if field in required
            else strawberry.field(description=text, default=strawberry.UNSET)
        )
    return strawberry.input(type(name, (), namespace), name=name, description=description)


def _leaf(leaf: Leaf) -> Any:
    value = leaf.kind.choices or scalar_of(leaf.kind)
    return GenericAlias(list, value) if leaf.many else value


def _fields(group: Group) -> dict[str, tuple[Any, str]]:
    types: dict[str, tuple[Any, str]] = {}
    for child in group.children.values():
        if isinstance(child, Leaf):
            types[child.name] = (_leaf(child), description_of(child))
        else:
            types[child.name] = (_list(child) if child.repeated else _group(child), f"{child.description}.")
    if any(leaf.kind.choices is None for leaf in group.leaves):
        types[UNKNOWN_FIELDS] = (list[str], _UNKNOWN_DESCRIPTION)
    return types


def _group(group: Group) -> Any:
    return _input(
        f"{group.type_name}Invoer",
        f"{group.description}: de velden die anders moeten; null haalt een waarde weg.",
        _fields(group),
    )


def _list(group: Group) -> Any:
    types = _fields(group)
    added = _input(f"{group.type_name}NieuwInvoer", f"{group.description}: een nieuw onderdeel.", types)
    changed = _input(
        f"{group.type_name}WijzigInvoer",
        f"{group.description}: de velden van een onderdeel die anders moeten.",
        {"id": (strawberry.ID, "Id van het onderdeel.")} | types,
        required=("id",),
    )
    return _input(
        f"{group.type_name}LijstInvoer",
        f"{group.description}: toevoegen, wijzigen en verwijderen per onderdeel.",
        {
            ADD: (GenericAlias(list, added), "Nieuwe onderdelen."),
            CHANGE: (GenericAlias(list, changed), "Bestaande onderdelen die anders moeten."),
            REMOVE: (list[strawberry.ID], "Ids van onderdelen die weg moeten."),
        },
    )


def _plan() -> Any:
    made = _input(
        "PlanInvoer",
        "De delen van een plan die anders moeten; wat niet is genoemd, blijft zoals het is.",
        _fields(PLAN),
    )
    # A patch is what was given, as it was given. To make objects of all that could have been, and a mapping of those again, took a
    # third of the time of a change.
    made.__strawberry_definition__.from_input = _patch
    return made


def _patch(_type: type, given: Mapping[str, Any], _context: InputContext) -> Patch:
    """The patch that an input stands for: what was not given is absent, what was given as null is None."""
    return {name: _plain(value) for name, value in given.items()}


def taken_as_given(input_type: type[Made]) -> type[Made]:
    """Decorates an input type of a change: its fields get what was given, in which a patch is plain already.

    Strawberry would look up the type of each field for each request, which took three per cent of the time of a change.
    """
    definition: Any = input_type
    definition.__strawberry_definition__.from_input = _made
    return input_type


def _made(input_type: type[Made], given: Mapping[str, Any], _context: InputContext) -> Made:
    return input_type(**{name: _plain(value) for name, value in given.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    return value


PlanInvoer: Final = _plan()
"""The GraphQL input of a patch; what a resolver gets of it is the patch."""
