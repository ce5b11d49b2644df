"""`python -m tests.api.leaks.timing`: does the time of an answer tell whether a hidden plan exists?

Pairs of requests of gemeente-utrecht, for a plan that exists and one that does not, each pair in random order. Prints the
medians, the median difference within a pair with a bootstrap interval of 99%, and what two requests for plans that do not exist
differ by in the same way: the noise.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from api.embedded.server import EmbeddedMongo
from api.store.scribe import new_id
from tests.api.client import Api, running
from tests.api.graphql.rich_plan import make_rich_plan

PAIRS: Final = 2_000
WARM_UP: Final = 200
RESAMPLES: Final = 1_000
PERSONA: Final = "gemeente-utrecht"
ROADS: Final = {
    "plan": "query ($id: ID!) { plan(id: $id) { id versie betrokkene { geslachtsnaam } onderdak { hulpvraag } } }",
    "plan, version": "query ($id: ID!) { plan(id: $id, versie: 1) { id } }",
    "historie": "query ($id: ID!) { historie(planId: $id) { nodes { nummer } } }",
    "wijzigPlan": """mutation ($id: ID!) {
        wijzigPlan(input: {planId: $id, verwachteVersie: 1, wijziging: {onderdak: {hulpvraag: "x"}}}) { __typename }
    }""",
}

Ask = Callable[[str], Awaitable[float]]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _paired(ask: Ask, first: str, second: str, rng: random.Random) -> list[tuple[float, float]]:
    """Seconds for each of two ids, asked in random order, again and again."""
    pairs = []
    for _ in range(WARM_UP + PAIRS):
        if rng.random() < 0.5:
            seconds = await ask(first)
            pairs.append((seconds, await ask(second)))
        else:
            later = await ask(second)
            pairs.append((await ask(first), later))
    return pairs[WARM_UP:]


def _interval(differences: Sequence[float], rng: random.Random) -> tuple[float, float]:
    """The 99% bootstrap interval of the median."""
    medians = sorted(median(rng.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    return medians[RESAMPLES // 200], medians[-1 - RESAMPLES // 200]


def _report(name: str, pairs: Sequence[tuple[float, float]], rng: random.Random) -> tuple[float, float]:
    differences = [(first - second) * 1e6 for first, second in pairs]
    low, high = _interval(differences, rng)
    first, second = (median(one) * 1e6 for one in zip(*pairs, strict=True))
    _say(f"{name:<28}{first:>10.1f} µs{second:>10.1f} µs{median(differences):>+9.2f} µs   [{low:+.2f}, {high:+.2f}]")
    return low, high


async def _measure(api: Api, existing: str, rng: random.Random) -> bool:
    within = True
    _say(f"{'road':<28}{'existing':>13}{'absent':>13}{'difference':>12}   99% interval ({PAIRS} pairs)")
    headers = {"Authorization": f"Bearer {api.issuer.issue(PERSONA)}"}
    for name, query in ROADS.items():

        async def ask(plan_id: str, query: str = query) -> float:
            body: dict[str, Any] = {"query": query, "variables": {"id": plan_id}}
            started = perf_counter()
            await api.http.post("/v1/graphql", json=body, headers=headers)
            return perf_counter() - started

        low, high = _report(name, await _paired(ask, existing, new_id(), rng), rng)
        noise = _report("  noise: both absent", await _paired(ask, new_id(), new_id(), rng), rng)
        # Existence shows only when its interval lies wholly outside that of the noise.
        verdict = low <= noise[1] and noise[0] <= high
        _say(f"  {'within the noise' if verdict else 'OUTSIDE THE NOISE'}")
        within = within and verdict
    return within


async def main() -> int:
    """Measure over a database of its own; the exit status says whether everything lies within the noise."""
    rng = random.Random(3)  # noqa: S311 - an order, not a secret
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongod", cache_gb=0.25) as server:
        async with running(server.uri, "timing", Path(folder)) as api:
            plan = await make_rich_plan(api)
            return 0 if await _measure(api, plan.id, rng) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
