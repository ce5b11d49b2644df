"""What a plan with 1 000 versions costs to read beside one with 10: the plan of now, and an old version of it."""

from statistics import median
from time import perf_counter
from typing import Any, Final

import httpx

from tests.bench.serving import Served
from tests.bench.setting import Bench
from tests.bench.writes import CHANGE, registered

VERSIONS: Final = (10, 1_000)
ROUNDS: Final = 150
NOW: Final = "query ($id: ID!) { plan(id: $id) { id versie onderdak { standVanZaken hulpvraag } } }"
OLD: Final = "query ($id: ID!) { plan(id: $id, versie: 5) { id versie onderdak { standVanZaken hulpvraag } } }"


def version_growth(bench: Bench, ours: Served) -> dict[str, Any]:
    """Per number of versions: p50 in milliseconds of the plan of now and of its fifth version, asked in turn."""
    headers = {"Authorization": f"Bearer {bench.token()}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{ours.port}", headers=headers, timeout=30) as client:
        plans = dict(zip(VERSIONS, registered(bench, ours, 5_000_000, len(VERSIONS)), strict=True))
        for versions, plan in plans.items():
            for version in range(1, versions):
                change = {
                    "planId": plan,
                    "verwachteVersie": version,
                    "wijziging": {"onderdak": {"hulpvraag": f"tekst {version}"}},
                }
                answer = _ask(client, CHANGE, {"input": change})
                assert answer["data"]["wijzigPlan"]["plan"]["versie"] == version + 1, answer
        times: dict[tuple[int, str], list[float]] = {}
        for _ in range(ROUNDS):
            for versions, plan in plans.items():
                for which, query in (("now", NOW), ("old", OLD)):
                    began = perf_counter()
                    _ask(client, query, {"id": plan})
                    times.setdefault((versions, which), []).append((perf_counter() - began) * 1e3)
    return {f"{versions} versions, {which}": median(found) for (versions, which), found in times.items()}


def _ask(client: httpx.Client, query: str, variables: dict[str, Any]) -> Any:
    return client.post("/v1/graphql", json={"query": query, "variables": variables}).raise_for_status().json()
