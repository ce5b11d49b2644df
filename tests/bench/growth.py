"""What more plans cost: the full plan query, and 25 of a list that is filtered and sorted, at growing numbers of plans."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

import httpx

from api.commands.seed import seed_plans
from tests.bench.copies import copy_plans
from tests.bench.question import plan_query, readable
from tests.bench.serving import Served
from tests.bench.setting import Bench

DATABASE: Final = "bench_groei"
MADE_UP: Final = 1_000
"""Plans with histories of their own; beyond that there are copies of them."""
LIST: Final = """query ($filter: PlanFilter, $sorteer: [PlanSortering!]) {
  plannen(first: 25, filter: $filter, sorteer: $sorteer) { nodes { id versie status betrokkene { geslachtsnaam } } } }"""
CONNECTIONS: Final = (1, 16)
SECONDS: Final = 3.0
FILTERED: Final = {"filter": {"fase": "DETENTIE"}, "sorteer": [{"veld": "GESLACHTSNAAM", "richting": "OPLOPEND"}]}


def growth(bench: Bench, library: str, sizes: list[int], tell: Callable[[str], None]) -> dict[str, Any]:
    """Per number of plans and of clients at once: p50 and p99 in milliseconds and answers per second of each question."""
    found: dict[str, Any] = {}
    settings = bench.settings.model_copy(update={"database": DATABASE, "mongo_driver": library})
    for size in sorted(sizes):
        began = perf_counter()
        seed_plans(settings, bench.uri, min(size, MADE_UP), datetime.now(UTC).date())
        copy_plans(bench.uri, DATABASE, size)
        tell(f"{size} plannen na {perf_counter() - began:.0f} s")
        with bench.ours(library, DATABASE) as ours:
            found[str(size)] = _measures(bench, ours)
    return found


def _measures(bench: Bench, ours: Served) -> dict[str, Any]:
    plan = _one_plan(bench, ours)
    questions = {
        "plan": {"query": plan_query(readable()), "variables": {"id": plan}},
        "25 of all, filtered and sorted": {"query": LIST, "variables": FILTERED},
    }
    found: dict[str, Any] = {}
    for name, body in questions.items():
        for connections in CONNECTIONS:
            spec = replace(bench.spec(body, seconds=SECONDS, connections=connections), port=ours.port)
            bench.generator.load(ours, replace(spec, seconds=1.0))
            load = bench.generator.load(ours, spec)
            found[f"{name}, {connections} at once"] = {
                "p50Ms": load.p50,
                "p99Ms": load.p99,
                "perSecond": load.per_second,
            }
    return found


def _one_plan(bench: Bench, ours: Served) -> str:
    headers = {"Authorization": f"Bearer {bench.token()}"}
    body = {"query": LIST, "variables": FILTERED}
    answer = httpx.post(f"http://127.0.0.1:{ours.port}/v1/graphql", json=body, headers=headers, timeout=60).json()
    return str(answer["data"]["plannen"]["nodes"][0]["id"])
