"""Variables, checked before anything runs: every fault at once, in Dutch, without a value."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLInputType, GraphQLNonNull, GraphQLSchema, OperationDefinitionNode, type_from_ast
from graphql.utilities.validate_input_value import validate_input_value

from api.errors import Code, Fault, RequestRefused
from api.graphql.input_faults import Place, expected, input_faults
from api.graphql.own_names import own_names, tellable


def check_variables(schema: GraphQLSchema, definition: OperationDefinitionNode, given: Mapping[str, Any]) -> None:
    """Refuse variables that do not fit what the operation declares: RequestRefused (400)."""
    faults: list[Fault] = []
    names = own_names(schema)
    for number, declared in enumerate(definition.variable_definitions or ()):
        name = declared.variable.name.value
        # A name that the client made up is not repeated.
        shown = name if tellable(name, names) else f"variables[{number}]"
        kind = type_from_ast(schema, declared.type)
        if name not in given:
            if isinstance(kind, GraphQLNonNull) and declared.default_value is None:
                faults.append(
                    Fault(Code.ONTBREKEND_ARGUMENT, f"De variabele {shown} is verplicht.", shown, expected(kind))
                )
            continue
        faults.extend(_faults(Place(shown, names), kind, given[name]))  # type: ignore[arg-type] # validated: variables have input types
    if faults:
        raise RequestRefused(400, dict.fromkeys(faults))


def _faults(place: Place, kind: GraphQLInputType, value: Any) -> Iterator[Fault]:
    found: dict[tuple[str | int, ...], None] = {}
    validate_input_value(value, kind, lambda _, path: found.setdefault(tuple(path)), hide_suggestions=True)
    for path in found:
        at = _value_at(value, path)
        yield from input_faults(place, kind, path, at.keys() if isinstance(at, Mapping) else None)


def _value_at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
    return value
