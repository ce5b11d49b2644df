"""A plan that is still stored as it is in memory, with who wrote what in every group, is read and changed as any other."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from api.store.current_schema import current, is_current, migrated_sections
from api.store.driver import Database as Driver
from api.store.migrating import Migrator
from plan_schema.stored_form import apart, is_apart, together
from tests.api.client import Api
from tests.api.graphql.rich_plan import make_rich_plan
from tests.mongod import LIBRARY

CASEMANAGER: Final = "casemanager-arnhem"
ONE_GROUP: Final = "query ($id: ID!) { plan(id: $id) { versie herkomst { velden } onderdak { hulpvraag herkomst { versie velden } } } }"
NO_WRITER: Final = "query ($id: ID!) { plan(id: $id) { versie onderdak { hulpvraag } } }"


@pytest.fixture
def stored(api: Api, mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """The database behind the application, past its views."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        yield client.get_database(api.settings.database, codec_options=CodecOptions(tz_aware=True))


def _document(stored: Database[dict[str, Any]], plan_id: str) -> dict[str, Any]:
    found = stored.plannen.find_one({"_id": plan_id})
    assert found is not None
    return found


async def _made(api: Api, stored: Database[dict[str, Any]]) -> tuple[str, int]:
    plan = await make_rich_plan(api)
    document = _document(stored, plan.id)
    stored.plannen.replace_one({"_id": plan.id}, together(document), bypass_document_validation=True)
    assert is_apart(document)
    assert not is_apart(_document(stored, plan.id))
    return plan.id, document["versie"]


async def test_it_is_read_as_if_it_were_stored_apart(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan = await make_rich_plan(api)
    before = [await api.data(CASEMANAGER, question, id=plan.id) for question in (ONE_GROUP, NO_WRITER)]
    document = _document(stored, plan.id)
    stored.plannen.replace_one({"_id": plan.id}, together(document), bypass_document_validation=True)
    assert [await api.data(CASEMANAGER, question, id=plan.id) for question in (ONE_GROUP, NO_WRITER)] == before
    assert before[0]["plan"]["onderdak"]["herkomst"]


async def test_the_next_write_stores_it_apart(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan_id, version = await _made(api, stored)
    as_it_was = _document(stored, plan_id)
    assert not is_current(as_it_was)
    assert migrated_sections(current(as_it_was)) == as_it_was.keys() - {"_id"}
    outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"toelichting": "Gewijzigd"}})
    assert outcome["__typename"] == "PlanGewijzigd"
    document = _document(stored, plan_id)
    assert is_apart(document)
    assert apart(together(document)) == document
    assert document["onderdak"]["toelichting"] == "Gewijzigd"
    others = as_it_was.keys() - {"_id", "onderdak", "herkomst", "versie", "versieHash", "gewijzigdOp"}
    assert {name: together(document)[name] for name in others} == {name: as_it_was[name] for name in others}


async def test_migreer_stores_it_apart(api: Api, stored: Database[dict[str, Any]], mongodb_uri: str) -> None:
    plan_id, version = await _made(api, stored)
    as_it_was = _document(stored, plan_id)
    database = Driver(mongodb_uri, api.settings.database, library=LIBRARY)
    try:
        migrator = Migrator(database)
        assert await migrator.pending() == 1
        assert [number async for number in migrator.run()] == [1]
        assert await migrator.pending() == 0
    finally:
        await database.close()
    assert _document(stored, plan_id) == apart(as_it_was)
    outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"toelichting": "Gewijzigd"}})
    assert outcome["__typename"] == "PlanGewijzigd"
