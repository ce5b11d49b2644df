"""Traces of operations, exported over OTLP: a share of all requests, apart from the three logs, which are always complete.

A span bears the very ids that the logs have for its request, so that who follows an incident gets from one to the other. It is made
when the work has ended, and only when it is to be exported; what the client says of sampling, and its tracestate, are left aside.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from api.headers import API_VERSION
from api.logbook.ids import new_span
from api.logbook.trace import Trace
from api.telemetry.activity import Activity, Step
from api.telemetry.names import CODES, COMMANDS, KINDS, METHODS, ORGANISATIONS, Attribute, known

_SERVICE: Final = "reintegratieplan"
_SCOPE: Final = InstrumentationScope(_SERVICE, API_VERSION)
# Not `Resource.create`, which adds what the environment and the machine tell.
_RESOURCE: Final = Resource({Attribute.SERVICE: _SERVICE, Attribute.VERSION: API_VERSION})
_SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)

Attributes: TypeAlias = Mapping[Attribute, str | int | list[str]]


class Tracing:
    """Exports spans of a share (0 to 1) of all traces; `fields`: the root fields of the schema."""

    def __init__(self, exporter: SpanExporter, share: float, fields: Iterable[str]) -> None:
        self._processor = BatchSpanProcessor(exporter)
        self._below = round(share * (1 << 64))
        self._fields = frozenset(fields)

    def wants(self, trace: Trace) -> bool:
        """Whether this trace is exported; by its id alone, as OpenTelemetry's TraceIdRatioBased does, so that all keep the same."""
        return int(trace.trace_id[16:], 16) < self._below

    def export(self, activity: Activity, method: str, route: str, status: int, times: tuple[int, int]) -> None:
        """Hand over an activity with its steps; `times`: its begin and end (nanoseconds since 1970)."""
        trace = activity.trace
        own = _context(trace.trace_id, trace.span_id)
        parent = None if trace.parent_span_id is None else _context(trace.trace_id, trace.parent_span_id, remote=True)
        verb = known(method, METHODS)
        attributes: dict[Attribute, str | int | list[str]] = {
            Attribute.METHOD: verb,
            Attribute.ROUTE: route,
            Attribute.STATUS: status,
        }
        if activity.kind is not None:
            attributes[Attribute.KIND] = known(activity.kind, KINDS)
            attributes[Attribute.FIELDS] = [known(name, self._fields) for name in activity.fields]
        if activity.organisation is not None:
            attributes[Attribute.ORGANISATION] = known(activity.organisation, ORGANISATIONS)
        if activity.codes:
            attributes[Attribute.CODES] = [known(code, CODES) for code in activity.codes]
        if status >= 500:
            attributes[Attribute.ERROR] = str(status)
        for step in activity.steps or ():
            self._step(step, own)
        self._end(f"{verb} {route}", own, parent, attributes, SpanKind.SERVER, times, good=status < 500)

    def close(self) -> None:
        """Export what waits, and stop."""
        self._processor.shutdown()  # type: ignore[no-untyped-call] # the SDK leaves it untyped

    def _step(self, step: Step, parent: SpanContext) -> None:
        command = known(step.name, COMMANDS)
        attributes: Attributes = {Attribute.SYSTEM: "mongodb", Attribute.COMMAND: command}
        own = SpanContext(parent.trace_id, int(new_span(), 16), is_remote=False, trace_flags=_SAMPLED)
        self._end(command, own, parent, attributes, SpanKind.CLIENT, (step.began, step.ended), good=step.good)

    def _end(
        self,
        name: str,
        own: SpanContext,
        parent: SpanContext | None,
        attributes: Attributes,
        kind: SpanKind,
        times: tuple[int, int],
        *,
        good: bool,
    ) -> None:
        span = ReadableSpan(
            name,
            own,
            parent,
            _RESOURCE,
            {str(key): value for key, value in attributes.items()},
            kind=kind,
            # Without a description: the text of an error may be about a person.
            status=Status(StatusCode.UNSET if good else StatusCode.ERROR),
            start_time=times[0],
            end_time=times[1],
            instrumentation_scope=_SCOPE,
        )
        self._processor.on_end(span)


def _context(trace_id: str, span_id: str, *, remote: bool = False) -> SpanContext:
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=remote, trace_flags=_SAMPLED)
