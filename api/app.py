"""The application: start here. Settings come in, routes come out; each package is a room of its own.

`identity` who asks · `access` what he may · `graphql` how he asks · `authzen` how he asks beforehand · `store` what there is ·
`view` what he sees of it · `logbook` what is kept of that · `changes` who is told · `webhooks` and where · `telemetry` what
operators see of it all.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from opentelemetry.sdk.trace.export import SpanExporter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
from api.authzen.endpoint import CONFIGURATION, EVALUATION, EVALUATIONS, AuthzenEndpoint
from api.authzen.evaluator import Evaluator
from api.changes.service import Changes
from api.compiled.execution import CompiledExecution
from api.documents import Documents
from api.errors import Code, Fault
from api.graphql.context import Store
from api.graphql.endpoint import GraphQLEndpoint
from api.graphql.execution import Executor
from api.graphql.lifelines import Lifelines
from api.graphql.operation import Limits, OperationReader
from api.graphql.renderings import Renderings
from api.graphql.schema import executable_schema
from api.graphql.streams import Streams
from api.graphql.websocket import GraphQLSocket
from api.headers import FIXED_HEADERS, FixedHeaders
from api.health import Health
from api.identity.caller import Caller
from api.identity.organisation_holder import OrganisationHolder
from api.identity.wiring import authenticator, resource_metadata
from api.logbook.reading import Logbook
from api.logbook.recorder import Recorder
from api.logbook.wiring import log_database, log_reading_database, recorder_for
from api.logs import place_of
from api.matrix.endpoint import MatrixEndpoint
from api.problems import problem
from api.server import STOP
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.changing import Changer
from api.store.driver import Database
from api.store.happenings import Happenings
from api.store.ledger import Ledger
from api.store.logbook import LogStore
from api.store.plans import PlanReader
from api.store.receipts import Receipts
from api.store.recipient_log import RecipientLog
from api.store.registration import Registrar
from api.store.scribe import Clock
from api.store.server_check import open_database
from api.store.signing import Keyring
from api.telemetry.observer import Observer
from api.telemetry.requests import Requests
from api.telemetry.telemetry import Telemetry
from api.webhooks.contexts import Contexts
from api.webhooks.service import Background, Webhooks, webhook_keys
from plan_schema.plan import PATHS, PLAN

TABLE_SECONDS: Final = 2.0
"""How often the policy tables and the organisation table are looked at for a change."""

_LOG: Final = logging.getLogger("reintegratieplan")


def now() -> datetime:
    """The moment of now in UTC, to the millisecond that the database keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def build_store(database: Database, logs: Database, keys: Keyring, clock: Clock, idempotency_hours: int) -> Store:
    """The store over a database and that of the logs; versions are signed, and a change sent again is known for some hours."""
    reader, ledger = PlanReader(database, PATHS), Ledger(database, keys)
    receipts = Receipts(database, keys, clock, idempotency_hours)
    return Store(
        reader,
        Registrar(ledger, reader, receipts, PATHS, clock),
        Changer(ledger, reader, receipts, PATHS, clock),
        Happenings(database, RecipientLog(database), reader, PATHS),
        Logbook(logs),
    )


