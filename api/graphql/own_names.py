"""Names in a question, as far as they may be repeated in an error: those of the schema, and those of two characters at most.

Others were made up by the client, and may be anything, a number of a person too; errors end up in logs of gateways and clients. Such
a name is told by where it stands.
"""

from functools import cache

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.language import DirectiveNode, Node, VariableDefinitionNode, VariableNode


@cache
def own_names(schema: GraphQLSchema) -> frozenset[str]:
    """Every name in a schema."""
    names = {*schema.type_map}
    for directive in schema.directives:
        names |= {directive.name, *directive.args}
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            names |= {*kind.fields, *(name for field in kind.fields.values() for name in field.args)}
        elif isinstance(kind, GraphQLInputObjectType):
            names |= {*kind.fields}
        elif isinstance(kind, GraphQLEnumType):
            names |= {*kind.values}
    return frozenset(names)


def tellable(name: str, own: frozenset[str]) -> bool:
    """Whether an error may repeat a name, given those of the schema."""
    return len(name) <= 2 or name in own


def told(node: Node | None, schema: GraphQLSchema) -> str:
    """The name of what stands here, when it is one of the schema; else where it stands."""
    given = getattr(node, "name", None) or getattr(getattr(node, "variable", None), "name", None)
    if given is not None and tellable(given.value, own_names(schema)):
        sign = {VariableNode: "$", VariableDefinitionNode: "$", DirectiveNode: "@"}.get(type(node), "")
        return f"{sign}{given.value}"
    where = node.loc.start_token if node is not None and node.loc is not None else None
    return f"op regel {where.line}, positie {where.column}" if where else "op deze plaats"
