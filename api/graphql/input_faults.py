"""What is wrong with a value given as a variable or literal, in Dutch: where it stands and what was expected, never the value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_nullable_type,
    is_required_input_field,
)
from graphql.language import ListValueNode, ObjectValueNode, ValueNode

from api.errors import Code, Fault
from api.graphql.own_names import tellable

_PLAIN = {
    "String": "tekst",
    "Int": "een geheel getal",
    "Boolean": "true of false",
    "ID": "een id",
    "Float": "een getal",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: in an argument or variable, by a name that may be repeated; `names`: all that may."""

    root: str
    names: frozenset[str]


def input_faults(
    place: Place, kind: GraphQLInputType, path: Sequence[str | int], keys: Iterable[str] | None
) -> Iterator[Fault]:
    """What is wrong at a path within a value: `keys` are the fields given there when it is an object."""
    at = _type_at(kind, path)
    where = pad(place.root, path)
    inner = get_nullable_type(at)
    if isinstance(inner, GraphQLInputObjectType) and keys is not None:
        given = list(keys)
        for number, name in enumerate(given, 1):
            if name not in inner.fields:
                own = tellable(name, place.names)
                yield Fault(
                    Code.ONBEKEND_VELD,
                    f"Het {f'veld {name}' if own else f'{number}e veld'} bestaat niet in {inner.name}.",
                    f"{where}.{name}" if own else where,
                    f"een veld van {inner.name}",
                )
        for name, field in inner.fields.items():
            if is_required_input_field(field) and name not in given:
                yield Fault(
                    Code.ONTBREKEND_ARGUMENT,
                    f"Het veld {name} is verplicht in {inner.name}.",
                    f"{where}.{name}",
                    expected(field.type),
                )
        return
    yield Fault(Code.ONGELDIGE_WAARDE, f"Ongeldige waarde voor {where}: verwacht {expected(at)}.", where, expected(at))


def expected(kind: GraphQLInputType) -> str:
    """What a value of this type looks like."""
    if isinstance(kind, GraphQLNonNull):
        return f"{expected(kind.of_type)} (niet null)"
    if isinstance(kind, GraphQLList):
        return f"een lijst met {expected(kind.of_type)}"
    if isinstance(kind, GraphQLEnumType):
        return f"een van {', '.join(kind.values)}"
    if isinstance(kind, GraphQLInputObjectType):
        return f"een object {kind.name}"
    if kind.name in _PLAIN:
        return _PLAIN[kind.name]
    return (kind.description or kind.name).rpartition("Verwacht: ")[2].rstrip(".")


def pad(root: str, path: Sequence[str | int]) -> str:
    """A path as text: `input.wijziging.contacten.toevoegen[0].rol`."""
    text = root
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text


def keys_in_literal(node: ValueNode, path: Sequence[str | int]) -> list[str] | None:
    """The fields of the object at a path within a literal; None when there stands no object."""
    for part in path:
        if isinstance(node, ListValueNode) and isinstance(part, int):
            node = node.values[part]
        elif isinstance(node, ObjectValueNode):
            node = next(field.value for field in node.fields if field.name.value == part)
    return [field.name.value for field in node.fields] if isinstance(node, ObjectValueNode) else None


def _type_at(kind: GraphQLInputType, path: Sequence[str | int]) -> GraphQLInputType:
    at = kind
    for part in path:
        inner = get_nullable_type(at)
        if isinstance(inner, GraphQLList) and isinstance(part, int):
            at = inner.of_type
        elif isinstance(inner, GraphQLInputObjectType) and part in inner.fields:
            at = inner.fields[str(part)].type
    return at
