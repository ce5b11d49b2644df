"""Changes per second: each connection on a plan of its own, and all of them on one; beside a bare route and mercurius."""

from collections.abc import Mapping
from typing import Any, Final

import httpx
import orjson

from tests.api.client import REGISTER, detention
from tests.bench.load import Spec
from tests.bench.serving import Load, Served
from tests.bench.setting import CONNECTIONS, MERCURIUS, Bench
from tests.bench.speed import FLOOR, LOGS_ON, Spread, labelled

CHANGE: Final = """mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) {
  __typename ... on PlanGewijzigd { plan { versie } } ... on VersieConflict { huidigeVersie } } }"""
PEER_CHANGE: Final = "mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { soort versie } }"
TEXT: Final = "tekst @N@"


def registered(bench: Bench, ours: Served, first: int, number: int) -> list[str]:
    """So many new plans, of persons with SKN from `first` on."""
    headers = {"Authorization": f"Bearer {bench.token()}"}
    made = []
    with httpx.Client(base_url=f"http://127.0.0.1:{ours.port}", headers=headers, timeout=30) as client:
        for skn in range(first, first + number):
            body = {"query": REGISTER, "variables": {"input": {"gegevens": detention(str(skn))}}}
            answer = client.post("/v1/graphql", json=body).json()
            made.append(str(answer["data"]["registreerDetentie"]["plan"]["id"]))
    return made


def _spec(bench: Bench, server: str, port: int, plans: list[str], seconds: float) -> Spec:
    bodies = []
    for plan in plans:
        given: dict[str, Any] = {"planId": plan, "verwachteVersie": "@VERSION@"}
        text = {"hulpvraag": TEXT} if server == MERCURIUS else {"wijziging": {"onderdak": {"hulpvraag": TEXT}}}
        query = PEER_CHANGE if server == MERCURIUS else CHANGE
        body = orjson.dumps({"query": query, "variables": {"input": given | text}}).decode()
        bodies.append(body.replace('"@VERSION@"', "@VERSION@"))
    headers = {"Authorization": f"Bearer {bench.token()}"}
    path = "/schrijf" if server.startswith(FLOOR) else "/v1/graphql"
    return Spec(port, bodies, CONNECTIONS, seconds, headers, path, versions=[1])


def _figures(loads: list[Load]) -> dict[str, Any]:
    changed = [sum(load.outcomes.values()) for load in loads]
    conflicts = [load.outcomes.get("VersieConflict", 0) for load in loads]
    shares = [wrong / whole for wrong, whole in zip(conflicts, changed, strict=True)]
    return {
        "perSecond": Spread.of([load.per_second * (1 - share) for load, share in zip(loads, shares, strict=True)]),
        "conflictShare": Spread.of(shares),
        "p50Ms": Spread.of([load.p50 for load in loads]),
        "p99Ms": Spread.of([load.p99 for load in loads]),
    }


def writes(bench: Bench, servers: Mapping[str, Served], library: str, rounds: int, seconds: float) -> dict[str, Any]:
    """Changes that became a version, per second, with what share met a conflict; and ours against the others, per round."""
    names = [labelled(LOGS_ON, library), labelled(FLOOR, library), *([MERCURIUS] if MERCURIUS in servers else [])]
    ours = servers[names[0]]
    loads: dict[str, list[Load]] = {f"{name}, {kind}": [] for name in names for kind in ("many", "one")}
    skn = 3_000_000 if library == "motor" else 4_000_000
    for _ in range(rounds):
        for name in names:
            # New ones for each round: what a plan went through before would weigh on one server only.
            plans = registered(bench, ours, skn, CONNECTIONS + 1)
            skn += len(plans)
            for kind, chosen in (("many", plans[1:]), ("one", plans[:1])):
                spec = _spec(bench, name, servers[name].port, chosen, seconds)
                loads[f"{name}, {kind}"].append(bench.generator.load(servers[name], spec))
    found: dict[str, Any] = {name: _figures(given) for name, given in loads.items()}
    for other in names[1:]:
        pairs = zip(loads[f"{names[0]}, many"], loads[f"{other}, many"], strict=True)
        found[f"ratio to {other}"] = Spread.of([one.per_second / two.per_second for one, two in pairs])
    return found
