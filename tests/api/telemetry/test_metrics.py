"""The metrics tell operators what happened, in labels that nobody can make up."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.embedded.ports import free_ports
from api.settings import load_settings
from api.telemetry.exposition import Exposition, MetricsPortInUse
from api.telemetry.metrics import Metrics
from api.telemetry.telemetry import check_metrics_port
from tests.api.client import Api, running
from tests.api.eventually import eventually
from tests.api.telemetry.people import PEOPLE
from tests.api.telemetry.seen import value_of

_PLAN = "query ($id: ID!) { mijn: plan(id: $id) { id versie } }"


@dataclass(frozen=True, slots=True)
class Observed:
    """An application with its metrics."""

    api: Api
    address: str

    async def text(self) -> str:
        async with httpx.AsyncClient() as client:
            return (await client.get(self.address)).text


@pytest.fixture
async def observed(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Observed]:
    [port] = free_ports(1)
    async with running(mongodb_uri, database_name, tmp_path, metrics_port=port) as api:
        yield Observed(api, f"http://127.0.0.1:{port}/metrics")


async def test_what_was_asked_written_and_refused_is_counted(observed: Observed) -> None:
    api = observed.api
    plan_id = await api.register(PEOPLE[0].registration())
    for _ in range(3):
        await api.data("casemanager-arnhem", _PLAN, id=plan_id)
    await api.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"toelichting": "een"}})
    outcome = await api.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"toelichting": "twee"}})
    assert outcome["__typename"] == "VersieConflict"
    await api.ask("gemeente-arnhem", "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }", id=plan_id)
    await api.http.request("BREW", f"/v1/{PEOPLE[0].bsn}")
    text = await observed.text()
    asked = {"field": "plan", "kind": "query"}
    assert value_of(text, "operation_duration_seconds_count", **asked, status="2xx") == 3
    assert value_of(text, "operation_duration_seconds_count", **asked, status="4xx") == 1
    assert value_of(text, "operation_duration_seconds_count", field="wijzigPlan", kind="mutation") == 2
    assert value_of(text, "http_request_duration_seconds_count", route="/v1/graphql", method="POST", status="2xx") == 6
    assert value_of(text, "http_request_duration_seconds_count", route="unmatched", method="other", status="4xx") == 1
    assert value_of(text, "refusals_total", code="unauthorizedField") == 1
    assert value_of(text, "refusals_total", code="nietGevonden") == 1
    assert value_of(text, "plan_versions_total", organisation="DJI") == 2
    assert value_of(text, "version_conflicts_total", organisation="DJI") == 1
    assert value_of(text, "log_write_duration_seconds_count") >= 1
    assert value_of(text, "log_records_total") >= 3 * 7
    assert value_of(text, "log_write_failures_total") == 0
    assert value_of(text, "mongodb_command_duration_seconds_count", database="plans", command="find") >= 4
    assert value_of(text, "mongodb_command_duration_seconds_count", database="logs", command="insert") >= 1
    assert value_of(text, "policy_info") == 1


async def test_what_goes_on_by_itself_is_seen(observed: Observed) -> None:
    async def going() -> bool:
        text = await observed.text()
        led = [value_of(text, "leader", work=work) for work in ("relay", "webhooks")]
        return led == [1, 1] and value_of(text, "event_loop_lag_seconds_count") > 0

    await eventually(going)
    text = await observed.text()
    for name in ("connections", "log_records_waiting", "webhook_waiting", "webhook_dead_letters"):
        assert f"reintegratieplan_{name} 0.0" in text
    assert "reintegratieplan_outbox_oldest_seconds" in text
    assert "process_resident_memory_bytes" in text


def test_a_label_that_somebody_made_up_is_other() -> None:
    metrics = Metrics(["plan"], lambda: frozenset({"/v1/graphql"}))
    made_up = PEOPLE[0].bsn
    metrics.requested(made_up, made_up, 200, 0.1)
    metrics.operated((made_up,), made_up, 200, 0.1)
    metrics.operated(("plan", "plannen"), "query", 200, 0.1)
    metrics.refused([made_up])
    metrics.wrote(made_up)
    metrics.conflicted(made_up)
    metrics.attempted(made_up)
    metrics.commanded("plans", made_up, 0.1, good=False)
    labels = {
        value for found in metrics.registry.collect() for sample in found.samples for value in sample.labels.values()
    }
    assert made_up not in labels
    assert {"other", "several"} <= labels


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    [port] = free_ports(1)
    metrics = Metrics([], frozenset)
    first, second = (Exposition("127.0.0.1", port, metrics.registry) for _ in range(2))
    settings = load_settings(mode="development", data_dir=tmp_path, metrics_port=port)
    check_metrics_port(settings)
    first.open()
    try:
        for refused in (second.open, second.check, lambda: check_metrics_port(settings)):
            with pytest.raises(MetricsPortInUse, match="REINTEGRATIEPLAN_METRICS_PORT"):
                refused()
    finally:
        first.close()
    second.open()
    second.close()


async def test_without_a_port_there_are_no_metrics(api: Api) -> None:
    assert api.settings.metrics_port is None
    assert (await api.http.get("/metrics")).status_code == 404
