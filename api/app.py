"""The application: start here. Settings come in, routes come out; each package is a room of its own.

`identity` who asks · `access` what he may · `graphql` how he asks · `store` what there is · `view` what he sees of it.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.access.policy_holder import PolicyHolder
from api.documents import Documents
from api.errors import Code, Fault
from api.graphql.context import Store
from api.graphql.endpoint import GraphQLEndpoint
from api.graphql.execution import Executor
from api.graphql.operation import Limits, OperationReader
from api.graphql.schema import executable_schema
from api.headers import FIXED_HEADERS, FixedHeaders
from api.health import Health
from api.identity.organisations import OrganisationTable
from api.identity.tokens import TokenVerifier
from api.identity.wiring import trusted_issuers
from api.matrix.endpoint import MatrixEndpoint
from api.problems import problem
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.changing import Changer
from api.store.driver import Database
from api.store.ledger import Ledger
from api.store.plans import PlanReader
from api.store.receipts import Receipts
from api.store.registration import Registrar
from api.store.scribe import Clock
from api.store.server_check import open_database
from api.store.signing import Keyring
from plan_schema.plan import PATHS, PLAN

POLICY_SECONDS: Final = 2.0
"""How often the policy tables are looked at for a change."""

_LOG: Final = logging.getLogger("reintegratieplan")


def now() -> datetime:
    """The moment of now in UTC, to the millisecond that the database keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def build_store(database: Database, keys: Keyring, clock: Clock, idempotency_hours: int) -> Store:
    """The store over a database; versions are signed with these keys, and a change sent again is known for some hours."""
    reader, ledger = PlanReader(database, PATHS), Ledger(database, keys)
    receipts = Receipts(database, keys, clock, idempotency_hours)
    registrar = Registrar(ledger, reader, receipts, PATHS, clock)
    return Store(reader, registrar, Changer(ledger, reader, receipts, PATHS, clock))


def create_app(settings: Settings, *, clock: Clock = now, listeners: Sequence[Any] = ()) -> Starlette:
    """The ASGI application. `listeners` see every database command (pymongo's CommandListener).

    Raises before anything is served when policy, organisation table or settings cannot be used.
    """
    today = _calendar(clock, settings.time_zone)
    policies = PolicyHolder(PLAN, settings.policies)
    organisations = OrganisationTable.load(settings.organisations)
    verifier = TokenVerifier(trusted_issuers(settings), settings.audience, organisations, settings.token_max_lifetime)
    database = Database(settings.mongodb_uri or "", settings.database, listeners=listeners)
    schema = executable_schema()
    executor = Executor(
        schema,
        OperationReader(schema, Limits()),
        build_store(database, signing_keys(settings), clock, settings.idempotency_hours),
    )
    graphql = GraphQLEndpoint(executor, verifier, policies, today, settings.aftercare_months, settings.max_body_bytes)
    documents = Documents(verifier, settings.audience.removesuffix("/v1"))
    matrix = MatrixEndpoint(policies, today)
    health = Health(database)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await open_database(database, PLAN)
        # What is loaded now stays loaded; keeping it out of garbage collection takes the long pauses away.
        gc.collect()
        gc.freeze()
        watching = asyncio.create_task(policies.watch(today, POLICY_SECONDS))
        yield
        watching.cancel()
        gc.unfreeze()
        database.close()

    return Starlette(
        routes=[
            Route("/v1/graphql", graphql.respond, methods=["POST"]),
            Route("/v1/schema.graphql", documents.graphql_schema, methods=["GET"]),
            Route("/v1/plan.schema.json", documents.plan_schema, methods=["GET"]),
            Route("/v1/openapi.json", documents.openapi, methods=["GET"]),
            Route("/v1/autorisatiematrix", matrix.matrix, methods=["GET"]),
            Route("/v1/autorisatiematrix.css", matrix.style, methods=["GET"]),
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
