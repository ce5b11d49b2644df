"""`POST /access/v1/evaluation` and `/evaluations`: AuthZEN over HTTP, in the order of checks of design §4."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.access.access import Access
from api.authzen.answering import answer_of
from api.authzen.evaluator import Evaluator
from api.authzen.reading import Call, read_evaluation, read_evaluations
from api.body import JSON, json_body
from api.errors import Fault, RequestRefused
from api.identity.authentication import Authenticator
from api.identity.caller import Caller
from api.identity.purpose import HEADER, PurposeError, purposes_of
from api.identity.token_error import TokenError
from api.logbook.trace import TRANSACTION_HEADER, Trace
from api.problems import problem

EVALUATION: Final = "/access/v1/evaluation"
EVALUATIONS: Final = "/access/v1/evaluations"
CONFIGURATION: Final = "/.well-known/authzen-configuration"
REQUEST_ID: Final = "X-Request-ID"

_ECHOED: Final = re.compile(r"[\x21-\x7e]{1,128}")
_OPEN: Final = {"Access-Control-Allow-Origin": "*"}
_Read: TypeAlias = Callable[[bytes], Call]


class AuthzenEndpoint:
    """Answers one request: reads it, finds out who asks and for what, and has it evaluated."""

    def __init__(
        self,
        evaluator: Evaluator,
        authenticator: Authenticator,
        access_of: Callable[[Caller], Access],
        base_url: str,
        max_body: int,
    ) -> None:
        self._evaluator = evaluator
        self._authenticator = authenticator
        self._access_of = access_of
        self._max_body = max_body
        self._configuration = orjson.dumps(
            {
                "policy_decision_point": base_url,
                "access_evaluation_endpoint": f"{base_url}{EVALUATION}",
                "access_evaluations_endpoint": f"{base_url}{EVALUATIONS}",
            }
        )

    async def configuration(self, _: Request) -> Response:
        """`GET /.well-known/authzen-configuration`: what of AuthZEN is here."""
        return Response(self._configuration, 200, _OPEN, JSON)

    async def evaluation(self, request: Request) -> Response:
        """`POST /access/v1/evaluation`."""
        return await self._respond(request, read_evaluation)

    async def evaluations(self, request: Request) -> Response:
        """`POST /access/v1/evaluations`."""
        return await self._respond(request, read_evaluations)

    async def _respond(self, request: Request, read: _Read) -> Response:
        trace = Trace.of(request.headers)
        response = await self._response(request, read, trace)
        if trace.transaction_id is not None:
            response.headers[TRANSACTION_HEADER] = trace.transaction_id
        named = request.headers.get(REQUEST_ID, "")
        if _ECHOED.fullmatch(named):
            response.headers[REQUEST_ID] = named
        return response

    async def _response(self, request: Request, read: _Read, trace: Trace) -> Response:
        try:
            call = read(await json_body(request, self._max_body))
            caller = await self._authenticator.caller(request)
            access = await self._access(call, caller, request, trace)
            verdicts = await self._evaluator.evaluate(call, access, trace)
        except TokenError as error:
            return problem(error.status, [Fault(error.code, error.message)], self._authenticator.challenge(error))
        except PurposeError as error:
            return problem(error.status, [Fault(error.code, error.message, HEADER)])
        except RequestRefused as refusal:
            return problem(refusal.status, refusal.faults)
        return Response(orjson.dumps(answer_of(call, verdicts)), 200, None, JSON)

    async def _access(self, call: Call, caller: Caller, request: Request, trace: Trace) -> Access:
        named = request.headers.getlist(HEADER)
        try:
            return self._access_of(purposes_of(",".join(named) if named else None, caller))
        except PurposeError as error:
            await self._evaluator.refuse(call, self._access_of(caller), trace, error)
            raise
