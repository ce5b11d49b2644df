"""No marker that somebody may not read reaches him: not by any road, in any form, nor the logs.

`LEAK_OPERATIONS` sets how many random operations are run, `LEAK_SEED` which ones; `pytest -s` prints the figures.
"""

import logging
import os
import random
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

import httpx
import pytest

from plan_schema.plan import PLAN
from policies.context import Action, Phase, Relation
from policies.policy import Policy
from tests.api.leaks.askers import askers
from tests.api.leaks.cases import ARNHEM, PI_ARNHEM, TODAY, ZAANSTAD
from tests.api.leaks.inspection import Inspection
from tests.api.leaks.operations import Operation, Operations
from tests.api.leaks.oracle import Known
from tests.api.leaks.planted import Planted

OPERATIONS: Final = int(os.environ.get("LEAK_OPERATIONS", "700"))
SEED: Final = int(os.environ.get("LEAK_SEED", "20261122"))
_LOGGER: Final = "reintegratieplan"
_DOCUMENTS: Final = (
    ("/v1/autorisatiematrix", "text/html"),
    ("/v1/autorisatiematrix", "application/json"),
    ("/v1/plan.schema.json", "*/*"),
    ("/v1/openapi.json", "*/*"),
    ("/healthz", "*/*"),
    ("/readyz", "*/*"),
)


async def _send(planted: Planted, operation: Operation) -> httpx.Response:
    asker = operation.asker
    headers = {
        "Authorization": f"Bearer {planted.api.issuer.issue(asker.persona, asker.token)}",
        "Content-Type": operation.media_type,
    }
    if asker.header is not None:
        headers["X-Doelbinding"] = ", ".join(asker.header)
    if operation.lenient:
        headers["Prefer"] = "handling=lenient"
    request: dict[str, Any] = {"json": {"query": operation.text, "variables": operation.variables}}
    if operation.body is not None:
        request = {"content": operation.body}
    return await planted.api.http.post("/v1/graphql", headers=headers, **request)


def _outcome(response: httpx.Response) -> tuple[str, Mapping[str, Any]]:
    """How a request to write ended, and what came with it."""
    data = response.json().get("data") if response.status_code == 200 else None
    for name in ("wijzigPlan", "registreerDetentie"):
        if isinstance(data, Mapping) and isinstance(data.get(name), Mapping):
            return str(data[name]["__typename"]), data[name]
    return "", {}


def _learn(planted: Planted, operation: Operation, response: httpx.Response, before: Mapping[str, Any]) -> None:
    """Take in what was written."""
    kind, given = _outcome(response)
    if kind == "PlanGewijzigd" and operation.plan_id is not None:
        planted.learn(operation.plan_id, before["versie"])
    elif kind == "DetentieGeregistreerd":
        plan_id = given["plan"]["id"]
        home = PI_ARNHEM if operation.asker.reader.oin == PI_ARNHEM else ZAANSTAD
        ties = {home: (Relation.EIGEN_PI,), ARNHEM: (Relation.HERKOMST,)}
        planted.oracle.plans[plan_id] = Known(Phase.INSTROOM, ties, {})
        planted.learn(plan_id)


async def test_no_marker_reaches_who_may_not_read_it(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, _LOGGER)
    rng = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    inspection = Inspection(planted)
    policy = Policy.load(PLAN, TODAY)
    roads: Counter[str] = Counter()
    with_data: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    values = 0
    for operation in islice(Operations(planted, policy, rng), OPERATIONS):
        known = planted.oracle.plans.get(operation.plan_id or "")
        before = known.document if known is not None else {}
        response = await _send(planted, operation)
        _learn(planted, operation, response, before)
        finding = inspection.inspected(operation, response, before)
        logged = inspection.log_faults([record for record in caplog.records if record.name.startswith(_LOGGER)])
        caplog.clear()
        faults = [*finding.faults, *logged]
        assert not faults, f"{faults}\n{operation}\n{response.text[:4000]}"
        roads[operation.road] += 1
        kind, given = _outcome(response)
        outcomes[kind or str(response.status_code)] += 1
        outcomes["samengevoegd"] += bool(given.get("samengevoegd"))
        values += finding.values
        with_data[operation.road] += bool(finding.values)
    print(  # noqa: T201 - the figures are the point of a long run
        f"\n{OPERATIONS} operations (seed {SEED}), {sum(with_data.values())} answers with plan data, {values} values placed, "
        f"{len(planted.oracle.verdicts)} verdicts of Casbin\nwith data: {dict(with_data)}\nof: {dict(roads)}\nends: {dict(outcomes)}"
    )
    _assert_meaningful(roads, with_data, outcomes)


def _assert_meaningful(roads: Counter[str], with_data: Counter[str], outcomes: Counter[str]) -> None:
    """A run that hardly saw any data would prove nothing."""
    total = roads.total()
    assert with_data.total() > 0.3 * total
    for road in ("plan", "plan(versie)", "plan(bekendOp)", "plannen", "historie", "verschil", "wijzigPlan"):
        assert with_data[road] > 0.15 * roads[road], road
    for outcome, share in {
        "PlanGewijzigd": 0.02,
        "VersieConflict": 0.01,
        "samengevoegd": 0.005,
        "VeldenNietToegestaan": 0.01,
        "OngeldigeWijziging": 0.002,
        "PlanBestaatAl": 0.001,
        "400": 0.01,
        "403": 0.05,
    }.items():
        assert outcomes[outcome] > share * total, outcome


@pytest.mark.parametrize(("address", "accept"), _DOCUMENTS)
async def test_no_marker_is_in_what_is_published(planted: Planted, address: str, accept: str) -> None:
    response = await planted.api.http.get(address, headers={"Accept": accept})
    assert response.status_code == 200
    assert Inspection(planted).markers(f"{response.headers} {response.text}") == []


async def test_no_marker_is_in_the_schema(planted: Planted) -> None:
    headers = {"Authorization": f"Bearer {planted.api.issuer.issue('casemanager-arnhem')}"}
    response = await planted.api.http.get("/v1/schema.graphql", headers=headers)
    assert response.status_code == 200
    assert Inspection(planted).markers(f"{response.headers} {response.text}") == []


async def test_casbin_over_the_rows_of_a_role_says_what_it_says_over_all(planted: Planted) -> None:
    judge = Policy.load(PLAN, TODAY).judge
    readers = [asker.reader for asker in islice(askers(random.Random(SEED)), 60)]  # noqa: S311 - reproducible
    for reader in readers:
        for plan_id in planted.oracle.plans:
            planted.oracle.may_read(reader, plan_id, "onderdak.hulpvraag")
    asked = sorted(planted.oracle.verdicts)[::97]
    assert {planted.oracle.verdicts[question] for question in asked} == {True, False}
    for question in asked[:150]:
        kind, role, relation, purpose, phase, held, path = question
        allowed = judge.decides(kind, role, relation, purpose, phase, held, Action.LEZEN, path) is not None
        assert allowed is planted.oracle.verdicts[question], question
