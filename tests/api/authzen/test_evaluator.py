"""Several at once: in order, as far as the semantic goes, on the records of one decision that can be taken again."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from api.embedded.server import EmbeddedMongo
from api.logbook.field_sets import FieldSets
from api.logbook.register import activities
from api.logbook.replay import replay
from plan_schema.plan import PATHS, PLAN
from policies.policy import Policy
from tests.api.authzen.conftest import ONE, SEVERAL, Authzen, evaluation
from tests.api.client import detention, running
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import ARNHEM
from tests.api.logbook.conftest import Asked

GEMEENTE: Final = "gemeente-arnhem"
DOELEN: Final = ["ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET"]
ABSENT: Final = "018f0000-0000-7000-8000-000000000000"
YES: Final = "onderdak.hulpvraag"
NO: Final = "betrokkene.sknNummer"


@pytest.mark.parametrize(
    ("semantic", "paths", "decisions"),
    [
        (None, [YES, NO, YES], [True, False, True]),
        ("execute_all", [NO, YES, NO], [False, True, False]),
        ("deny_on_first_deny", [YES, NO, YES], [True, False]),
        ("deny_on_first_deny", [YES, YES], [True, True]),
        ("permit_on_first_permit", [NO, YES, YES], [False, True]),
        ("permit_on_first_permit", [NO, NO], [False, False]),
    ],
)
async def test_a_semantic_says_how_far_it_goes(
    authzen: Authzen, semantic: str | None, paths: list[str], decisions: list[bool]
) -> None:
    body: dict[str, Any] = {"evaluations": [evaluation(GEMEENTE, path) for path in paths]}
    if semantic is not None:
        body["options"] = {"evaluations_semantic": semantic}
    asked = await authzen.ask(GEMEENTE, body, SEVERAL)
    answers = asked.response.json()["evaluations"]
    assert [answer["decision"] for answer in answers] == decisions
    assert [answer["context"]["pad"] for answer in answers] == paths[: len(decisions)]
    # What was not evaluated was not decided either.
    assert [entry["toegestaan"] for entry in asked.decision["evaluaties"]] == decisions
    assert asked.decision["toegestaan"] is all(decisions)


async def test_without_a_list_it_is_one(authzen: Authzen) -> None:
    body = evaluation(GEMEENTE, YES)
    for given in (body, body | {"evaluations": []}):
        asked = await authzen.ask(GEMEENTE, given, SEVERAL)
        assert asked.response.json() == (await authzen.ask(GEMEENTE, body)).response.json()
        assert asked.decision["event_name"] == "adl.access_evaluations"


async def _mixed(authzen: Authzen) -> Asked:
    plan = authzen.plan_id
    entries = [
        evaluation(GEMEENTE, YES),
        evaluation(GEMEENTE, NO, "SCHRIJVEN"),
        evaluation(GEMEENTE, YES, "SCHRIJVEN", plan),
        evaluation(GEMEENTE, YES, "LEZEN", plan, doel="OVERLEG_INZET"),
        evaluation(GEMEENTE, NO, "LEZEN", plan),
        evaluation(GEMEENTE, "doelen[999990342].status", "LEZEN", plan),
        evaluation(GEMEENTE, YES, "LEZEN", ABSENT),
        evaluation(GEMEENTE, YES, "LEZEN", "999990342"),
    ]
    return await authzen.ask(GEMEENTE, {"evaluations": entries}, SEVERAL, doelen=DOELEN)


async def test_one_call_is_one_decision_with_every_evaluation(authzen: Authzen) -> None:
    asked = await _mixed(authzen)
    decision, answers = asked.decision, asked.response.json()["evaluations"]
    assert decision["event_name"] == "adl.access_evaluations"
    assert decision["planId"] == sorted([authzen.plan_id, ABSENT])
    assert decision["nietGevonden"] == [ABSENT]
    entries = decision["evaluaties"]
    assert [entry["toegestaan"] for entry in entries] == [answer["decision"] for answer in answers]
    assert [entry.get("reden") for entry in entries] == [answer["context"].get("reden") for answer in answers]
    assert [entry["pad"] for entry in entries] == [answer["context"]["pad"] for answer in answers]
    assert [entry.get("gevonden") for entry in entries] == [None, None, True, True, True, True, False, False]
    named = [decision["planId"][entry["plan"]] if "plan" in entry else None for entry in entries]
    assert named == [None, None, *[authzen.plan_id] * 4, ABSENT, None]
    assert entries[3]["doelen"] == ["OVERLEG_INZET"]
    assert (entries[2]["relaties"], entries[2]["fase"]) == (["HERKOMST"], "DETENTIE")
    # Neither an id that is none nor one in a path is kept: it could be a number of a person.
    assert "999990342" not in json.dumps(asked.records, default=str)


async def test_the_plan_that_was_looked_at_has_its_processing_record_and_who_asked_is_known(authzen: Authzen) -> None:
    asked = await _mixed(authzen)
    [record] = asked.plans
    assert record["planId"] == authzen.plan_id
    assert [authzen.logged.paths(entry["velden"]) for entry in record["gelezen"]] == [{"plan"}]
    parent = next(found for found in asked.of("verwerking") if "planId" not in found)
    for found in (parent, record):
        core = found["attributes"]["dpl"]["core"]
        assert core["processing_activity_id"] == activities()["evaluations", "VERSTREKKEN"]  # type: ignore[index]
        assert (found["ontvanger"], found["status"]) == (ARNHEM, "Ok")
    [audit] = asked.of("audit")
    assert (audit["wie"]["gebruiker"], audit["httpStatus"]) == (f"persona:{GEMEENTE}", 200)
    assert audit["bewerking"]["velden"] == ["evaluations"]


async def test_one_evaluation_is_logged_under_its_own_name(authzen: Authzen) -> None:
    asked = await authzen.ask(GEMEENTE, evaluation(GEMEENTE, YES, plan=authzen.plan_id), ONE)
    assert asked.decision["event_name"] == "adl.access_evaluation"
    assert {record["name"] for record in asked.of("verwerking")} == {"evaluation"}
    assert len(asked.records) == 4


async def test_the_decision_is_the_same_again_and_another_by_another_policy(authzen: Authzen) -> None:
    today = datetime.now(UTC).date()
    policy, sets = Policy.load(PLAN, today), FieldSets(PATHS)
    poorer = Policy(PLAN, tuple(row for row in policy.rows if "onderdak" not in "".join(row.patterns)), today)
    asked = await _mixed(authzen)
    [record] = await authzen.logged.logbook.decision(asked.trace_id)
    assert replay(record, policy, sets) == record
    before = [entry["toegestaan"] for entry in record["evaluaties"]]
    after = [entry["toegestaan"] for entry in replay(record, poorer, sets)["evaluaties"]]
    assert [left != right for left, right in zip(before, after, strict=True)] == [
        entry["pad"] == YES and entry["toegestaan"] for entry in record["evaluaties"]
    ]


async def test_a_shielded_field_is_refused_and_decided_again_so(authzen: Authzen) -> None:
    api = authzen.logged.api
    plan_id = await api.register(detention("3000091"))
    shielding = {"pad": "onderdak", "grond": "JUISTHEID_BETWIST", "reden": "bezwaar"}
    outcome = await api.change("hoofd-denr-arnhem", plan_id, 1, {"afschermingen": {"toevoegen": [shielding]}})
    assert outcome["__typename"] == "PlanGewijzigd", outcome
    asked = await authzen.ask("casemanager-arnhem", evaluation("casemanager-arnhem", YES, plan=plan_id))
    assert asked.response.json()["context"]["reden"] == "AFGESCHERMD"
    [record] = await authzen.logged.logbook.decision(asked.trace_id)
    policy = Policy.load(PLAN, datetime.now(UTC).date())
    assert replay(record, policy, FieldSets(PATHS)) == record
    assert record["toegestaan"] is False


async def test_a_destroyed_plan_is_forgotten_here_too(authzen: Authzen) -> None:
    plan_id = await authzen.logged.api.register(detention("3000092"))
    asked = await authzen.ask("casemanager-arnhem", evaluation("casemanager-arnhem", YES, plan=plan_id))
    assert asked.decision["planId"] == [plan_id]
    await authzen.logged.logbook.forget(plan_id)
    left = authzen.logged.stored(asked.trace_id)
    assert len(left) == len(asked.records)
    assert plan_id not in json.dumps(left, default=str)


async def test_without_the_log_there_is_no_verdict(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    with EmbeddedMongo(tmp_path / "logboek", cache_gb=0.25) as server:
        async with running(mongodb_uri, database_name, tmp_path, logbook_uri=server.uri, logbook_timeout=1.0) as api:
            token = {"Authorization": f"Bearer {api.issuer.issue(GEMEENTE)}"}
            good, about_another = evaluation(GEMEENTE, YES), evaluation("mentor-arnhem", YES)
            assert (await api.http.post(ONE, json=good, headers=token)).status_code == 200
            server.kill()
            for address, body in ((ONE, good), (SEVERAL, {"evaluations": [good] * 2}), (ONE, about_another)):
                refused = await api.http.post(address, json=body, headers=token)
                assert_refused(refused, 503, "logboekNietBeschikbaar")
                assert "decision" not in refused.text
            narrowed = {**token, "X-Doelbinding": "BEHEER"}
            assert_refused(await api.http.post(ONE, json=good, headers=narrowed), 503, "logboekNietBeschikbaar")
