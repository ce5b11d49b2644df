"""Changes per second: each connection on a plan of its own, and all of them on one; beside a bare route and mercurius.

A text gets other words, as nearly always when somebody is at work on a plan; ours is also asked to change what steps may go by, which it
then works out.

In a database of their own, with one process of ours at a time: each process that is there follows what is changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

import httpx
import orjson

from tests.api.client import REGISTER, detention
from tests.bench.floor import WRITTEN
from tests.bench.load import Spec
from tests.bench.serving import Load, Served, python
from tests.bench.setting import CONNECTIONS, MERCURIUS, Bench, Command
from tests.bench.speed import FLOOR, LOGS_OFF, LOGS_ON, MODULES, READ, Spread

CHANGE: Final = """mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) {
  __typename ... on PlanGewijzigd { plan { versie } } ... on VersieConflict { huidigeVersie } } }"""
PEER_CHANGE: Final = "mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { soort versie } }"
TEXT: Final = "tekst @N@"
REWORDED: Final = {"onderdak": {"hulpvraag": TEXT}}
NO_TEXT: Final = {"detentie": {"afdeling": TEXT}}


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


def _spec(
    bench: Bench, server: str, port: int, plans: list[str], seconds: float, change: Mapping[str, Any] = REWORDED
) -> Spec:
    bodies = []
    for plan in plans:
        given: dict[str, Any] = {"planId": plan, "verwachteVersie": "@VERSION@"}
        text = {"hulpvraag": TEXT} if server == MERCURIUS else {"wijziging": change}
        query = PEER_CHANGE if server == MERCURIUS else CHANGE
        body = orjson.dumps({"query": query, "variables": {"input": given | text}}).decode()
        bodies.append(body.replace('"@VERSION@"', "@VERSION@"))
    headers = {"Authorization": f"Bearer {bench.token()}"}
    path = WRITTEN if server == FLOOR else READ
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


def writes(bench: Bench, library: str, rounds: int, seconds: float) -> dict[str, Any]:
    """Changes that became a version, per second, with what share met a conflict, with logs and without; each against the others, per round."""
    return {kind: _beside_others(bench, library, kind, rounds, seconds) for kind in (LOGS_ON, LOGS_OFF)}


def _beside_others(bench: Bench, library: str, kind: str, rounds: int, seconds: float) -> dict[str, Any]:
    database = f"{library}_{MODULES[kind].rpartition('.')[2]}"
    env = bench.env(library, database)
    wanted = {name: Command(python(MODULES[name]), env) for name in (kind, FLOOR)}
    if MERCURIUS in bench.peers:
        peer = bench.peers[MERCURIUS]
        wanted[MERCURIUS] = replace(peer, env={**peer.env, "FLOOR_DATABASE": database})
    loads: dict[str, list[Load]] = {f"{name}, {which}": [] for name in wanted for which in ("many", "one")}
    worked_out: list[Load] = []
    skn = count(3_000_000, CONNECTIONS + 1)
    with bench.serving(wanted) as servers:
        for _ in range(rounds):
            for name, server in servers.items():
                # New ones for each round: what a plan went through before would weigh on one server only.
                plans = registered(bench, servers[kind], next(skn), CONNECTIONS + 1)
                for which, chosen in (("many", plans[1:]), ("one", plans[:1])):
                    spec = _spec(bench, name, server.port, chosen, seconds)
                    loads[f"{name}, {which}"].append(bench.generator.load(server, spec))
            plans = registered(bench, servers[kind], next(skn), CONNECTIONS)
            spec = _spec(bench, kind, servers[kind].port, plans, seconds, NO_TEXT)
            worked_out.append(bench.generator.load(servers[kind], spec))
    loads[f"{kind}, many, steps worked out"] = worked_out
    found: dict[str, Any] = {name: _figures(given) for name, given in loads.items()}
    for other in list(wanted)[1:]:
        found[f"ratio to {other}"] = _ratio(loads[f"{kind}, many"], loads[f"{other}, many"])
    found[f"ratio to {FLOOR}, steps worked out"] = _ratio(worked_out, loads[f"{FLOOR}, many"])
    return found


def _ratio(one: list[Load], other: list[Load]) -> Spread:
    """Per round."""
    return Spread.of([mine.per_second / theirs.per_second for mine, theirs in zip(one, other, strict=True)])
