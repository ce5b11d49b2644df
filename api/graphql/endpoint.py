"""`POST /v1/graphql`: GraphQL over HTTP, in the order of checks of design §4."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.access.access import Access
from api.access.policy_holder import PolicyHolder
from api.errors import Code, Fault, RequestRefused
from api.graphql.execution import Executor, Question
from api.graphql.idempotency import idempotency_key
from api.graphql.scalars import plain
from api.identity.bearer import bearer_token, www_authenticate
from api.identity.caller import Caller
from api.identity.purpose import HEADER, PurposeError, purposes_of
from api.identity.token_error import TokenError
from api.identity.tokens import TokenVerifier
from api.problems import problem

GRAPHQL_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"

_LENIENT: Final = "handling=lenient"


class GraphQLEndpoint:
    """Answers one request: reads it, finds out who asks and for what, and has it executed."""

    def __init__(
        self,
        executor: Executor,
        verifier: TokenVerifier,
        policies: PolicyHolder,
        today: Callable[[], date],
        aftercare_months: int,
        max_body: int,
    ) -> None:
        self._executor = executor
        self._verifier = verifier
        self._policies = policies
        self._today = today
        self._aftercare_months = aftercare_months
        self._max_body = max_body

    async def respond(self, request: Request) -> Response:
        """The response, whatever the request."""
        try:
            media_type = _media_type(request)
            question = _question(await self._body(request), request)
        except RequestRefused as refusal:
            return problem(refusal.status, refusal.faults)
        try:
            document = self._executor.parsed(question)
            caller = await self._caller(request)
            answer = await self._executor.answer(question, document, self._access(caller))
        except TokenError as error:
            headers = {"WWW-Authenticate": www_authenticate(error)}
            return problem(error.status, [Fault(error.code, error.message)], headers)
        except PurposeError as error:
            return _refused(error.status, [Fault(error.code, error.message, HEADER)], media_type)
        except RequestRefused as refusal:
            return _refused(refusal.status, refusal.faults, media_type)
        headers = {"Preference-Applied": _LENIENT} if answer.lenient else {}
        return Response(orjson.dumps(answer.body, default=plain), 200, headers, media_type)

    async def _caller(self, request: Request) -> Caller:
        caller = await self._verifier.verify_in_background(bearer_token(request.headers, request.query_params))
        named = request.headers.getlist(HEADER)
        return purposes_of(",".join(named) if named else None, caller)

    def _access(self, caller: Caller) -> Access:
        today = self._today()
        return Access(caller, self._policies.on(today), today, self._aftercare_months)

    async def _body(self, request: Request) -> bytes:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise RequestRefused(
                415, [Fault(Code.MEDIATYPE_NIET_ONDERSTEUND, f"Stuur de vraag als {JSON}.", "Content-Type", JSON)]
            )
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_body:
                raise RequestRefused(
                    413,
                    [Fault(Code.AANVRAAG_TE_GROOT, f"De aanvraag is te groot: ten hoogste {self._max_body} bytes.")],
                )
        return bytes(body)


def _media_type(request: Request) -> str:
    accepted = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")]
    if any(kind in (GRAPHQL_JSON, "*/*", "application/*") for kind in accepted):
        return GRAPHQL_JSON
    if JSON in accepted:
        return JSON
    raise RequestRefused(
        406,
        [Fault(Code.NIET_ACCEPTABEL, f"Dit antwoord bestaat als {GRAPHQL_JSON} of {JSON}.", "Accept", GRAPHQL_JSON)],
    )


def _question(body: bytes, request: Request) -> Question:
    try:
        given: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise RequestRefused(
            400, [Fault(Code.ONGELDIGE_JSON, "De aanvraag is geen geldige JSON.", expected='{"query": "…"}')]
        ) from None
    if isinstance(given, list):
        raise RequestRefused(
            400,
            [
                Fault(
                    Code.BUNDEL_NIET_TOEGESTAAN, "Stuur één vraag per aanvraag, geen lijst.", expected='{"query": "…"}'
                )
            ],
        )
    shapes = {"query": str, "operationName": str | None, "variables": dict | None}
    wrong = [
        name for name, kind in shapes.items() if not isinstance(given, dict) or not isinstance(given.get(name), kind)
    ]
    if wrong:
        raise RequestRefused(
            400,
            [
                Fault(
                    Code.ONGELDIGE_AANVRAAG,
                    f"{name} ontbreekt of heeft niet de verwachte vorm.",
                    name,
                    '{"query": "…", "variables": {…}}',
                )
                for name in wrong
            ],
        )
    preferences = {part.strip().lower() for value in request.headers.getlist("prefer") for part in value.split(",")}
    return Question(
        given["query"],
        given.get("operationName"),
        given.get("variables") or {},
        _LENIENT in preferences,
        idempotency_key(request.headers),
    )


def _refused(status: int, faults: Any, media_type: str) -> Response:
    return Response(orjson.dumps({"errors": [fault.formatted() for fault in faults]}), status, None, media_type)
