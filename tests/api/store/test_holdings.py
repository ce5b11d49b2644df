"""The registry of where plans are: no collection of the store is left out of it."""

import pytest

from api.store.driver import Database
from api.store.holdings import FREE_OF_PERSONS, HOLDINGS, UnfitCollections, check_collections
from tests.api.client import Api
from tests.api.store.database import Raw, database, raw
from tests.mongod import LIBRARY

__all__ = ["database", "raw"]


async def test_every_collection_of_a_running_api_is_registered(api: Api, mongodb_uri: str) -> None:
    # A new collection: add it to HOLDINGS with the field that names the plan, or show that it holds nothing of a person.
    await api.register()
    running = Database(mongodb_uri, api.settings.database, library=LIBRARY)
    assert await running.collections() == HOLDINGS.keys() | FREE_OF_PERSONS
    await check_collections(running)
    await running.close()


async def test_destruction_refuses_a_collection_that_nobody_registered(database: Database, raw: Raw) -> None:
    await check_collections(database)
    raw.kopie.insert_one({})
    with pytest.raises(UnfitCollections, match=r"niet bekend.*: kopie"):
        await check_collections(database)
    raw.kopie.drop()
    raw.versies.rename("versies_oud")
    raw.versies_oud.drop()
    with pytest.raises(UnfitCollections, match="mist collecties: versies"):
        await check_collections(database)
