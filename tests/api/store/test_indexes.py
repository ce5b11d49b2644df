"""No list of any role reads every plan: each filter, order and relation is answered from an index."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Final

import pytest

from api.identity.personas import PERSONAS
from api.store.collections import prepare
from api.store.driver import Database
from api.store.listing import Ordering, PlanQuery, SortKey
from api.store.plans import PlanReader
from plan_schema.plan import PATHS, PLAN
from policies.context import Phase, Relation
from tests.api.access.callers import access
from tests.mongod import LIBRARY

TODAY: Final = date(2026, 7, 1)
QUERIES: Final = {
    "all": PlanQuery(),
    "status": PlanQuery(statuses=frozenset({"CONCEPT", "VASTGESTELD"})),
    "gemeente": PlanQuery(gemeente="0202"),
    "inrichting": PlanQuery(inrichting="PI Arnhem"),
    "bsn": PlanQuery(bsn="999990342"),
    "skn": PlanQuery(skn="1234567"),
    **{f"fase {phase}": PlanQuery(phase=phase) for phase in Phase},
    **{f"relatie {relation}": PlanQuery(relations=frozenset({relation})) for relation in Relation},
    **{f"sort {key.name}": PlanQuery(order=(Ordering(key),)) for key in SortKey},
    "sort down": PlanQuery(order=(Ordering(SortKey.GESLACHTSNAAM, descending=True), Ordering(SortKey.DATUM_AANVANG))),
    "all at once": PlanQuery(
        frozenset({"CONCEPT"}), Phase.DETENTIE, "0202", "PI Arnhem", "999990342", "1234567", order=(Ordering(SortKey.DATUM_AANVANG),)
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def reader(mongodb_uri: str) -> AsyncIterator[PlanReader]:
    database = Database(mongodb_uri, "test_indexes", library=LIBRARY)
    await prepare(database, PLAN)
    yield PlanReader(database, PATHS)
    await database.command("dropDatabase")
    await database.close()


@pytest.mark.parametrize("persona", PERSONAS)
async def test_no_list_scans_the_collection(reader: PlanReader, persona: str) -> None:
    who = access(persona, TODAY, PERSONAS[persona].allowed)
    for name, query in QUERIES.items():
        explained = json.dumps((await reader.explain(query, who, 25))["queryPlanner"]["winningPlan"], default=str)
        assert "COLLSCAN" not in explained, name
        assert "IXSCAN" in explained or "EOF" in explained or "IDHACK" in explained, (name, explained)
