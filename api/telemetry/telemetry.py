"""Telemetry of one process, put together from its settings: what observes, what traces, and where the metrics are read."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from graphql import GraphQLSchema
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import SpanExporter
from prometheus_client import CollectorRegistry

from api.changes.hub import Hub
from api.graphql.lifelines import Lifelines
from api.logbook.writer import LogWriter
from api.settings import Settings
from api.store.backlog import Backlog
from api.store.command_times import CommandTimes
from api.store.driver import Database
from api.telemetry.exposition import Exposition
from api.telemetry.metrics import Metrics
from api.telemetry.observer import SILENT, Observer
from api.telemetry.requests import Desk
from api.telemetry.tracing import Tracing
from api.telemetry.vitals import watch_loop, watch_store


class Telemetry:
    """What the settings ask for; nothing, unless they do. `exporter` takes the place of the one that they name."""

    def __init__(
        self,
        settings: Settings,
        schema: GraphQLSchema,
        routes: Callable[[], frozenset[str]],
        exporter: SpanExporter | None = None,
    ) -> None:
        fields = root_fields(schema)
        self.metrics = None if settings.metrics_port is None else Metrics(fields, routes)
        self.observer: Observer = self.metrics or SILENT
        if exporter is None and settings.traces_endpoint is not None:
            exporter = OTLPSpanExporter(endpoint=settings.traces_endpoint, timeout=3)
        self._tracing = None if exporter is None else Tracing(exporter, settings.traces_share, fields)
        self.desk = Desk(self.observer, self._tracing, settings.request_lines)
        self._exposition: Exposition | None = None
        if self.metrics is not None and settings.metrics_port is not None:
            self._exposition = Exposition(settings.metrics_host, settings.metrics_port, self.metrics.registry)

    def listeners(self, database: str) -> list[CommandTimes]:
        """What a connection to a database needs to be observed under this name."""
        return [] if self.metrics is None and self._tracing is None else [CommandTimes(database, self.observer)]

    def watch(self, writer: LogWriter, lifelines: Lifelines, hub: Hub, revision: Callable[[], str]) -> None:
        """Have the metrics look at these."""
        if self.metrics is not None:
            self.metrics.watch("log_records_waiting", "Records that wait for a write.", lambda: writer.waiting)
            self.metrics.watch("connections", "Websockets and streams that are open.", lambda: len(lifelines))
            self.metrics.watch("subscribers", "Readers of changes: subscriptions and webhooks.", lambda: hub.readers)
            self.metrics.describe(revision)

    def start(self, background: Database) -> list[Coroutine[Any, Any, None]]:
        """Open the metrics; what is to run beside the application. MetricsPortInUse when they cannot be opened."""
        if self._exposition is None:
            return []
        self._exposition.open()
        return [watch_loop(self.observer), watch_store(self.observer, Backlog(background))]

    async def stop(self) -> None:
        """Close the metrics, and export what waits."""
        if self._exposition is not None:
            await asyncio.to_thread(self._exposition.close)
        if self._tracing is not None:
            # A collector that is away must not keep the process from ending.
            with suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await asyncio.to_thread(self._tracing.close)


def check_metrics_port(settings: Settings) -> None:
    """MetricsPortInUse when the metrics that these settings ask for could not be served."""
    if settings.metrics_port is not None:
        Exposition(settings.metrics_host, settings.metrics_port, CollectorRegistry()).check()


def root_fields(schema: GraphQLSchema) -> frozenset[str]:
    """The names of everything that can be asked."""
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return frozenset(name for root in roots if root is not None for name in root.fields)
