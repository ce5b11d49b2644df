"""The output types of a plan, derived from its definition: one type per group, every field nullable, each with its grondslag."""

from collections.abc import Mapping
from types import GenericAlias
from typing import Any, Final

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.scalars import OIN, Datum, Tijdstip, scalar_of
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf
from policies.context import Phase


@strawberry.type(description="Wie velden van een groep vastlegde, en hoe actueel ze zijn.")
class Herkomst:
    """One provenance record, as the view shows it."""

    velden: list[str] = strawberry.field(description="De velden van deze groep waarop dit slaat.")
    organisatie: OIN = strawberry.field(description="OIN van de organisatie die de velden vastlegde.")
    organisatienaam: str = strawberry.field(description="Naam van de organisatie.")
    organisatieSoort: str = strawberry.field(description="Soort organisatie.")
    rol: str = strawberry.field(description="Rol van wie de velden vastlegde.")
    versie: int = strawberry.field(description="Versie van het plan waarin dat gebeurde.")
    bron: str | None = strawberry.field(description="Systeem waaruit de gegevens komen.")
    peildatum: Datum | None = strawberry.field(description="Datum waarop de gegevens golden.")
    geregistreerdOp: Tijdstip = strawberry.field(description="Moment van vastleggen.")


def field_from(name: str, source: object) -> object:
    """The value of a field: by name, from a view's mapping or from an object."""
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name)


def description_of(leaf: Leaf) -> str:
    """A field's description, with the ground it rests on."""
    return f"{leaf.description}. Grondslag: {leaf.item}."


def _leaf_type(leaf: Leaf) -> Any:
    value = leaf.kind.choices or scalar_of(leaf.kind)
    return (GenericAlias(list, value) if leaf.many else value) | None


def _fields(group: Group) -> dict[str, tuple[Any, str]]:
    fields: dict[str, tuple[Any, str]] = {}
    if group.repeated:
        fields["id"] = (strawberry.ID, "Vast id van dit onderdeel.")
    for child in group.children.values():
        if isinstance(child, Leaf):
            fields[child.name] = (_leaf_type(child), description_of(child))
        else:
            inner = _type(child)
            fields[child.name] = (
                (GenericAlias(list, inner) if child.repeated else inner) | None,
                f"{child.description}.",
            )
    if any(leaf.kind.choices is None for leaf in group.leaves):
        fields["onbekend"] = (
            list[str] | None,
            "Velden van deze groep waarvan is vastgelegd dat de waarde niet bekend is.",
        )
    if group.leaves:
        fields["herkomst"] = (list[Herkomst] | None, "Wie welke velden van deze groep vastlegde, en wanneer.")
    return fields


def make_type(name: str, description: str, fields: Mapping[str, tuple[Any, str]]) -> Any:
    """A Strawberry type with these fields, each a type and a description."""
    namespace: dict[str, Any] = {
        "__annotations__": {field: kind for field, (kind, _) in fields.items()},
        "__doc__": description,
        "__module__": __name__,
        **{field: strawberry.field(description=text) for field, (_, text) in fields.items()},
    }
    return strawberry.type(type(name, (), namespace), name=name, description=description)


def _type(group: Group) -> Any:
    return make_type(group.type_name, f"{group.description}.", _fields(group))


def _plan_type() -> Any:
    own: dict[str, tuple[Any, str]] = {
        "id": (strawberry.ID, "Vast id van het plan."),
        "versie": (int, "Nummer van de getoonde versie."),
        "fase": (Phase | None, "Fase waarin het plan is."),
    }
    return make_type("Plan", "Het re-integratieplan van een gedetineerde.", own | _fields(PLAN))


Plan: Final = _plan_type()
"""The GraphQL type of a plan."""
