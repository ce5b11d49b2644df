"""A span bears the ids of the three logs, says what is allowed and no more, and is one of a share."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.trace import SpanKind, StatusCode
from pymongo import MongoClient

from api.logbook.trace import Trace
from api.store.logbook import RECORDS
from api.telemetry.names import Attribute
from api.telemetry.tracing import Tracing
from tests.api.client import running
from tests.api.telemetry.people import PEOPLE
from tests.api.telemetry.seen import Kept

_PARENT = "00f067aa0ba902b7"


async def test_a_request_is_one_span_in_the_trace_of_its_logs(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    kept, trace_id = Kept(), secrets.token_hex(16)
    # `00`: the client asks for no sample, and has a say in neither that nor the state of the trace.
    headers = {"traceparent": f"00-{trace_id}-{_PARENT}-00", "tracestate": f"x={PEOPLE[0].bsn}"}
    async with running(mongodb_uri, database_name, tmp_path, span_exporter=kept, traces_share=1) as api:
        plan_id = await api.register(PEOPLE[0].registration())
        query = "query Naam($id: ID!) { alias: plan(id: $id) { id betrokkene { geslachtsnaam } } }"
        assert (await api.ask("casemanager-arnhem", query, headers=headers, id=plan_id)).status_code == 200
        refused = "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }"
        assert (await api.ask("gemeente-arnhem", refused, headers=headers, id=plan_id)).status_code == 403
    spans = [span for span in kept.spans if span.context and f"{span.context.trace_id:032x}" == trace_id]
    answered, denied = [span for span in spans if span.kind is SpanKind.SERVER]
    assert dict(answered.attributes or {}) == {
        Attribute.METHOD: "POST",
        Attribute.ROUTE: "/v1/graphql",
        Attribute.STATUS: 200,
        Attribute.KIND: "query",
        Attribute.FIELDS: ["plan"],
        Attribute.ORGANISATION: "DJI",
    }
    assert answered.name == "POST /v1/graphql"
    assert answered.parent is not None
    assert f"{answered.parent.span_id:016x}" == _PARENT
    assert answered.context is not None
    assert not answered.context.trace_state
    assert answered.status.status_code is StatusCode.UNSET
    assert (denied.attributes or {})[Attribute.CODES] == ["unauthorizedField"]
    steps = [span for span in spans if span.kind is SpanKind.CLIENT]
    assert {span.name for span in steps} == {"find"}
    assert all(span.parent == answered.context for span in steps)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        logs: Any = client[f"{database_name}_logboek"][RECORDS]
        own = f"{answered.context.span_id:016x}"
        assert logs.count_documents({"trace_id": trace_id, "span_id": own, "soort": "verwerking"}) == 1


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0, 0), (0.5, 350, 650), (1.0, 1_000, 1_000)])
def test_a_share_of_all_traces_is_kept_by_id_alone(share: float, least: int, most: int) -> None:
    tracing = Tracing(Kept(), share, [])
    traces = [Trace.of({}) for _ in range(1_000)]
    wanted = [tracing.wants(trace) for trace in traces]
    assert least <= sum(wanted) <= most
    assert wanted == [tracing.wants(trace) for trace in traces]
    tracing.close()