def create_app(
    settings: Settings,
    *,
    clock: Clock = now,
    listeners: Sequence[Any] = (),
    log_listeners: Sequence[Any] = (),
    change_listeners: Sequence[Any] = (),
    span_exporter: SpanExporter | None = None,
    recorder_of: Callable[[Settings, LogStore, Observer], Recorder] = recorder_for,
) -> Starlette:
    """The ASGI application.

    `listeners` (pymongo's CommandListener) see every command that a request gives to the database, `log_listeners` those to the
    database of the logs, `change_listeners` those of the relay, the tail and the readers of logs. `span_exporter` takes the place of the
    one that the settings name; `recorder_of` makes what keeps the logs.

    Raises before anything is served when policy, organisation table or settings cannot be used.
    """
    today = _calendar(clock, settings.time_zone)
    policies = PolicyHolder(PLAN, settings.policies)
    organisations = OrganisationHolder(settings.organisations)
    metadata = resource_metadata(settings)
    identity = authenticator(settings, organisations, metadata)
    schema = executable_schema()
    telemetry = Telemetry(settings, schema, lambda: _templates(app.routes), span_exporter)
    database = Database(
        settings.mongodb_uri or "",
        settings.database,
        library=settings.mongo_driver,
        listeners=[*listeners, *telemetry.listeners("plans")],
    )
    # Of its own, so that work in the background never waits for a connection that requests hold, or the reverse.
    background = Database(
        settings.mongodb_uri or "",
        settings.database,
        library=settings.mongo_driver,
        listeners=[*change_listeners, *telemetry.listeners("background")],
    )
    changes = Changes(
        background,
        policies,
        organisations,
        today,
        clock,
        aftercare_months=settings.aftercare_months,
        kept_days=settings.event_days,
        observer=telemetry.observer,
    )
    happenings = Happenings(background, changes.log, PlanReader(background, PATHS), PATHS)
    keys = webhook_keys(settings)
    logs_seen = [*log_listeners, *telemetry.listeners("logs")]
    logs = log_reading_database(settings, logs_seen)
    log_store = LogStore(log_database(settings, logs_seen))
    recorder = recorder_of(settings, log_store, telemetry.observer)
    webhooks = keys and Webhooks(
        settings,
        keys,
        database,
        Background(background, changes.hub, happenings),
        Contexts(organisations, policies, today, settings.aftercare_months),
        recorder,
        clock,
        telemetry.observer,
    )
    store = build_store(database, logs, signing_keys(settings), clock, settings.idempotency_hours)
    executor = Executor(
        schema,
        OperationReader(schema, Limits()),
        replace(store, webhooks=webhooks.desk if webhooks else None),
        recorder,
        CompiledExecution(schema) if settings.compiled else None,
        telemetry.observer,
    )

    def access_of(caller: Caller) -> Access:
        """What a caller may do, by the policy of now."""
        day = today()
        return Access(caller, policies.on(day), day, settings.aftercare_months, judged=[])

    streams = Streams(executor, changes.hub, happenings, Renderings(executor, happenings, access_of))
    lifelines = Lifelines()
    graphql = GraphQLEndpoint(executor, streams, identity, access_of, lifelines, settings.max_body_bytes)
    socket = GraphQLSocket(executor, streams, identity, access_of, lifelines, telemetry.desk)
    evaluator = Evaluator(store.reader, recorder)
    authzen = AuthzenEndpoint(evaluator, identity, access_of, settings.base_url, settings.max_body_bytes)
    documents = Documents(identity, settings.base_url, webhooks=webhooks is not None)
    matrix = MatrixEndpoint(policies, today)
    health = Health(database, log_store)
    telemetry.watch(recorder.writer, lifelines, changes.hub, lambda: policies.on(today()).revision)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        await open_database(database, PLAN)
        await log_store.prepare()
        # What is loaded now stays loaded; keeping it out of garbage collection takes the long pauses away.
        gc.collect()
        gc.freeze()
        running = [
            asyncio.create_task(policies.watch(today, TABLE_SECONDS)),
            asyncio.create_task(organisations.watch(TABLE_SECONDS)),
            asyncio.create_task(changes.run()),
            asyncio.create_task(recorder.writer.run()),
            *([asyncio.create_task(webhooks.run())] if webhooks else []),
            *(asyncio.create_task(work) for work in telemetry.start(background)),
        ]
        # A server asks this before it waits for connections: what lasts for hours does not end by itself.
        yield {STOP: lifelines.stop}
        await lifelines.stop()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        gc.unfreeze()
        await telemetry.stop()
        await log_store.close()
        await logs.close()
        await background.close()
        await database.close()

    app = Starlette(
        routes=[
            Route("/v1/graphql", graphql.respond, methods=["POST"]),
            WebSocketRoute("/v1/graphql", socket.serve),
            Route("/v1/schema.graphql", documents.graphql_schema, methods=["GET"]),
            Route("/v1/plan.schema.json", documents.plan_schema, methods=["GET"]),
            Route("/v1/openapi.json", documents.openapi, methods=["GET"]),
            Route("/v1/autorisatiematrix", matrix.matrix, methods=["GET"]),
            Route("/v1/autorisatiematrix.css", matrix.style, methods=["GET"]),
            *([Route("/v1/webhook-sleutels", webhooks.key_set, methods=["GET"])] if webhooks else []),
            Route(metadata.path, metadata.respond, methods=["GET"]),
            Route(EVALUATION, authzen.evaluation, methods=["POST"]),
            Route(EVALUATIONS, authzen.evaluations, methods=["POST"]),
            Route(CONFIGURATION, authzen.configuration, methods=["GET"]),
            Route("/healthz", health.alive, methods=["GET"]),
            Route("/readyz", health.ready, methods=["GET"]),
        ],
        middleware=[Middleware(Requests, telemetry.desk), Middleware(FixedHeaders)],
        exception_handlers={HTTPException: _transport_error, Exception: _unforeseen},
        lifespan=lifespan,
    )
    return app


def _templates(routes: Iterable[BaseRoute]) -> frozenset[str]:
    """The addresses as they are declared, which is all that operators see of an address."""
    return frozenset(route.path for route in routes if isinstance(route, Route | WebSocketRoute))


def _calendar(clock: Clock, time_zone: str) -> Callable[[], date]:
    """What day it is: a right that begins on a day begins at Dutch midnight."""
    zone = ZoneInfo(time_zone)
    return lambda: clock().astimezone(zone).date()


async def _transport_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    known = {
        404: Fault(Code.NIET_GEVONDEN, "Dit adres bestaat niet; vragen gaan naar POST /v1/graphql."),
        405: Fault(Code.METHODE_NIET_TOEGESTAAN, "Deze methode kan hier niet; vragen gaan met POST."),
    }
    fault = known.get(error.status_code) or Fault(Code.ONGELDIGE_AANVRAAG, HTTPStatus(error.status_code).phrase)
    return problem(error.status_code, [fault], error.headers)


async def _unforeseen(_: Request, error: Exception) -> Response:
    # The message of an unforeseen error may quote a value of a person: only its kind is kept.
    _LOG.error("unforeseen_error", extra={"cause": type(error).__name__, "place": place_of(error)})
    fault = Fault(Code.INTERNE_FOUT, "Er ging iets mis aan onze kant; er is geen antwoord gegeven.")
    # This handler stands outside the middleware that adds them to every other response.
    return problem(500, [fault], FIXED_HEADERS)
