"""The trace of one request: one W3C trace id in all three logs, taken over from whoever asks, or made here.

Sources: W3C Trace Context; B3 (single and multi header); `Fsc-Transaction-Id` of FSC Logging (Logius).
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from opentelemetry.propagators.b3 import B3MultiFormat
from opentelemetry.trace import SpanContext, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from api.logbook.ids import new_span, new_trace

TRANSACTION_HEADER: Final = "Fsc-Transaction-Id"

_W3C: Final = TraceContextTextMapPropagator()
_B3: Final = B3MultiFormat()
"""Reads the single header too."""
_LOG: Final = logging.getLogger("reintegratieplan.logbook")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a request stands in its trace. Ids in hexadecimal: 32 digits for the trace, 16 for a span."""

    trace_id: str
    span_id: str
    parent_span_id: str | None
    transaction_id: str | None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Trace":
        """The trace that a request's headers name, else a new one; the request is a span of its own in it."""
        parent = _parent(headers)
        transaction = _transaction(headers.get(TRANSACTION_HEADER))
        if parent is None:
            return cls(new_trace(), new_span(), None, transaction)
        return cls(f"{parent.trace_id:032x}", new_span(), f"{parent.span_id:016x}", transaction)


def _parent(headers: Mapping[str, str]) -> SpanContext | None:
    for reader, names in ((_W3C, ("traceparent",)), (_B3, ("b3", "x-b3-traceid"))):
        if any(name in headers for name in names):
            found = get_current_span(reader.extract(headers)).get_span_context()
            if found.is_valid:
                return found
    return None


def _transaction(value: str | None) -> str | None:
    """The transaction id; anything but a UUID is left out, since it could be about a person."""
    if value is None:
        return None
    try:
        found = uuid.UUID(value)
    except ValueError:
        found = None
    # Digikoppeling asks for version 7; what others send is carried all the same.
    if found is None or found.version != 7:
        _LOG.warning("transaction_id_is_no_uuidv7")
    return None if found is None else str(found)
