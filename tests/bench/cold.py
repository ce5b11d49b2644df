"""What an operation costs that was never asked before: 150 fields under names that are new."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any, Final

import httpx

from tests.bench.question import first_fields, plan_query, readable
from tests.bench.serving import Served, generator
from tests.bench.setting import Bench

FIELDS: Final = 150
AGAIN: Final = 5


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


def flood(bench: Bench, ours: Served, seconds: float) -> dict[str, float]:
    """p99 in milliseconds of one calm client, alone, and while another asks operations that nobody asked before as fast as it can."""
    mask = readable()
    body = {"query": plan_query(mask, "v@N@_"), "variables": {"id": bench.plan_ids[0]}}
    flooding = replace(bench.spec(body, seconds=seconds + 1, connections=8), port=ours.port)
    calm = replace(bench.spec(seconds=seconds, connections=1), port=ours.port)
    alone = bench.generator.load(ours, calm)
    with generator() as other, ThreadPoolExecutor(1) as pool:
        pressed = pool.submit(other.load, ours, flooding)
        beside = bench.generator.load(ours, calm)
        flooded = pressed.result()
    return {
        "aloneP99Ms": alone.p99,
        "besideP99Ms": beside.p99,
        "ratio": beside.p99 / alone.p99,
        "floodPerSecond": flooded.per_second,
    }
