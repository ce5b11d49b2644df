"""`POST /v1/graphql`: GraphQL over HTTP, in the order of checks of design §4."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson
from graphql import DocumentNode
from starlette.requests import Request
from starlette.responses import Response

from api.access.access import Access
from api.access.refusal import Reason
from api.body import JSON, json_body
from api.errors import Code, Fault, RequestRefused
from api.graphql.allowance import WAIT
from api.graphql.event_stream import EVENT_STREAM, LAST_EVENT, EventStream, answered_stream
from api.graphql.execution import Executor, Question
from api.graphql.idempotency import idempotency_key
from api.graphql.lifelines import Lifelines
from api.graphql.streams import Streams
from api.identity.authentication import Authenticator
from api.identity.bearer import step_up
from api.identity.caller import Caller
from api.identity.purpose import HEADER, PurposeError, purposes_of
from api.identity.token_error import TokenError
from api.logbook.trace import TRANSACTION_HEADER, Trace
from api.problems import problem
from api.telemetry.activity import note_refusal, trace_of

GRAPHQL_JSON: Final = "application/graphql-response+json"

_LENIENT: Final = "handling=lenient"


class GraphQLEndpoint:
    """Answers one request: reads it, finds out who asks and for what, and has it executed."""

    def __init__(
        self,
        executor: Executor,
        streams: Streams,
        authenticator: Authenticator,
        access_of: Callable[[Caller], Access],
        lifelines: Lifelines,
        max_body: int,
    ) -> None:
        self._executor = executor
        self._streams = streams
        self._authenticator = authenticator
        self._access_of = access_of
        self._lifelines = lifelines
        self._max_body = max_body

    async def respond(self, request: Request) -> Response:
        """The response, whatever the request."""
        trace = trace_of(request.headers)
        response = await self._respond(request, trace)
        if trace.transaction_id is not None:
            response.headers[TRANSACTION_HEADER] = trace.transaction_id
        return response

    async def _respond(self, request: Request, trace: Trace) -> Response:
        try:
            accepted = _accepted(request)
            media_type = _media_type(accepted)
            question = _question(await json_body(request, self._max_body), request)
        except RequestRefused as refusal:
            return problem(refusal.status, refusal.faults)
        try:
            caller = await self._verified(request)
            document = await self._executor.parsed(question, caller if isinstance(caller, Caller) else None)
            if isinstance(caller, TokenError):
                raise caller
            access = await self._access(question, document, caller, request, trace)
            if (
                EVENT_STREAM in accepted
                and (await self._executor.operation(question, document, access.caller)).is_subscription
            ):
                resume = request.headers.get(LAST_EVENT)
                source = await self._streams.open(question, document, access, trace, resume)
                return EventStream(source, access.caller, self._lifelines, _applied(lenient=question.lenient))
            answer = await self._executor.answer(question, document, access, trace)
        except TokenError as error:
            return problem(error.status, [Fault(error.code, error.message)], self._authenticator.challenge(error))
        except PurposeError as error:
            return _refused(error.status, [Fault(error.code, error.message, HEADER)], media_type)
        except RequestRefused as refusal:
            return _refused(refusal.status, refusal.faults, media_type)
        body, headers = answer.body, _applied(lenient=answer.lenient)
        if media_type == EVENT_STREAM:
            return answered_stream(body, headers)
        return Response(body, 200, headers, media_type)

    async def _verified(self, request: Request) -> Caller | TokenError:
        """Who asks, or what is wrong with his token: told once it is known that he asks something."""
        try:
            return await self._authenticator.caller(request)
        except TokenError as error:
            return error

    async def _access(
        self, question: Question, document: DocumentNode | None, caller: Caller, request: Request, trace: Trace
    ) -> Access:
        named = request.headers.getlist(HEADER)
        try:
            return self._access_of(purposes_of(",".join(named) if named else None, caller))
        except PurposeError as error:
            await self._executor.refuse(question, document, self._access_of(caller), trace, error)
            raise


def _accepted(request: Request) -> set[str]:
    return {part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")}


def _media_type(accepted: set[str]) -> str:
    """The form of an answer; a subscription is a stream where that is accepted too."""
    if accepted & {GRAPHQL_JSON, "*/*", "application/*"}:
        return GRAPHQL_JSON
    for kind in (JSON, EVENT_STREAM):
        if kind in accepted:
            return kind
    raise RequestRefused(
        406,
        [Fault(Code.NIET_ACCEPTABEL, f"Dit antwoord bestaat als {GRAPHQL_JSON} of {JSON}.", "Accept", GRAPHQL_JSON)],
    )


def _applied(*, lenient: bool) -> dict[str, str]:
    return {"Preference-Applied": _LENIENT} if lenient else {}


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


def _refused(status: int, faults: Sequence[Fault], media_type: str) -> Response:
    note_refusal(faults)
    body = orjson.dumps({"errors": [fault.formatted() for fault in faults]})
    levels = {fault.expected or "" for fault in faults if ("reden", Reason.BETROUWBAARHEIDSNIVEAU) in fault.extra}
    headers = {"WWW-Authenticate": step_up(levels)} if levels else {}
    for fault in faults:
        if (seconds := dict(fault.extra).get(WAIT)) is not None:
            headers["Retry-After"] = str(seconds)
    # The status of a stream is that of the stream: what it says of the operation stands in it.
    return answered_stream(body) if media_type == EVENT_STREAM else Response(body, status, headers, media_type)
