"""The plan as JSON Schema: published for integrators, and as the `$jsonSchema` validator that MongoDB enforces."""

from collections.abc import Mapping
from typing import Any, Final

from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import oldest_to_serve
from plan_schema.tree import Group, Leaf
from plan_schema.values import PROVENANCE

SCHEMA_VERSION: Final = 1 + len(MIGRATIONS)
"""The version of the plan definition: goes up with a migration whenever what is stored changes shape."""

OLDEST_TO_SERVE: Final = oldest_to_serve(MIGRATIONS)
"""The lowest schema version that a stored plan may have while the API serves."""

OWN_FIELDS: Final[Mapping[str, Any]] = {
    "versie": {"bsonType": ["int", "long"], "minimum": 1},
    # The bounds make the server itself refuse what an earlier release would still write, and tell it which release is in force.
    "schemaVersie": {"bsonType": ["int", "long"], "minimum": OLDEST_TO_SERVE, "maximum": SCHEMA_VERSION},
    "gewijzigdOp": {"bsonType": "date"},
    "versieHash": {"bsonType": "string"},
}
"""What the store itself keeps with every plan, beside the fields of the plan."""

_UNKNOWN_BSON: Final = {
    "bsonType": "object",
    "required": ["onbekend"],
    "additionalProperties": False,
    "properties": {"onbekend": {"enum": [True]}},
}
_PROVENANCE_FIELDS: Final[Mapping[str, Any]] = {
    "velden": {"bsonType": "array", "minItems": 1, "items": {"bsonType": "string"}},
    "organisatie": {"bsonType": "string"},
    "organisatienaam": {"bsonType": "string"},
    "organisatieSoort": {"bsonType": "string"},
    "rol": {"bsonType": "string"},
    "versie": {"bsonType": ["int", "long"], "minimum": 1},
    "bron": {"bsonType": ["string", "null"]},
    "peildatum": {"bsonType": ["string", "null"]},
    "geregistreerdOp": {"bsonType": "date"},
}
_PROVENANCE_BSON: Final = {
    "bsonType": "array",
    "items": {
        "bsonType": "object",
        "required": list(_PROVENANCE_FIELDS),
        "additionalProperties": False,
        "properties": _PROVENANCE_FIELDS,
    },
}


def mongo_validator(plan: Group) -> dict[str, Any]:
    """The validator of the collection of plans: nothing that is not defined can be stored."""
    schema = _bson_group(plan)
    schema["properties"] |= {"_id": {"bsonType": "string"}, **OWN_FIELDS, PROVENANCE: _bson_provenance(plan)}
    schema["required"] = ["_id", *OWN_FIELDS]
    return {"$jsonSchema": schema}


def _bson_group(group: Group) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for child in group.children.values():
        if isinstance(child, Leaf):
            properties[child.name] = _bson_leaf(child)
        elif child.repeated:
            properties[child.name] = {"bsonType": "array", "items": _bson_group(child)}
        else:
            properties[child.name] = _bson_group(child)
    schema: dict[str, Any] = {"bsonType": "object", "additionalProperties": False, "properties": properties}
    if group.repeated:
        properties["id"] = {"bsonType": "string"}
        schema["required"] = ["id"]
    return schema


def _bson_provenance(group: Group) -> dict[str, Any]:
    """Who wrote what of a group and of what is in it, which is stored apart (`plan_schema.stored_form`)."""
    properties: dict[str, Any] = {PROVENANCE: _PROVENANCE_BSON}
    for child in group.groups:
        inner = _bson_provenance(child)
        properties[child.name] = {"bsonType": "array", "minItems": 1, "items": inner} if child.repeated else inner
    schema: dict[str, Any] = {"bsonType": "object", "additionalProperties": False, "properties": properties}
    if group.repeated:
        properties["id"] = {"bsonType": "string"}
        schema["required"] = ["id"]
    return schema


def _bson_leaf(leaf: Leaf) -> Mapping[str, Any]:
    value = leaf.kind.bson
    if leaf.many:
        value = {"bsonType": "array", "minItems": 1, "uniqueItems": True, "items": value}
    return value if leaf.kind.choices else {"anyOf": [value, _UNKNOWN_BSON]}


def plan_schema(plan: Group, base_url: str) -> dict[str, Any]:
    """The published JSON Schema (2020-12) of a plan as the GraphQL interface shows it: every field nullable."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url}/v1/plan.schema.json",
        "title": "Re-integratieplan",
        "x-sectievolgorde": list(plan.children),
    } | _json_group(plan)


def _json_group(group: Group) -> dict[str, Any]:
    properties: dict[str, Any] = (
        {"id": {"type": "string", "format": "uuid"}} if group.repeated or not group.path else {}
    )
    if any(leaf.kind.choices is None for leaf in group.leaves):
        properties["onbekend"] = {
            "type": "array",
            "items": {"enum": [leaf.name for leaf in group.leaves if leaf.kind.choices is None]},
            "description": "De velden van deze groep waarvan is vastgelegd dat de waarde niet bekend is.",
        }
    for child in group.children.values():
        if isinstance(child, Leaf):
            properties[child.name] = _json_leaf(child)
        elif child.repeated:
            properties[child.name] = {
                "type": ["array", "null"],
                "description": child.description,
                "items": _json_group(child),
            }
        else:
            properties[child.name] = {"anyOf": [_json_group(child), {"type": "null"}], "description": child.description}
    return {"type": "object", "properties": properties}


def _json_leaf(leaf: Leaf) -> dict[str, Any]:
    value: Mapping[str, Any] = {"type": "array", "items": leaf.kind.json} if leaf.many else leaf.kind.json
    return {
        "anyOf": [value, {"type": "null"}],
        "description": leaf.description,
        "x-grondslag": leaf.item,
        "x-bron": leaf.source,
    }
