"""No list of any role reads every plan: each filter, order and relation is answered from an index."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.identity.personas import PERSONAS
from api.store.collections import prepare
from api.store.driver import Database
from api.store.listing import Ordering, PlanQuery, SortKey
from api.store.plans import PlanReader
from api.store.som_agenda import AgendaQuestion, query_of
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.som.agenda import AGENDA
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
    **{f"agenda {number}": query for number, part in enumerate(AGENDA) if (query := query_of(AgendaQuestion(), part))},
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


async def test_the_agenda_of_an_inrichting_is_read_in_order(reader: PlanReader, mongodb_uri: str) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        # Among few plans one index is as good as another.
        plans: Any = client["test_indexes"]["plannen"]
        plans.insert_many(_plan(number) for number in range(400))
        try:
            await _assert_in_order(reader)
        finally:
            plans.delete_many({})


def _plan(number: int) -> dict[str, Any]:
    decided = {"besluit": {"besluiten": ["GEEN_PRIORITEIT"]}}
    return {
        "_id": f"{number:04d}",
        "versie": 1,
        "schemaVersie": SCHEMA_VERSION,
        "gewijzigdOp": datetime(2026, 1, 1, tzinfo=UTC),
        "versieHash": "",
        "detentie": {"inrichting": "PI Arnhem", "datumBinnenkomst": f"2026-01-{1 + number % 28:02d}"},
        "som": {
            "uitkomst": {"prioriteit": ("HOOG", "LAAG", "UITGESTELD")[number % 3]},
            **(decided if number % 2 else {}),
        },
    }


async def _assert_in_order(reader: PlanReader) -> None:
    who = access("casemanager-arnhem", TODAY, PERSONAS["casemanager-arnhem"].allowed)
    for part in AGENDA:
        query = query_of(AgendaQuestion(inrichting="PI Arnhem"), part)
        assert query is not None
        plan = json.dumps((await reader.explain(query, who, 25))["queryPlanner"]["winningPlan"], default=str)
        assert '"inrichting_prioriteit_datumBinnenkomst"' in plan, plan
        # Sorted, all plans of the inrichting would be read for a page of twenty-five.
        assert '"SORT"' not in plan, plan
