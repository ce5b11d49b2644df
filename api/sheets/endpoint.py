"""`GET /v1/plannen/{id}/…`: sheets about one plan. Each is the answer to a fixed question, asked as any other, and then laid out.

So the order of checks, the rights and the three logs are those of the question; what is no answer can be on no sheet.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.access.access import Access
from api.errors import Code, Fault, RequestRefused
from api.failures import OURS
from api.graphql.execution import Answer, Executor, Question
from api.graphql.workbench import Workbench, asker
from api.identity.authentication import Authenticator
from api.identity.caller import Caller
from api.identity.purpose import HEADER, PurposeError, purposes_of
from api.identity.token_error import TokenError
from api.logbook.trace import TRANSACTION_HEADER, Trace
from api.problems import problem
from api.sheets.casus import QUESTION as CASUS_QUESTION
from api.sheets.casus import casus_sheet
from api.sheets.informatieblad import QUESTION as INFORMATIEBLAD_QUESTION
from api.sheets.informatieblad import informatieblad_sheet
from api.sheets.leesplan import QUESTION as LEESPLAN_QUESTION
from api.sheets.leesplan import leesplan_sheet
from api.sheets.negotiation import Form, wanted_form
from api.sheets.page import PAGE_POLICY, page
from api.sheets.printing import Unprintable, printed
from api.telemetry.activity import trace_of
from plan_schema.process.sheets.sheet import Sheet

_LOG: Final = logging.getLogger("reintegratieplan.sheets")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its name, what it is (Dutch), the question behind it, and how the answer is laid out on a day.

    The question has `$id`; what is laid out is None when there is no such plan. `lenient`: fields that the asker may not see are left out of the answer, which then says which.
    """

    name: str
    summary: str
    question: str
    laid_out: Callable[[Mapping[str, Any], date], Sheet | None]
    lenient: bool = False


KINDS: Final = (
    Kind(
        "informatieblad",
        "Het informatieblad voor de gemeente, als pagina of als pdf",
        INFORMATIEBLAD_QUESTION,
        informatieblad_sheet,
    ),
    Kind(
        "leesplan",
        "Het plan in eenvoudige taal (B1) met pictogrammen, als pagina of als pdf",
        LEESPLAN_QUESTION,
        leesplan_sheet,
        lenient=True,
    ),
    Kind(
        "casus",
        "Een casus om advies over te vragen, zonder wat naar een persoon leidt, als pagina of als pdf",
        CASUS_QUESTION,
        casus_sheet,
    ),
)
"""Every kind of sheet; its address ends in its name."""


class SheetEndpoint:
    """Answers requests for sheets."""

    def __init__(
        self,
        executor: Executor,
        authenticator: Authenticator,
        access_of: Callable[[Caller], Access],
        bench: Workbench,
    ) -> None:
        self._executor = executor
        self._authenticator = authenticator
        self._access_of = access_of
        self._bench = bench

    def answers(self, kind: Kind) -> Callable[[Request], Any]:
        """What answers requests for sheets of a kind."""

        async def respond(request: Request) -> Response:
            trace = trace_of(request.headers)
            response = await self._respond(request, kind, trace)
            response.headers["Vary"] = "Accept, Authorization"
            if trace.transaction_id is not None:
                response.headers[TRANSACTION_HEADER] = trace.transaction_id
            return response

        return respond

    async def _respond(self, request: Request, kind: Kind, trace: Trace) -> Response:
        form = wanted_form(",".join(request.headers.getlist("accept")))
        if form is None:
            return problem(
                406,
                [Fault(Code.NIET_ACCEPTABEL, "Dit blad bestaat als pagina en als pdf.", "Accept", ", ".join(Form))],
            )
        try:
            caller = await self._authenticator.caller(request)
            answer, today = await self._answer(request, kind, caller, trace)
        except TokenError as error:
            return problem(error.status, [Fault(error.code, error.message)], self._authenticator.challenge(error))
        except PurposeError as error:
            return problem(error.status, [Fault(error.code, error.message, HEADER)])
        except RequestRefused as refusal:
            return problem(refusal.status, refusal.faults)
        body = orjson.loads(answer.body)
        sheet = kind.laid_out(body["data"] | body.get("extensions", {}), today)
        if sheet is None:
            return problem(404, [Fault(Code.NIET_GEVONDEN, "Dit plan bestaat niet, of niet voor u.")])
        if form is Form.PAGE:
            return Response(page(sheet), 200, {"Content-Security-Policy": PAGE_POLICY}, Form.PAGE)
        try:
            pdf = await self._bench.do(asker(caller), printed, sheet)
        except Unprintable:
            _LOG.error("sheet_unprintable", extra={"field": kind.name})
            return problem(500, [OURS])
        return Response(pdf, 200, {"Content-Disposition": f'inline; filename="{kind.name}.pdf"'}, Form.PRINT)

    async def _answer(self, request: Request, kind: Kind, caller: Caller, trace: Trace) -> tuple[Answer, date]:
        question = Question(kind.question, None, {"id": request.path_params["plan_id"]}, kind.lenient)
        named = request.headers.getlist(HEADER)
        try:
            access = self._access_of(purposes_of(",".join(named) if named else None, caller))
        except PurposeError as error:
            await self._executor.refuse(question, None, self._access_of(caller), trace, error)
            raise
        return await self._executor.answer(question, None, access, trace), access.today
