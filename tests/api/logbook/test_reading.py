"""Who received field F in version N, and the same decision again: answered from the logs, compared with what happened."""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from api.logbook.field_sets import FieldSets
from api.logbook.pseudonyms import GONE_TYPE, pseudonyms
from api.logbook.reading import Period
from api.logbook.replay import replay
from plan_schema.plan import PATHS, PLAN
from policies.policy import Policy
from tests.api.client import CHANGE, detention
from tests.api.identity.minted import minted
from tests.api.logbook.conftest import Logged
from tests.api.logbook.workload import Workload

CASEMANAGER = "casemanager-arnhem"
OPERATIONS: Final = int(os.environ.get("LOGBOOK_OPERATIONS", "500"))
"""The long run: `LOGBOOK_OPERATIONS=5000 pytest tests/api/logbook/test_reading.py`."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return Policy.load(PLAN, datetime.now(UTC).date())


@pytest.fixture(scope="module")
async def workload(logged: Logged) -> Workload:
    made = Workload(logged, random.Random(2026))  # noqa: S311 - repeatable, not secret
    await made.prepare(4_000_000, 3)
    await made.run(OPERATIONS)
    return made


async def test_recipients_are_those_who_received(workload: Workload) -> None:
    logbook = workload.logged.logbook
    since = set(workload.traces)
    found = {
        (recipient.organisation, plan_id, leaf, version, recipient.trace_id)
        for plan_id in workload.plans
        for leaf in sorted({path for _, _, path, _, _ in workload.truth} | {leaf.path for leaf in PATHS.leaves[:40]})
        for recipient in await logbook.recipients(plan_id, leaf)
        for version in recipient.versions
        if recipient.trace_id in since
    }
    truth = {entry for entry in workload.truth if entry[1] in workload.plans}
    assert found == truth
    assert len({organisation for organisation, *_ in found}) == 4


async def test_recipients_of_one_version_are_a_part_of_those_of_all(workload: Workload) -> None:
    logbook = workload.logged.logbook
    counted = 0
    for _, plan_id, path, version, _ in random.Random(1).sample(sorted(workload.truth), 30):  # noqa: S311 - repeatable
        everybody, some = await logbook.recipients(plan_id, path), await logbook.recipients(plan_id, path, version)
        assert [found.trace_id for found in some] == [
            found.trace_id for found in everybody if version in found.versions
        ]
        assert all(found.versions == (version,) for found in some)
        assert [found.moment for found in everybody] == sorted(found.moment for found in everybody)
        counted += len(some)
    assert counted >= 30


async def test_a_period_holds_its_first_moment_and_not_its_end(workload: Workload) -> None:
    logbook, plan_id = workload.logged.logbook, workload.plans[0]
    path = next(path for _, plan, path, _, _ in sorted(workload.truth) if plan == plan_id)
    received, done = await logbook.recipients(plan_id, path), await logbook.of_plan(plan_id)
    moment = received[len(received) // 2].moment
    for period, holds in (
        (Period(moment), lambda found: found >= moment),
        (Period(None, moment), lambda found: found < moment),
        (Period(moment, moment + timedelta(milliseconds=1)), lambda found: found == moment),
        (Period(), lambda _: True),
    ):
        expected = [found for found in received if holds(found.moment)]
        assert await logbook.recipients(plan_id, path, period=period) == expected
        ends = [record for record in done if holds(datetime.fromtimestamp(record["end_time"] / 1000, UTC))]
        assert await logbook.of_plan(plan_id, period=period) == ends
        assert 0 < len(ends) <= len(done)


async def test_a_group_was_received_by_whoever_received_a_field_in_it(workload: Workload) -> None:
    logbook, plan_id = workload.logged.logbook, workload.plans[0]
    fields = {path for _, plan, path, _, _ in workload.truth if plan == plan_id and path.startswith("onderdak.")}
    alone = {found.trace_id for path in fields for found in await logbook.recipients(plan_id, path)}
    together = {found.trace_id for found in await logbook.recipients(plan_id, "onderdak")}
    assert together >= alone
    assert alone
    assert not await logbook.recipients(plan_id, "onder")


async def test_every_decision_is_the_same_again(workload: Workload, policy: Policy) -> None:
    """All decisions of the workload, allowed and refused, by the policy they name; by another one they come out otherwise."""
    sets, refused, otherwise = FieldSets(PATHS), 0, 0
    poorer = Policy(
        PLAN, tuple(row for row in policy.rows if "onderdak" not in "".join(row.patterns)), datetime.now(UTC).date()
    )
    for trace_id in workload.traces:
        [record] = await workload.logged.logbook.decision(trace_id)
        assert record["beleidsrevisie"] == policy.revision
        assert replay(record, policy, sets) == record
        refused += not record["toegestaan"]
        otherwise += _verdicts(replay(record, poorer, sets)) != _verdicts(record)
    assert refused > 10
    assert otherwise > 10


def _verdicts(record: dict[str, Any]) -> list[Any]:
    return [record["statisch"]["geweigerd"], [context["oordelen"] for context in record["contexten"]]]


async def test_what_was_withheld_is_in_the_decision(workload: Workload) -> None:
    found = 0
    for trace_id, withheld in workload.withheld.items():
        [record] = await workload.logged.logbook.decision(trace_id)
        refused = {
            (plan["id"], path)
            for context in record["contexten"]
            for verdict in context["oordelen"]
            for path in verdict["geweigerd"] or ()
            for plan in context["plannen"]
        }
        assert refused == withheld
        found += len({path for _, path in withheld if path.startswith("screening.")})
    # Those groups are open to others only when they are shared, so their verdicts are of their own.
    assert found


async def test_a_refusal_said_in_the_answer_is_in_the_decision(workload: Workload) -> None:
    logged = workload.logged
    for path in ("betrokkene.sknNummer", "onderdak.hulpvraag", "zorg.zorgNodig", "screening.risc.recidiverisico"):
        group, _, leaf = path.rpartition(".")
        inner = f"{{ {leaf} }}"
        for name in reversed(group.split(".")):
            inner = f"{{ {name} {inner} }}"
        asked = await logged.ask(
            "gemeente-arnhem", f"query ($id: ID!) {{ plan(id: $id) {inner} }}", id=workload.plans[0]
        )
        [record] = await logged.logbook.decision(asked.trace_id)
        said = {error["extensions"].get("pad") for error in asked.response.json().get("errors", ())}
        verdicts = [verdict for context in record["contexten"] for verdict in context["oordelen"]]
        judged = {found for verdict in verdicts for found in verdict["geweigerd"] or ()}
        assert set(record["statisch"]["geweigerd"] or ()) | judged == said
        assert record["toegestaan"] is (not said)


async def test_a_destroyed_plan_leaves_counts_and_no_reference(logged: Logged) -> None:
    skn = "5000001"
    plan_id = await logged.api.register(detention(skn))
    known_as = pseudonyms(logged.api.settings).all(skn)
    seen = await logged.ask(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } } }", id=plan_id)
    listed = await logged.ask(CASEMANAGER, "{ plannen { nodes { id } } }")
    missed = await logged.ask("gemeente-utrecht", "query ($id: ID!) { plan(id: $id) { id } }", id=plan_id)
    before = await logged.logbook.of_subject(known_as)
    assert {record["planId"] for record in before} == {plan_id}
    assert len(before) == len(await logged.logbook.of_plan(plan_id)) == 3
    total = logged.database["logboek"].count_documents({})
    assert await logged.logbook.forget(plan_id, known_as) == 3 + 4
    assert await logged.logbook.of_plan(plan_id) == []
    assert await logged.logbook.of_subject(known_as) == []
    assert await logged.logbook.recipients(plan_id, "onderdak.hulpvraag") == []
    assert logged.database["logboek"].count_documents({}) == total
    texts = [str(record) for record in logged.database["logboek"].find()]
    assert not [text for text in texts if plan_id in text or known_as[0].value in text]
    [record] = [found for found in logged.stored(seen.trace_id) if "planId" in found and found["soort"] == "verwerking"]
    assert record["attributes"]["dpl"]["core"]["data_subject_id"] == record["planId"]
    assert record["attributes"]["dpl"]["core"]["data_subject_id_type"] == GONE_TYPE
    for trace in (listed.trace_id, missed.trace_id):
        [decision] = await logged.logbook.decision(trace)
        assert record["planId"] in decision["planId"]
    # The others in that list are as they were.
    assert len(set(decision["planId"])) == len(decision["planId"])


async def test_audit_of_a_trace(logged: Logged) -> None:
    given = {"planId": logged.plan.id, "verwachteVersie": 1, "wijziging": {}}
    asked = await logged.ask(CASEMANAGER, CHANGE, input=given)
    [audit] = await logged.logbook.audit(asked.trace_id)
    assert audit["bewerking"]["velden"] == ["wijzigPlan"]


@pytest.mark.parametrize("acr", [None, "http://eidas.europa.eu/LoA/high"])
async def test_a_decision_is_the_same_again_for_a_login_of_that_level(
    logged: Logged, policy: Policy, acr: str | None
) -> None:
    token = minted(logged.api, CASEMANAGER, acr=acr)
    query = "query ($id: ID!) { plan(id: $id) { zorg { zorgaanbieder } } }"
    asked = await logged.ask(CASEMANAGER, query, {"Authorization": f"Bearer {token}"}, id=logged.plan.id)
    [record] = await logged.logbook.decision(asked.trace_id)
    assert record["toegestaan"] is (acr is not None)
    assert (record["statisch"]["geweigerd"] is None) is (acr is not None)
    assert replay(record, policy, FieldSets(PATHS)) == record


def test_a_decision_of_a_shielded_plan_is_replayed_without_what_is_shielded(policy: Policy) -> None:
    sets, field = FieldSets(PATHS), "onderdak.hulpvraag"
    verdict = {"actie": "LEZEN", "voorwaarden": [], "gevraagd": [field], "geweigerd": None}
    context: dict[str, Any] = {"relaties": ["EIGEN_PI"], "fase": "DETENTIE", "oordelen": [verdict], "plannen": []}
    record: dict[str, Any] = {
        "organisatieSoort": "DJI", "rol": "CASEMANAGER", "doelen": ["PLAN_UITVOEREN"], "soepel": False,
        "beleidsrevisie": policy.revision, "contexten": [context],
        "statisch": {"gevraagd": [field], "zoekvelden": None, "teSchrijven": None, "geweigerd": None},
    }  # fmt: skip
    assert replay(record, policy, sets) == record
    shielded = record | {"contexten": [context | {"afgeschermd": [field]}]}
    [again] = replay(shielded, policy, sets)["contexten"]
    assert again["oordelen"] == [verdict | {"geweigerd": [field]}]
