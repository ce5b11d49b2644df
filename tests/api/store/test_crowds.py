"""The crowd of all plans: counted from what is stored, page by page, and kept."""

from datetime import date, timedelta
from typing import Any, Final

import pytest

from api.store.collections import PLANS
from api.store.crowds import Crowds
from api.store.driver import Database
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.process.casus.crowd import K
from plan_schema.process.casus.traits import Traits, traits_of
from tests.mongod import LIBRARY

TODAY: Final = date(2026, 3, 2)
NOW: Final = 1 + len(MIGRATIONS)


def _plan(number: int, **more: Any) -> dict[str, Any]:
    return {
        "_id": f"{number:04d}",
        "schemaVersie": NOW,
        "status": "CONCEPT",
        "betrokkene": {"geboortedatum": "1990-01-01", "geslacht": "MAN"},
        "detentie": {"datumAanvang": "2026-01-05", "artikelcode": "Ow art. 2"},
    } | more


async def _crowds(mongodb_uri: str, name: str, *plans: dict[str, Any]) -> tuple[Crowds, Database]:
    database = Database(mongodb_uri, name, library=LIBRARY)
    await database.ensure_collection(PLANS, {})
    await database.append(PLANS, plans)
    return Crowds(database), database


@pytest.mark.parametrize("page", [1, 4, K, 1_000])
async def test_every_plan_counts_on_whatever_page_it_stands(mongodb_uri: str, database_name: str, page: int) -> None:
    _, database = await _crowds(mongodb_uri, database_name, *(_plan(number) for number in range(K)))
    crowd = await Crowds(database, page).of(TODAY)
    traits = traits_of(_plan(0), TODAY)
    assert (crowd.told, crowd.of(traits)) == (True, traits)
    await database.close()


@pytest.mark.parametrize(
    "left_out",
    [{"status": "AFGESLOTEN"}, {"afschermingen": [{"id": "1", "pad": "betrokkene"}]}, {"schemaVersie": NOW - 1}],
    ids=["closed", "shielded", "earlier schema"],
)
async def test_who_has_gone_is_shielded_or_waits_for_a_migration_does_not_count(
    mongodb_uri: str, database_name: str, left_out: dict[str, Any]
) -> None:
    plans = [_plan(number, **(left_out if number == 0 else {"afschermingen": []})) for number in range(K)]
    found, database = await _crowds(mongodb_uri, database_name, *plans)
    crowd = await found.of(TODAY)
    assert not crowd.told
    assert crowd.of(traits_of(_plan(0), TODAY)) == Traits(None, None, None, None)
    await database.close()


async def test_a_crowd_is_kept_for_the_day(mongodb_uri: str, database_name: str) -> None:
    found, database = await _crowds(mongodb_uri, database_name, *(_plan(number) for number in range(K)))
    first = await found.of(TODAY)
    await database.append(PLANS, [_plan(K)])
    assert await found.of(TODAY) is first
    assert await found.of(TODAY + timedelta(days=1)) is not first
    await database.close()
