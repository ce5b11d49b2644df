"""The two schemas: the published one against a JSON Schema validator, the stored one against a real MongoDB."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import WriteError

from plan_schema.changes import apply
from plan_schema.json_schema import mongo_validator, plan_schema
from plan_schema.patch import resolve
from plan_schema.plan import PATHS, PLAN
from plan_schema.stored_form import apart
from plan_schema.tree import Group, Leaf
from plan_schema.values import PROVENANCE, UNKNOWN
from tests.strategies import Document, as_read, documents, examples, full_document, ids, patches, provenance

Plans: TypeAlias = Collection[Mapping[str, Any]]
REFUSED_BY_VALIDATOR = 121
SCHEMA = plan_schema(PLAN, "https://plan.example")


# The published schema -------------------------------------------------------------------------------------------------


def test_the_published_schema_is_json_schema_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert SCHEMA["$id"] == "https://plan.example/v1/plan.schema.json"
    assert SCHEMA["x-sectievolgorde"] == list(PLAN.children)


def test_every_field_is_published_with_description_ground_and_source() -> None:
    published = {
        path: (schema["description"], schema["x-grondslag"], schema["x-bron"])
        for path, schema in _published(SCHEMA, "")
    }
    assert published == {leaf.path: (leaf.description, leaf.item, leaf.source) for leaf in PATHS.leaves}


def _published(schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, entry in schema["properties"].items():
        if "x-grondslag" in entry:
            yield f"{prefix}{name}", entry
        elif "anyOf" in entry:
            yield from _published(entry["anyOf"][0], f"{prefix}{name}.")
        elif "properties" in entry.get("items", {}):
            yield from _published(entry["items"], f"{prefix}{name}[].")


def test_a_plan_as_read_fits_the_published_schema_and_another_type_does_not() -> None:
    validator = Draft202012Validator(SCHEMA)
    full, empty = _shown(full_document()), _shown({})
    assert list(validator.iter_errors(full)) == []
    assert list(validator.iter_errors(empty)) == []
    wrong: Document
    for wrong in ({"status": "KLAAR"}, {"onderdak": "ja"}, {"doelen": {}}, {"schulden": {"totaalSchulden": "5"}}):
        assert list(validator.iter_errors(empty | wrong)) != []


def _shown(document: Document) -> Any:
    return _with_lists(as_read(document))


def _with_lists(patch: Any) -> Any:
    """What was read, with its lists as lists again."""
    if not isinstance(patch, dict):
        return patch
    if patch.keys() == {"wijzigen"}:
        return [_with_lists(entry) for entry in patch["wijzigen"]]
    return {name: _with_lists(value) for name, value in patch.items()}


# The stored schema ----------------------------------------------------------------------------------------------------


@pytest.fixture
def plans(mongodb_uri: str, database_name: str) -> Iterator[Plans]:
    client: MongoClient[Mapping[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True, tzinfo=UTC) as client:
        yield client[database_name].create_collection("plannen", validator=mongo_validator(PLAN))


def _of_the_house(document: Document) -> Document:
    return document | {
        "versie": 1,
        "schemaVersie": 1,
        "gewijzigdOp": datetime(2026, 1, 5, tzinfo=UTC),
        "versieHash": "0" * 64,
    }


def _is_refused(plans: Plans, document: Document) -> bool:
    try:
        plans.insert_one({"_id": "p"} | _of_the_house(document))
    except WriteError as refusal:
        if refusal.code == REFUSED_BY_VALIDATOR:
            return True
        raise
    plans.delete_one({"_id": "p"})
    return False


def _place(node: Leaf | Group, value: Any) -> Document:
    """A document with this value at the place of a leaf or group, in lists with one item."""
    *outer, last = node.path.split(".")
    document: Any = {last.removesuffix("[]"): value}
    for name in reversed(outer):
        item = [{"id": "1"} | document] if name.endswith("[]") else document
        document = {name.removesuffix("[]"): item}
    return dict(document)


def test_a_plan_with_every_field_filled_is_stored_as_it_is(plans: Plans) -> None:
    document = apply(full_document(), resolve(PLAN, {}, {"status": "CONCEPT"}, ids(1)).changes, provenance(1))
    plans.insert_one({"_id": "p"} | _of_the_house(apart(document)))
    assert plans.find_one({"_id": "p"}) == {"_id": "p"} | _of_the_house(apart(document))


@examples(60)
@given(st.data())
def test_what_a_patch_makes_of_a_plan_is_stored_as_it_is(plans: Plans, data: st.DataObject) -> None:
    before = data.draw(documents())
    found = resolve(PLAN, before, data.draw(patches(before)), ids(1))
    document = _of_the_house(apart(apply(before, found.changes, provenance(1))))
    inserted = plans.insert_one({"_id": data.draw(st.uuids()).hex} | document)
    kept = plans.find_one_and_delete({"_id": inserted.inserted_id})
    assert kept == {"_id": inserted.inserted_id} | document


def test_no_field_takes_a_value_of_another_type(plans: Plans) -> None:
    for leaf in PATHS.leaves:
        for wrong in ([], 3.5) if leaf.many else (["x"], 3.5):
            assert _is_refused(plans, _place(leaf, wrong)), (leaf.path, wrong)


def test_not_known_is_stored_where_the_field_has_no_onbekend_of_its_own(plans: Plans) -> None:
    for leaf in PATHS.leaves:
        assert _is_refused(plans, _place(leaf, dict(UNKNOWN))) == (leaf.kind.choices is not None), leaf.path
    assert _is_refused(plans, {"vastgesteldOp": {"onbekend": False}})
    assert _is_refused(plans, {"vastgesteldOp": {"onbekend": True, "waarde": "x"}})


def test_no_group_takes_a_field_that_is_not_defined(plans: Plans) -> None:
    assert _is_refused(plans, {"schoenmaat": 43})
    for group in PATHS.groups:
        inside = {"schoenmaat": 43}
        assert _is_refused(plans, _place(group, [{"id": "1"} | inside] if group.repeated else inside)), group.path
        assert not _is_refused(plans, _place(group, [{"id": "1"}] if group.repeated else {})), group.path


def test_no_list_takes_an_item_without_an_id_and_no_group_a_value(plans: Plans) -> None:
    for group in PATHS.groups:
        assert _is_refused(plans, _place(group, "tekst")), group.path
        assert _is_refused(plans, _place(group, [{}])), group.path


@pytest.mark.parametrize("missing", ["versie", "schemaVersie", "gewijzigdOp", "versieHash"])
def test_no_plan_is_stored_without_what_the_house_itself_records(plans: Plans, missing: str) -> None:
    document = _of_the_house({"_id": "p"})
    del document[missing]
    with pytest.raises(WriteError):
        plans.insert_one(document)


@pytest.mark.parametrize("fault", [{"versie": 0}, {"velden": []}, {"gebruiker": "x"}, {"geregistreerdOp": "gisteren"}])
def test_provenance_is_complete_and_nothing_else(plans: Plans, fault: Document) -> None:
    record = provenance(1).record(["status"])
    for place in (lambda records: records, lambda records: {"doelen": [{"id": "1", **records}]}):
        assert not _is_refused(plans, {PROVENANCE: place({PROVENANCE: [record]})})
        assert _is_refused(plans, {PROVENANCE: place({PROVENANCE: [record | fault]})})
        less = {name: value for name, value in record.items() if name != "organisatie"}
        assert _is_refused(plans, {PROVENANCE: place({PROVENANCE: [less]})})


def test_provenance_is_stored_apart_and_of_what_is_defined(plans: Plans) -> None:
    records = {PROVENANCE: [provenance(1).record(["x"])]}
    assert _is_refused(plans, records)
    assert _is_refused(plans, {PROVENANCE: {"schoenmaat": records}})
    for group in PATHS.groups:
        assert _is_refused(plans, _place(group, [{"id": "1"} | records] if group.repeated else records)), group.path
        assert _is_refused(plans, {PROVENANCE: _place(group, [records] if group.repeated else [])}), group.path
        fitting = [{"id": "1"} | records] if group.repeated else records
        assert not _is_refused(plans, {PROVENANCE: _place(group, fitting)}), group.path
