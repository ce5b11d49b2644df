"""One trace from whoever asked, through all three logs, and back."""

import re
import uuid

import pytest
from starlette.datastructures import Headers
from uuid6 import uuid7

from api.logbook.trace import Trace
from tests.api.logbook.conftest import Logged

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


@pytest.mark.parametrize(
    "given",
    [
        {"traceparent": f"00-{TRACE}-{SPAN}-01"},
        {"traceparent": f"00-{TRACE}-{SPAN}-00"},
        {"b3": f"{TRACE}-{SPAN}-1"},
        {"b3": f"{TRACE}-{SPAN}"},
        {"X-B3-TraceId": TRACE, "X-B3-SpanId": SPAN, "X-B3-Sampled": "0"},
        {"traceparent": f"00-{TRACE}-{SPAN}-01", "b3": f"{'1' * 32}-{'2' * 16}-1"},
        {"traceparent": "nonsense", "b3": f"{TRACE}-{SPAN}-1"},
    ],
)
def test_a_trace_is_taken_over_with_its_parent(given: dict[str, str]) -> None:
    found = Trace.of(Headers(given))
    assert (found.trace_id, found.parent_span_id) == (TRACE, SPAN)
    assert re.fullmatch("[0-9a-f]{16}", found.span_id)
    assert found.span_id != SPAN


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"traceparent": "999990342"},
        {"traceparent": f"00-{'0' * 32}-{SPAN}-01"},
        {"traceparent": f"ff-{TRACE}-{SPAN}-01"},
        {"b3": "0"},
        {"X-B3-TraceId": "Voorbeeld", "X-B3-SpanId": SPAN},
    ],
)
def test_without_a_usable_trace_there_is_a_new_one(given: dict[str, str]) -> None:
    first, second = Trace.of(Headers(given)), Trace.of(Headers(given))
    assert re.fullmatch("[0-9a-f]{32}", first.trace_id)
    assert first.parent_span_id is None
    assert first.trace_id != second.trace_id


@pytest.mark.parametrize("given", ["999990342", "", "Voorbeeld", "x" * 5000])
def test_a_transaction_id_that_is_no_uuid_is_left_out(given: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Trace.of(Headers({"Fsc-Transaction-Id": given})).transaction_id is None
    assert [record.getMessage() for record in caplog.records] == ["transaction_id_is_no_uuidv7"]


def test_another_version_of_uuid_is_carried_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    given = str(uuid.uuid4())
    assert Trace.of(Headers({"Fsc-Transaction-Id": given})).transaction_id == given
    assert [record.getMessage() for record in caplog.records] == ["transaction_id_is_no_uuidv7"]


async def test_trace_and_transaction_are_in_all_three_logs_and_in_the_response(logged: Logged) -> None:
    transaction = str(uuid7())
    query = "query ($id: ID!) { plan(id: $id) { versie } }"
    asked = await logged.ask(
        "casemanager-arnhem", query, id=logged.plan.id, headers={"Fsc-Transaction-Id": transaction}
    )
    assert asked.response.headers["Fsc-Transaction-Id"] == transaction
    assert sorted(record["soort"] for record in asked.records) == ["audit", "beslissing", "verwerking", "verwerking"]
    assert {record["fscTransactionId"] for record in asked.records} == {transaction}
    [parent] = [record for record in asked.of("verwerking") if "planId" not in record]
    assert parent["parent_span_id"] == SPAN
    assert {record["parent_span_id"] for record in asked.records if record is not parent} == {parent["span_id"]}
    assert len({record["span_id"] for record in asked.records}) == 4


async def test_a_refused_request_carries_the_transaction_too(logged: Logged) -> None:
    transaction = str(uuid7())
    response = await logged.api.http.post(
        "/v1/graphql", json={"query": "{"}, headers={"Fsc-Transaction-Id": transaction}
    )
    assert response.status_code == 400
    assert response.headers["Fsc-Transaction-Id"] == transaction
