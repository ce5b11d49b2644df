"""The application: start here. Settings come in, routes come out; each package is a room of its own.

`identity` who asks · `access` what he may · `graphql` how he asks · `authzen` how he asks beforehand · `store` what there is ·
`view` what he sees of it · `logbook` what is kept of that · `changes` who is told · `webhooks` and where · `telemetry` what
operators see of it all.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from opentelemetry.sdk.trace.export import SpanExporter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
from api.authzen.endpoint import CONFIGURATION, EVALUATION, EVALUATIONS, AuthzenEndpoint
from api.authzen.evaluator import Evaluator
from api.changes.service import Changes
from api.compiled.execution import CompiledExecution
from api.connections import Connections, Listeners
from api.documents import Documents
from api.graphql.allowance import Allowance
from api.graphql.context import Store
from api.graphql.endpoint import GraphQLEndpoint
from api.graphql.execution import Executor
from api.graphql.lifelines import Lifelines
from api.graphql.operation import Limits, OperationReader
from api.graphql.renderings import Renderings
from api.graphql.schema import executable_schema
from api.graphql.streams import Streams
from api.graphql.websocket import GraphQLSocket
from api.graphql.workbench import Workbench
from api.headers import FixedHeaders
from api.health import Health
from api.identity.caller import Caller, Organisation
from api.identity.organisation_holder import OrganisationHolder
from api.identity.wiring import authenticator, resource_metadata
from api.indicators.endpoint import IndicatorEndpoint
from api.indicators.service import Indicators
from api.logbook.reading import Logbook
from api.logbook.recorder import Recorder
from api.logbook.wiring import recorder_for
from api.matrix.endpoint import MatrixEndpoint
from api.problems import transport_error, unforeseen
from api.server import STOP
from api.settings import Settings
from api.sheets.endpoint import KINDS, SheetEndpoint
from api.signing_keys import signing_keys
from api.store.changing import Changer
from api.store.crowds import Crowds
from api.store.driver import Database
from api.store.happenings import Happenings
from api.store.indicators.counting import IndicatorCounter
from api.store.ledger import Ledger, nobody_waits
from api.store.logbook import LogStore
from api.store.plans import PlanReader
from api.store.receipts import Receipts
from api.store.recipient_log import RecipientLog
from api.store.registration import Registrar
from api.store.scribe import Clock
from api.store.signing import Keyring
from api.store.worklist import WorkList
from api.telemetry.observer import Observer
from api.telemetry.requests import Requests
from api.telemetry.telemetry import Telemetry
from api.webhooks.contexts import Contexts
from api.webhooks.service import Background, Webhooks, webhook_keys
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.steps import open_steps
from plan_schema.process.terms import STANDARD, Terms
from policies.counts import load_counts
from policies.table import TABLES

TABLE_SECONDS: Final = 2.0
"""How often the policy tables and the organisation table are looked at for a change."""


def now() -> datetime:
    """The moment of now in UTC, to the millisecond that the database keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def build_store(
    database: Database,
    logs: Database,
    keys: Keyring,
    clock: Clock,
    idempotency_hours: int,
    written: Callable[[], None] = nobody_waits,
    organisation: Callable[[str], Organisation | None] = lambda _: None,
    terms: Terms = STANDARD,
) -> Store:
    """The store over a database and that of the logs; versions are signed, and a change sent again is known for some hours.

    `written` is called when there is something to pass on; `organisation` tells who has an OIN. `terms`: by which steps
    are due.
    """
    rule = partial(open_steps, terms=terms)
    reader, ledger = PlanReader(database, PATHS), Ledger(database, keys, written, rule)
    receipts = Receipts(database, keys, clock, idempotency_hours)
    return Store(
        reader,
        Registrar(ledger, reader, receipts, PATHS, clock),
        Changer(ledger, reader, receipts, PATHS, clock),
        Happenings(database, RecipientLog(database), reader, PATHS),
        Logbook(logs),
        WorkList(database, reader, organisation, rule),
        Crowds(database),
        terms=terms,
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
    seen = telemetry.listeners
    connections = Connections(
        settings,
        Listeners(
            plans=[*listeners, *seen("plans")],
            background=[*change_listeners, *seen("background")],
            logs=[*log_listeners, *seen("logs")],
        ),
    )
    background = connections.background
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
    recorder = recorder_of(settings, connections.log_store, telemetry.observer)
    webhooks = keys and Webhooks(
        settings,
        keys,
        connections.plans,
        Background(background, changes.hub, happenings),
        Contexts(organisations, policies, today, settings.aftercare_months),
        recorder,
        clock,
        telemetry.observer,
    )
    store = build_store(
        connections.plans,
        connections.logs,
        signing_keys(settings),
        clock,
        settings.idempotency_hours,
        changes.wake,
        organisations.get,
        settings.terms,
    )
    indicators = Indicators(
        IndicatorCounter(connections.plans),
        load_counts(settings.policies or TABLES),
        organisations,
        today,
        settings.indicator_threshold,
        settings.indicator_period,
    )
    bench = Workbench()
    executor = Executor(
        schema,
        OperationReader(schema, Limits()),
        replace(store, webhooks=webhooks.desk if webhooks else None, indicators=indicators),
        recorder,
        bench,
        CompiledExecution(schema, bench) if settings.compiled else None,
        telemetry.observer,
        Allowance(settings.new_questions),
    )

    def access_of(caller: Caller) -> Access:
        """What a caller may do, by the policy and among the organisations of now: a stream lasts longer than either."""
        day = today()
        return Access(organisations.as_of_now(caller), policies.on(day), day, settings.aftercare_months, judged=[])

    streams = Streams(executor, changes.hub, happenings, Renderings(executor, happenings, access_of))
    lifelines = Lifelines()
    graphql = GraphQLEndpoint(executor, streams, identity, access_of, lifelines, settings.max_body_bytes)
    socket = GraphQLSocket(executor, streams, identity, access_of, lifelines, telemetry.desk)
    evaluator = Evaluator(store.reader, recorder)
    authzen = AuthzenEndpoint(evaluator, identity, access_of, settings.base_url, settings.max_body_bytes)
    documents = Documents(identity, settings.base_url, webhooks=webhooks is not None)
    matrix = MatrixEndpoint(policies, today)
    counted = IndicatorEndpoint(indicators, identity, access_of, recorder)
    sheets = SheetEndpoint(executor, identity, access_of, bench)
    health = Health(connections.plans, connections.log_store)
    telemetry.watch(recorder.writer, lifelines, changes.hub, lambda: policies.on(today()).revision)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        await connections.open()
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
        await telemetry.stop()
        await connections.close()

    app = Starlette(
        routes=[
            Route("/v1/graphql", graphql.respond, methods=["POST"]),
            WebSocketRoute("/v1/graphql", socket.serve),
            Route("/v1/schema.graphql", documents.graphql_schema, methods=["GET"]),
            Route("/v1/plan.schema.json", documents.plan_schema, methods=["GET"]),
            Route("/v1/openapi.json", documents.openapi, methods=["GET"]),
            Route("/v1/autorisatiematrix", matrix.matrix, methods=["GET"]),
            Route("/v1/autorisatiematrix.css", matrix.style, methods=["GET"]),
            Route("/v1/indicatoren", counted.page, methods=["GET"]),
            Route("/v1/indicatoren.csv", counted.file, methods=["GET"]),
            Route("/v1/indicatoren.css", counted.style, methods=["GET"]),
            *(Route(f"/v1/plannen/{{plan_id}}/{kind.name}", sheets.answers(kind), methods=["GET"]) for kind in KINDS),
            *([Route("/v1/webhook-sleutels", webhooks.key_set, methods=["GET"])] if webhooks else []),
            Route(metadata.path, metadata.respond, methods=["GET"]),
            Route(EVALUATION, authzen.evaluation, methods=["POST"]),
            Route(EVALUATIONS, authzen.evaluations, methods=["POST"]),
            Route(CONFIGURATION, authzen.configuration, methods=["GET"]),
            Route("/healthz", health.alive, methods=["GET"]),
            Route("/readyz", health.ready, methods=["GET"]),
        ],
        middleware=[Middleware(Requests, telemetry.desk), Middleware(FixedHeaders)],
        exception_handlers={HTTPException: transport_error, Exception: unforeseen},
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
