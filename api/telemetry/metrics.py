"""The metrics, for Prometheus. Labels have values from `names`, root fields and routes only, so their number is bounded."""

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import InfoMetricFamily
from prometheus_client.registry import Collector

from api.headers import API_VERSION
from api.telemetry.names import (
    CODES,
    COMMANDS,
    KINDS,
    METHODS,
    NONE,
    ORGANISATIONS,
    UNMATCHED,
    VERDICTS,
    known,
    status_class,
)
from api.telemetry.observer import Observer

_PREFIX: Final = "reintegratieplan"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SEVERAL: Final = "several"


class Metrics(Observer):
    """The metrics of one process. `fields`: the root fields of the schema; `routes`: the templates of the addresses."""

    def __init__(self, fields: Iterable[str], routes: Callable[[], frozenset[str]]) -> None:
        # Moments of first use double the output, and say nothing that a restart does not.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library leaves it untyped
        self.registry = registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self._fields = frozenset(fields)
        self._routes = routes

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, labels, namespace=_PREFIX, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(name, text, labels, namespace=_PREFIX, registry=registry)

        def histogram(name: str, text: str, *labels: str) -> Histogram:
            return Histogram(name, text, labels, namespace=_PREFIX, registry=registry, buckets=_SECONDS)

        self._gauge = gauge
        self._requests = histogram(
            "http_request_duration_seconds", "Until an answer began.", "route", "method", "status"
        )
        self._operations = histogram(
            "operation_duration_seconds", "Operations with their logs.", "field", "kind", "status"
        )
        self._refusals = counter("refusals", "What was refused, by code.", "code")
        self._versions = counter("plan_versions", "Versions of plans that were made.", "organisation")
        self._conflicts = counter(
            "version_conflicts", "Changes on an older version that could not be merged.", "organisation"
        )
        self._log_writes = histogram("log_write_duration_seconds", "Writes to the three logs.")
        self._log_records = counter("log_records", "Records in the three logs.")
        self._log_failures = counter("log_write_failures", "Writes to the three logs that failed.")
        self._leading = gauge("leader", "Whether this process leads, per kind of work.", "work")
        self._attempts = counter("webhook_attempts", "Attempts to deliver a webhook, by outcome.", "outcome")
        self._commands = histogram(
            "mongodb_command_duration_seconds", "Commands to MongoDB.", "database", "command", "outcome"
        )
        self._lag = histogram("event_loop_lag_seconds", "How long work that was due waited for its turn.")
        self._outbox = gauge("outbox_oldest_seconds", "Age of the oldest change that was not passed on.")
        self._waiting = gauge("webhook_waiting", "Webhook messages in line, of all processes.")
        self._dead = gauge("webhook_dead_letters", "Webhook messages that were given up, of all processes.")

    def watch(self, name: str, text: str, look: Callable[[], float]) -> None:
        """Look at this whenever somebody reads the metrics; from another thread than that of the event loop."""
        self._gauge(name, text).set_function(look)

    def describe(self, revision: Callable[[], str]) -> None:
        """Say which release this is, and the revision of the policy that is in force."""
        self.registry.register(_About(revision))

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count and time a request."""
        labels = (
            route if route == UNMATCHED else known(route, self._routes()),
            known(method, METHODS),
            status_class(status),
        )
        self._requests.labels(*labels).observe(seconds)

    def operated(self, fields: tuple[str, ...], kind: str, status: int, seconds: float) -> None:
        """Count and time an operation."""
        field = NONE if not fields else _SEVERAL if len(fields) > 1 else known(fields[0], self._fields)
        self._operations.labels(field, known(kind, KINDS), status_class(status)).observe(seconds)

    def refused(self, codes: Iterable[str]) -> None:
        """Count refusals."""
        for code in codes:
            self._refusals.labels(known(code, CODES)).inc()

    def wrote(self, organisation: str) -> None:
        """Count a version."""
        self._versions.labels(known(organisation, ORGANISATIONS)).inc()

    def conflicted(self, organisation: str) -> None:
        """Count a conflict."""
        self._conflicts.labels(known(organisation, ORGANISATIONS)).inc()

    def logged(self, records: int, seconds: float) -> None:
        """Count records, and time their write."""
        self._log_writes.observe(seconds)
        self._log_records.inc(records)

    def failed_to_log(self) -> None:
        """Count a write that failed."""
        self._log_failures.inc()

    def leads(self, work: str, *, leading: bool) -> None:
        """Keep whether this process leads."""
        self._leading.labels(work).set(leading)

    def attempted(self, verdict: str) -> None:
        """Count an attempt."""
        self._attempts.labels(known(verdict, VERDICTS).lower()).inc()

    def commanded(self, database: str, command: str, seconds: float, *, good: bool) -> None:
        """Time a command."""
        self._commands.labels(database, known(command, COMMANDS), "ok" if good else "failed").observe(seconds)

    def lagged(self, seconds: float) -> None:
        """Keep a lag."""
        self._lag.observe(seconds)

    def waits(self, outbox_seconds: float, deliveries: int, dead_letters: int) -> None:
        """Keep what waits."""
        self._outbox.set(outbox_seconds)
        self._waiting.set(deliveries)
        self._dead.set(dead_letters)


class _About(Collector):
    """The release and the policy, at the moment of asking."""

    def __init__(self, revision: Callable[[], str]) -> None:
        self._revision = revision

    def collect(self) -> Iterable[InfoMetricFamily]:
        """Two metrics that are always 1."""
        yield InfoMetricFamily(f"{_PREFIX}_api", "The version of the API.", {"version": API_VERSION})
        yield InfoMetricFamily(f"{_PREFIX}_policy", "The policy that is in force.", {"revision": self._revision()})
