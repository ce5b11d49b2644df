"""What an operation costs that was never asked before: 150 fields under names that are new."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any, Final

import httpx

from api.settings import Settings
from tests.bench.question import first_fields, plan_query, readable
from tests.bench.serving import Served, generator
from tests.bench.setting import Bench

FIELDS: Final = 150
AGAIN: Final = 5
BURST_SECONDS: Final = 2.0


def cold_operation(bench: Bench, ours: Served, number: int) -> dict[str, Any]:
    """Milliseconds that the first time costs more than the next times, and that it takes; medians over so many operations."""
    mask = first_fields(FIELDS, readable())
    headers = {"Authorization": f"Bearer {bench.token()}"}
    extra, whole = [], []
    with httpx.Client(base_url=f"http://127.0.0.1:{ours.port}", headers=headers, timeout=30) as client:
        for which in range(number):
            body = {"query": plan_query(mask, f"n{which}_"), "variables": {"id": bench.plan_ids[0]}}
            first, *later = (_milliseconds(client, body) for _ in range(1 + AGAIN))
            whole.append(first)
            extra.append(first - median(later))
    return {"coldOperationMs": median(extra), "firstMs": median(whole), "worstMs": max(extra)}


def memory_of_many(bench: Bench, ours: Served, number: int) -> dict[str, float]:
    """Megabytes of the server before and after so many different operations."""
    mask = first_fields(20, readable())
    headers = {"Authorization": f"Bearer {bench.token()}"}
    before = ours.memory()
    with httpx.Client(base_url=f"http://127.0.0.1:{ours.port}", headers=headers, timeout=30) as client:
        for which in range(number):
            _milliseconds(client, {"query": plan_query(mask, f"m{which}_"), "variables": {"id": bench.plan_ids[0]}})
    return {"operations": number, "beforeMb": before, "afterMb": ours.memory()}


def _milliseconds(client: httpx.Client, body: dict[str, Any]) -> float:
    began = perf_counter()
    response = client.post("/v1/graphql", json=body)
    took = (perf_counter() - began) * 1e3
    response.raise_for_status()
    return took


def flood(bench: Bench, library: str, seconds: float) -> dict[str, Any]:
    """p99 in milliseconds of one calm client, alone, and while another asks operations that nobody asked before as fast as it can.

    First for as long as that one is let in with all of them, then for as long as most are refused.
    """
    allowed = {"REINTEGRATIEPLAN_NEW_QUESTIONS": str(Settings.model_fields["new_questions"].default)}
    with bench.ours(library, **allowed) as ours, generator() as other, ThreadPoolExecutor(1) as pool:
        body = {"query": plan_query(readable(), "v@N@_"), "variables": {"id": bench.plan_ids[0]}}
        flooding = replace(bench.spec(body, seconds=seconds + 2 * BURST_SECONDS, connections=8), port=ours.port)
        calm = replace(bench.spec(seconds=seconds, connections=1), port=ours.port)
        bench.generator.load(ours, calm)
        alone = bench.generator.load(ours, calm).p99
        pressed = pool.submit(other.load, ours, flooding, "429")
        first = bench.generator.load(ours, replace(calm, seconds=BURST_SECONDS)).p99
        later = bench.generator.load(ours, calm).p99
        flooded = pressed.result()
    return {
        "aloneP99Ms": alone,
        "firstP99Ms": first,
        "laterP99Ms": later,
        "firstRatio": first / alone,
        "ratio": later / alone,
        "floodPerSecond": flooded.per_second,
        "answered": flooded.statuses.get("200", 0),
        "refused": flooded.statuses.get("429", 0),
    }
