"""What operators get of every request: one line, one measurement and, of a share, a span."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import RequestRefused
from api.logbook.trace import Trace
from api.telemetry.activity import CURRENT, Activity, note_refusal
from api.telemetry.names import METHODS, UNMATCHED, known
from api.telemetry.observer import Observer
from api.telemetry.tracing import Tracing

_GONE: Final = 499
"""The client left before it had asked; so proxies call it, and no failure of ours."""
_PROBES: Final = frozenset({"/healthz", "/readyz"})
_LOG: Final = logging.getLogger("reintegratieplan.requests")


class Desk:
    """Keeps activities from their begin to their end. `lines`: which of them get a line in the operations log."""

    def __init__(self, observer: Observer, tracing: Tracing | None, lines: str) -> None:
        self.observer = observer
        self._tracing = tracing
        self._lines = lines

    def begin(self, trace: Trace) -> Activity:
        """An activity in this trace, from now on the one at hand."""
        activity = Activity(trace)
        if self._tracing is not None and self._tracing.wants(trace):
            activity.steps = []
        CURRENT.set(activity)
        return activity

    def end(self, activity: Activity, event: str, method: str, route: str, status: int, began: int) -> None:
        """Tell of an activity that has ended with this status; `began`: in nanoseconds since 1970."""
        ended = time.time_ns()
        if activity.codes:
            self.observer.refused(activity.codes)
        if self._tracing is not None and activity.steps is not None:
            self._tracing.export(activity, method, route, status, (began, ended))
        # Probes come every few seconds, and say something only when they fail.
        if self._lines == "none" or (status < 400 and (self._lines == "refused" or route in _PROBES)):
            return
        told = {"method": method, "route": route, "status": status, "duration_ms": (ended - began) // 1_000 / 1_000}
        if activity.kind is not None:
            told |= {"kind": activity.kind, "fields": activity.fields, "organisation": activity.organisation}
        if activity.codes:
            told["codes"] = activity.codes
        _LOG.info(event, extra=told)

    @contextmanager
    def operation(self, trace: Trace, route: str) -> Iterator[Activity]:
        """An operation on a connection, which is an activity of its own."""
        activity, began = self.begin(trace), time.time_ns()
        try:
            yield activity
        except RequestRefused as refusal:
            note_refusal(refusal.faults)
            activity.status = refusal.status
            raise
        except Exception:
            activity.status = 500
            raise
        finally:
            self.end(activity, "operation", "WEBSOCKET", route, activity.status, began)


class Requests:
    """ASGI middleware around everything else: each request and each connection is an activity."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell how it went."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        began, started = time.time_ns(), time.perf_counter()
        activity = self._desk.begin(Trace.of(Headers(scope=scope)))
        status, answered = 500, None

        async def watched(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and status != 101:
                status = 403
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            status = _GONE
            raise
        finally:
            # Not taken back here: what comes after a failure is said under the same trace. A request has a context of its own.
            route = getattr(scope.get("route"), "path", UNMATCHED)
            if scope["type"] == "http":
                method = known(scope["method"], METHODS)
                self._desk.observer.requested(route, method, status, (answered or time.perf_counter()) - started)
                self._desk.end(activity, "request", method, route, status, began)
            else:
                self._desk.end(activity, "connection", "WEBSOCKET", route, status, began)
