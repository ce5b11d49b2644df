"""A plan that is still stored as it is in memory, with who wrote what in every group, is read and changed as any other."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from pymongo.database import Database

from api.store.current_schema import current, is_current, migrated_sections
from api.store.driver import Database as Driver
from api.store.migrating import Migrator
from plan_schema.stored_form import apart, is_apart, together
from tests.api.client import Api
from tests.api.graphql.rich_plan import CASEMANAGER, make_rich_plan
from tests.api.store.schema1 import stored
from tests.mongod import LIBRARY

Stored = Database[dict[str, Any]]

ONE_GROUP: Final = "query ($id: ID!) { plan(id: $id) { versie herkomst { velden } onderdak { hulpvraag herkomst { versie velden } } } }"
NO_WRITER: Final = "query ($id: ID!) { plan(id: $id) { versie onderdak { hulpvraag } } }"


@pytest.fixture
def behind(api: Api, mongodb_uri: str) -> Iterator[Stored]:
    """The database behind the application."""
    with stored(mongodb_uri, api.settings.database) as database:
        yield database


def _document(behind: Stored, plan_id: str) -> dict[str, Any]:
    found = behind.plannen.find_one({"_id": plan_id})
    assert found is not None
    return found


async def _made(api: Api, behind: Stored) -> tuple[str, int]:
    plan = await make_rich_plan(api)
    document = _document(behind, plan.id)
    behind.plannen.replace_one({"_id": plan.id}, together(document), bypass_document_validation=True)
    assert is_apart(document)
    assert not is_apart(_document(behind, plan.id))
    return plan.id, document["versie"]


async def test_it_is_read_as_if_it_were_stored_apart(api: Api, behind: Stored) -> None:
    plan = await make_rich_plan(api)
    before = [await api.data(CASEMANAGER, question, id=plan.id) for question in (ONE_GROUP, NO_WRITER)]
    document = _document(behind, plan.id)
    behind.plannen.replace_one({"_id": plan.id}, together(document), bypass_document_validation=True)
    assert [await api.data(CASEMANAGER, question, id=plan.id) for question in (ONE_GROUP, NO_WRITER)] == before
    assert before[0]["plan"]["onderdak"]["herkomst"]


async def test_the_next_write_stores_it_apart(api: Api, behind: Stored) -> None:
    plan_id, version = await _made(api, behind)
    as_it_was = _document(behind, plan_id)
    assert not is_current(as_it_was)
    assert migrated_sections(current(as_it_was)) == as_it_was.keys() - {"_id"}
    outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"toelichting": "Gewijzigd"}})
    assert outcome["__typename"] == "PlanGewijzigd"
    document = _document(behind, plan_id)
    assert is_apart(document)
    assert apart(together(document)) == document
    assert document["onderdak"]["toelichting"] == "Gewijzigd"
    others = as_it_was.keys() - {"_id", "onderdak", "herkomst", "versie", "versieHash", "gewijzigdOp"}
    assert {name: together(document)[name] for name in others} == {name: as_it_was[name] for name in others}


async def test_migreer_stores_it_apart(api: Api, behind: Stored, mongodb_uri: str) -> None:
    plan_id, version = await _made(api, behind)
    as_it_was = _document(behind, plan_id)
    database = Driver(mongodb_uri, api.settings.database, library=LIBRARY)
    try:
        migrator = Migrator(database)
        assert await migrator.pending() == 1
        assert [number async for number in migrator.run()] == [1]
        assert await migrator.pending() == 0
    finally:
        await database.close()
    assert _document(behind, plan_id) == apart(as_it_was)
    outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"toelichting": "Gewijzigd"}})
    assert outcome["__typename"] == "PlanGewijzigd"
