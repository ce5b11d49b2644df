"""`python -m tests.bench.werkvoorraad --plans 20000`: what the work list of a PI costs, and what keeping it costs a write.

Asked one at a time, by a client in the same process. The last line is JSON.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from api.access.access import Access
from api.commands.seed import seed_plans
from api.embedded.server import EmbeddedMongo
from api.settings import load_settings
from api.store.collections import OUTBOX, PLANS, WORK
from api.store.current_schema import current
from api.store.driver import Database
from api.store.plans import PlanReader
from api.store.work import Work
from api.store.worklist import WorkFilter, WorkList
from plan_schema.changes import Change
from plan_schema.plan import PATHS
from tests.api.access.callers import access
from tests.api.client import Api, running

DATABASE: Final = "bench_werkvoorraad"
ASKED: Final = 60
NO_TEXT: Final = Change("detentie.afdeling", None, "B")
"""By such a change steps may go, so they are worked out."""
WORK_QUERY: Final = """
query ($first: Int!, $filter: WerkvoorraadFilter) {
  werkvoorraad(first: $first, filter: $filter) {
    nodes { soort omschrijving planId partij rol vanaf uiterlijk teLaat pad bron } pageInfo { hasNextPage endCursor } } }
"""
CHANGE: Final = """
mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { __typename ... on PlanGewijzigd { plan { versie } } } }
"""


async def times(ask: Callable[[int], Awaitable[object]], number: int) -> dict[str, float]:
    """p50 and p95 in milliseconds of so many questions, after a few that do not count."""
    for nth in range(5):
        await ask(-nth - 1)
    found: list[float] = []
    for nth in range(number):
        began = perf_counter()
        await ask(nth)
        found.append((perf_counter() - began) * 1_000)
    return {"p50Ms": round(median(found), 2), "p95Ms": round(sorted(found)[int(0.95 * len(found))], 2)}


async def lists(api: Api) -> dict[str, Any]:
    """The work lists that are asked most."""

    async def ask(persona: str, **variables: Any) -> None:
        data = await api.data(persona, WORK_QUERY, **{"first": 25, **variables})
        assert data["werkvoorraad"]["nodes"]

    questions: dict[str, Callable[[int], Awaitable[object]]] = {
        "PI, first page of 25": lambda _: ask("casemanager-arnhem"),
        "PI, first page of 25, of plans elsewhere": lambda _: ask("casemanager-arnhem", filter={"van": "ANDEREN"}),
        "PI, first page of 10": lambda _: ask("casemanager-arnhem", first=10),
        "gemeente, first page of 25": lambda _: ask("gemeente-arnhem"),
    }
    return {name: await times(question, ASKED) for name, question in questions.items()}


async def upkeep(api: Api, database: Database) -> dict[str, Any]:
    """What finding out what changed takes for a write; the rest of a write is measured in `tests.bench.writes`."""
    plans = [current(plan) for plan in await database.find(PLANS, {}, limit=200)]
    work = Work(database)

    async def change(nth: int) -> None:
        plan = plans[nth % len(plans)]
        await work.change(plan, plan, [NO_TEXT])

    async def write(nth: int) -> None:
        plan = plans[nth % len(plans)]
        given = {"planId": plan["_id"], "verwachteVersie": plan["versie"]}
        wanted = {"onderdak": {"toelichting": f"Tekst {nth} van {perf_counter()}"}}
        await api.ask("casemanager-arnhem", CHANGE, input=given | {"wijziging": wanted})

    return {"looking for changes, per write": await times(change, 200), "wijzigPlan": await times(write, 200)}


async def explained(database: Database, who: Access) -> Sequence[str]:
    """The indexes by which a work list is found."""
    worklist = WorkList(database, PlanReader(database, PATHS), lambda _: None)
    plan = json.dumps((await worklist.explain(who, WorkFilter()))["queryPlanner"]["winningPlan"], default=str)
    assert "COLLSCAN" not in plan
    return sorted({part.partition('"')[0] for part in plan.split('"indexName": "')[1:]})


async def measure(uri: str, folder: Path, plans: int) -> dict[str, Any]:
    """Every figure."""
    async with running(uri, DATABASE, folder) as api:
        database = Database(uri, DATABASE)
        # Passing on what was seeded takes the same process, which tells nobody when it is done.
        while await database.count(OUTBOX, {}):  # noqa: ASYNC110
            await asyncio.sleep(1.0)
        today = datetime.now(UTC).date()
        who = access("casemanager-arnhem", today, frozenset())
        figures = {
            "plans": plans,
            "ofPi": await database.count(PLANS, {"detentie.inrichting": "PI Arnhem"}),
            "records": await database.count(WORK, {}),
            "indexes": await explained(database, who),
            "lists": await lists(api),
            "writes": await upkeep(api, database),
        }
        await database.close()
    return figures


def main() -> None:
    """Fill, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=20_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, EmbeddedMongo(Path(name) / "mongodb", cache_gb=0.5) as server:
        folder = Path(name)
        settings = load_settings(mode="development", mongodb_uri=server.uri, database=DATABASE, data_dir=folder)
        seed_plans(settings, server.uri, chosen.plans, datetime.now(UTC).date())
        print(json.dumps(asyncio.run(measure(server.uri, folder, chosen.plans))))


if __name__ == "__main__":
    main()
