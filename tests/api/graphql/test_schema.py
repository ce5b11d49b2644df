"""The schema is part of the product: committed as a snapshot, described in Dutch, named by one grammar.

Renew the snapshot with `UPDATE_SNAPSHOTS=1 pytest tests/api/graphql/test_schema.py`, and read what changes for clients.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    get_named_type,
)

from api.graphql.schema import executable_schema, sdl
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf

SNAPSHOT: Final = Path(__file__).with_name("schema.graphql")
_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_TYPE_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
_ENGLISH: Final = re.compile(r"\b(the|of the|is not|must|this|with|and)\b")
_BUILT_IN: Final = {"String", "Int", "Float", "Boolean", "ID"}


def test_the_schema_is_what_was_published() -> None:
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(sdl(), "utf-8")
    assert sdl() == SNAPSHOT.read_text("utf-8"), "the schema changed: renew the snapshot with UPDATE_SNAPSHOTS=1"


def test_the_published_text_is_the_schema_that_is_executed() -> None:
    assert set(build_schema(sdl()).type_map) == set(executable_schema().type_map)


def _own_types() -> Iterator[Any]:
    for name, kind in executable_schema().type_map.items():
        if not name.startswith("__") and name not in _BUILT_IN:
            yield kind


def _parts() -> Iterator[tuple[str, str, str | None]]:
    """Every field, argument and input field: where it is, its name, its description."""
    for kind in _own_types():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in kind.fields.items():
                yield f"{kind.name}.{name}", name, field.description
                for argument, given in field.args.items():
                    yield f"{kind.name}.{name}({argument})", argument, given.description
        if isinstance(kind, GraphQLInputObjectType):
            for name, input_field in kind.fields.items():
                yield f"{kind.name}.{name}", name, input_field.description


def test_every_type_field_and_argument_is_described_in_dutch() -> None:
    described = [(kind.name, kind.description) for kind in _own_types()]
    described += [(place, description) for place, _, description in _parts()]
    assert len(described) > 1_000
    assert [place for place, text in described if not text or not text.strip().endswith(".")] == []
    assert [place for place, text in described if text and _ENGLISH.search(text)] == []


def test_names_follow_one_grammar() -> None:
    assert [place for place, name, _ in _parts() if not _NAME.fullmatch(name)] == []
    assert [kind.name for kind in _own_types() if not _TYPE_NAME.fullmatch(kind.name)] == []
    enums = [kind for kind in _own_types() if isinstance(kind, GraphQLEnumType)]
    assert enums
    assert [
        f"{kind.name}.{value}" for kind in enums for value in kind.values if not re.fullmatch(r"[A-Z][A-Z0-9_]*", value)
    ] == []


def test_every_field_of_a_plan_may_be_withheld_so_may_be_null() -> None:
    plan = executable_schema().type_map["Plan"]
    for group in (PLAN, *(node for node in PLAN.walk() if isinstance(node, Group))):
        kind = plan if group is PLAN else executable_schema().type_map[group.type_name]
        assert isinstance(kind, GraphQLObjectType)
        for child in group.children.values():
            assert not isinstance(kind.fields[child.name].type, GraphQLNonNull), child.path


def test_output_and_input_mirror_the_definition() -> None:
    types = executable_schema().type_map
    for group in (PLAN, *(node for node in PLAN.walk() if isinstance(node, Group))):
        shown = types["Plan" if group is PLAN else group.type_name]
        names = ["PlanInvoer"] if group is PLAN else [f"{group.type_name}Invoer"]
        if group.repeated:
            names = [f"{group.type_name}{suffix}Invoer" for suffix in ("Nieuw", "Wijzig")]
        for given in (types[name] for name in names):
            assert isinstance(shown, GraphQLObjectType)
            assert isinstance(given, GraphQLInputObjectType)
            assert set(given.fields) - {"id", "onbekend"} == set(group.children)
            assert set(shown.fields) - {"id", "versie", "fase", "herkomst", "onbekend"} == set(group.children)
            for leaf in (child for child in group.children.values() if isinstance(child, Leaf)):
                assert get_named_type(given.fields[leaf.name].type) is get_named_type(shown.fields[leaf.name].type)
