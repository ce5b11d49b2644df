"""What the database queries on cannot wait for the next read: such a migration is eager, and comes before the API serves."""

import ast
import copy
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo.errors import WriteError

import api.store
from api.store.collections import prepare
from api.store.driver import Database
from api.store.migrating import Migrator
from api.store.server_check import UnsuitableServer, open_database
from plan_schema.json_schema import SCHEMA_VERSION, mongo_validator
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import Migration
from plan_schema.migrations.steps import Moved, Removed, Replaced
from plan_schema.plan import PLAN
from plan_schema.stored_form import apart
from tests.api.store.schema1 import ONLY_THE_FIELD, records, stored
from tests.mongod import LIBRARY

_STORE: Final = Path(api.store.__file__).parent


def _queried() -> set[str]:
    """Every text in the store that can be a path: whatever it asks the database for is among them."""
    return {
        node.value
        for path in _STORE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _lazy_yet_queried(migrations: tuple[Migration, ...]) -> Iterator[str]:
    queried = _queried()
    for path in (path for migration in migrations if not migration.eager for path in migration.paths):
        stored_path = path.replace("[]", "")
        if any(text == stored_path or text.startswith(f"{stored_path}.") for text in queried):
            yield path


def test_a_migration_of_what_is_queried_on_is_eager() -> None:
    assert list(_lazy_yet_queried(MIGRATIONS)) == [], (
        "declare the migration eager=True in plan_schema/migrations/catalogue.py"
    )


@pytest.mark.parametrize(
    "step",
    [
        Moved("detentie.pi", "detentie.inrichting"),
        Moved("detentie.inrichting", "detentie.pi"),
        Moved("samenStarten.teams", "samenStarten.toewijzing"),
        Moved("detentie.eerder[]", "detentie.plaatsingen[]"),
        Replaced("status", {"BIJGESTELD": "IN_UITVOERING"}),
        Replaced("detentie.einddatumStatus", {"VERWACHT": "ONZEKER"}),
        Removed("betrokkene.geslachtsnaam", "nowhere"),
        Moved("toezicht.organisatie", "toezicht.toezichthouderOrganisatie"),
        Moved("detentie.einde", "detentie.datumInvrijheidstelling"),
        Moved("samenStarten.signaal.op", "samenStarten.signaal.afgegevenOp"),
        Moved("terugkeer.vertrek", "terugkeer.herkomstgemeente"),
        Moved("betrokkene.bsn", "betrokkene.burgerservicenummer"),
    ],
)
def test_a_migration_that_cannot_be_lazy_would_be_found(step: Moved | Replaced | Removed) -> None:
    assert list(_lazy_yet_queried((Migration("a test", (step,)),)))
    assert not list(_lazy_yet_queried((Migration("a test", (step,), eager=True),)))


@pytest.fixture
async def database(mongodb_uri: str, database_name: str) -> AsyncIterator[Database]:
    """A database with plans of an earlier schema, not yet opened by the release of now."""
    with stored(mongodb_uri, database_name) as behind:
        behind.plannen.insert_many(records()["plannen"])
    opened = Database(mongodb_uri, database_name, library=LIBRARY)
    yield opened
    await opened.close()


async def test_the_api_does_not_start_while_plans_lack_an_eager_migration(
    database: Database, mongodb_uri: str, database_name: str
) -> None:
    with stored(mongodb_uri, database_name) as behind:
        with pytest.raises(UnsuitableServer, match=r"ouder schema dan 2.*eerst `reintegratieplan migreer`"):
            await open_database(database, PLAN, oldest=SCHEMA_VERSION)
        # Nothing was changed: the processes of the earlier release go on undisturbed.
        assert "validator" not in behind.plannen.options()
        await open_database(database, PLAN, oldest=1)
        assert [number async for number in Migrator(database).run()] == [2]
        await open_database(database, PLAN, oldest=SCHEMA_VERSION)


async def test_lazily_migrated_plans_do_not_stop_the_start(database: Database) -> None:
    await open_database(database, PLAN)
    assert await Migrator(database).pending() == 2


async def test_the_validator_keeps_an_earlier_release_from_writing_what_has_no_place(
    database: Database, mongodb_uri: str, database_name: str
) -> None:
    await open_database(database, PLAN)
    with stored(mongodb_uri, database_name) as behind:
        mine = {"_id": ONLY_THE_FIELD}
        behind.plannen.update_one(mine, {"$unset": {"schulden": ""}}, bypass_document_validation=True)
        with pytest.raises(WriteError, match="failed validation"):
            # With who wrote what in every group, as it once was, and so without what it says now.
            behind.plannen.update_one(mine, {"$set": {"versieHash": "x"}})
        found: Any = behind.plannen.find_one(mine)
        behind.plannen.replace_one(mine, apart(found))
        with pytest.raises(WriteError, match="failed validation"):
            behind.plannen.update_one(mine, {"$set": {"schulden.bankrekening": "JA", "schemaVersie": 1}})
        behind.plannen.update_one(mine, {"$set": {"schemaVersie": 1}})
        with pytest.raises(WriteError, match="failed validation"):
            behind.plannen.update_one(mine, {"$set": {"schemaVersie": SCHEMA_VERSION + 1}})


async def test_an_earlier_release_that_starts_again_leaves_the_validator_of_a_later_one(
    database: Database, mongodb_uri: str, database_name: str
) -> None:
    await prepare(database, PLAN)
    with stored(mongodb_uri, database_name) as behind:
        later: dict[str, Any] = copy.deepcopy(mongo_validator(PLAN))
        later["$jsonSchema"]["properties"]["schemaVersie"]["maximum"] = SCHEMA_VERSION + 1
        for found, expected in ((later, later), ({}, mongo_validator(PLAN))):
            behind.command("collMod", "plannen", validator=found)
            await prepare(database, PLAN)
            assert behind.plannen.options()["validator"] == expected
