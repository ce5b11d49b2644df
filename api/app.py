"""The application: start here. Settings come in, routes come out; each package is a room of its own.

`identity` who asks · `access` what he may · `graphql` how he asks · `store` what there is · `view` what he sees of it ·
`logbook` what is kept of that · `changes` who is told · `webhooks` and where.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
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
from api.graphql.workbench import Workbench
from api.headers import FIXED_HEADERS, FixedHeaders
from api.health import Health
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.tokens import TokenVerifier
from api.identity.wiring import trusted_issuers
from api.logbook.reading import Logbook
from api.logbook.wiring import log_database, log_reading_database, recorder_for
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
from api.webhooks.contexts import Contexts
from api.webhooks.service import Background, Webhooks, webhook_keys
from plan_schema.plan import PATHS, PLAN

POLICY_SECONDS: Final = 2.0
"""How often the policy tables are looked at for a change."""

GARBAGE_THRESHOLDS: Final = (50_000, 20, 100)
"""A plan is a thousand objects, and goes without the collector: with Python's own thresholds a fifth of the time went to looking."""

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
) -> Starlette:
    """The ASGI application.

    `listeners` (pymongo's CommandListener) see every command that a request gives to the database, `log_listeners` those to the
    database of the logs, `change_listeners` those of the relay, the tail and the readers of logs.

    Raises before anything is served when policy, organisation table or settings cannot be used.
    """
    today = _calendar(clock, settings.time_zone)
    policies = PolicyHolder(PLAN, settings.policies)
    organisations = OrganisationTable.load(settings.organisations)
    verifier = TokenVerifier(trusted_issuers(settings), settings.audience, organisations, settings.token_max_lifetime)
    database = Database(settings.mongodb_uri or "", settings.database, listeners=listeners)
    # Of its own, so that work in the background never waits for a connection that requests hold, or the reverse.
    background = Database(settings.mongodb_uri or "", settings.database, listeners=change_listeners)
    changes = Changes(
        background,
        policies,
        organisations,
        today,
        clock,
        aftercare_months=settings.aftercare_months,
        kept_days=settings.event_days,
    )
    happenings = Happenings(background, changes.log, PlanReader(background, PATHS), PATHS)
    keys = webhook_keys(settings)
    schema = executable_schema()
    logs = log_reading_database(settings, log_listeners)
    log_store = LogStore(log_database(settings, log_listeners))
    recorder = recorder_for(settings, log_store)
    webhooks = keys and Webhooks(
        settings,
        keys,
        database,
        Background(background, changes.hub, happenings),
        Contexts(organisations, policies, today, settings.aftercare_months),
        recorder,
        clock,
    )
    store = build_store(database, logs, signing_keys(settings), clock, settings.idempotency_hours)
    bench = Workbench()
    executor = Executor(
        schema,
        OperationReader(schema, Limits()),
        replace(store, webhooks=webhooks.desk if webhooks else None),
        recorder,
        bench,
        CompiledExecution(schema, bench) if settings.compiled else None,
    )

    def access_of(caller: Caller) -> Access:
        """What a caller may do, by the policy of now."""
        day = today()
        return Access(caller, policies.on(day), day, settings.aftercare_months, judged=[])

    streams = Streams(executor, changes.hub, happenings, Renderings(executor, happenings, access_of))
    lifelines = Lifelines()
    graphql = GraphQLEndpoint(executor, streams, verifier, access_of, lifelines, settings.max_body_bytes)
    socket = GraphQLSocket(executor, streams, verifier, access_of, lifelines)
    documents = Documents(verifier, settings.audience.removesuffix("/v1"))
    matrix = MatrixEndpoint(policies, today)
    health = Health(database)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        await open_database(database, PLAN)
        await log_store.prepare()
        # What is loaded now stays loaded; keeping it out of garbage collection takes the long pauses away.
        gc.collect()
        gc.freeze()
        thresholds = gc.get_threshold()
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        running = [
            asyncio.create_task(policies.watch(today, POLICY_SECONDS)),
            asyncio.create_task(changes.run()),
            asyncio.create_task(recorder.writer.run()),
            *([asyncio.create_task(webhooks.run())] if webhooks else []),
        ]
        # A server asks this before it waits for connections: what lasts for hours does not end by itself.
        yield {STOP: lifelines.stop}
        await lifelines.stop()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        log_store.close()
        logs.close()
        background.close()
        database.close()

    return Starlette(
        routes=[
            Route("/v1/graphql", graphql.respond, methods=["POST"]),
            WebSocketRoute("/v1/graphql", socket.serve),
            Route("/v1/schema.graphql", documents.graphql_schema, methods=["GET"]),
            Route("/v1/plan.schema.json", documents.plan_schema, methods=["GET"]),
            Route("/v1/openapi.json", documents.openapi, methods=["GET"]),
            Route("/v1/autorisatiematrix", matrix.matrix, methods=["GET"]),
            Route("/v1/autorisatiematrix.css", matrix.style, methods=["GET"]),
            *([Route("/v1/webhook-sleutels", webhooks.key_set, methods=["GET"])] if webhooks else []),
            Route("/healthz", health.alive, methods=["GET"]),
            Route("/readyz", health.ready, methods=["GET"]),
        ],
        middleware=[Middleware(FixedHeaders)],
        exception_handlers={HTTPException: _transport_error, Exception: _unforeseen},
        lifespan=lifespan,
    )


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
    _LOG.error("unforeseen_error", extra={"cause": type(error).__name__})
    fault = Fault(Code.INTERNE_FOUT, "Er ging iets mis aan onze kant; er is geen antwoord gegeven.")
    # This handler stands outside the middleware that adds them to every other response.
    return problem(500, [fault], FIXED_HEADERS)
