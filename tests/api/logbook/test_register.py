"""The register of processing activities: every root field is in it, and all that the law wants logged."""

import json

from graphql import GraphQLObjectType, get_named_type

from api.graphql.schema import executable_schema
from api.logbook.handeling import Handeling, reading_by
from api.logbook.register import REGISTER, activities
from policies.context import OrganisationKind

# Data is destroyed when its time is up, not by a question; AuthZEN and the commands have no root field.
WITHOUT_ROOT_FIELD = {"vernietiging", "evaluation", "evaluations", "audit", "importeer"}
CHANGES_PLANS = {"RegistreerDetentieResultaat", "WijzigPlanResultaat"}
"""How a mutation ends that makes a version."""
READING = {reading_by(kind) for kind in OrganisationKind}


def _roots(root: GraphQLObjectType | None) -> set[str]:
    assert root is not None
    return set(root.fields)


def test_every_root_field_has_its_activities_and_every_activity_its_root_field() -> None:
    schema = executable_schema()
    queries, mutations = _roots(schema.query_type), _roots(schema.mutation_type)
    assert {name for name, _ in activities()} == queries | mutations | WITHOUT_ROOT_FIELD
    assert schema.mutation_type is not None
    ends = {name: get_named_type(field.type).name for name, field in schema.mutation_type.fields.items()}
    for name in queries | mutations:
        own = {handeling for found, handeling in activities() if found == name}
        assert own >= READING
        assert bool(own - READING) is (ends.get(name) in CHANGES_PLANS)


def test_the_six_operations_of_the_law_are_there() -> None:
    assert {handeling for _, handeling in activities()} == set(Handeling)
    assert len(Handeling) == 6


def test_an_activity_says_what_the_register_must_say() -> None:
    entries = json.loads(REGISTER.read_bytes())["verwerkingsactiviteiten"]
    assert len({entry["id"] for entry in entries}) == len(entries) == len(activities())
    for entry in entries:
        assert all(entry[name] for name in ("naam", "doel", "grondslag", "betrokkenen", "ontvangers"))
        assert entry["id"].startswith("urn:nld:")
