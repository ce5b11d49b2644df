"""`GET /v1/indicatoren` and `/v1/indicatoren.csv`: the publication as an accessible page and as a file, with a token as any other read.

The order of checks is that of every question: token, doel, right to counts, and only then the database; what was decided is in the
logs before the answer leaves.
"""

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Final

import orjson
from jinja2 import Environment, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from api.access.access import Access
from api.errors import Fault, RequestRefused
from api.failures import foreseen
from api.identity.authentication import Authenticator
from api.identity.caller import Caller
from api.identity.purpose import HEADER, PurposeError, purposes_of
from api.identity.token_error import TokenError
from api.indicators.file import csv_of
from api.indicators.page import chapters, title_of
from api.indicators.selection import refused, selection
from api.indicators.service import Indicators, Publication
from api.logbook.recorder import Recorder
from api.logbook.trace import Trace
from api.logbook.trail import Asked, Trail
from api.problems import problem
from api.recording import record, record_refusal
from plan_schema.process.indicators.catalogue import INDICATORS
from plan_schema.process.indicators.dimensions import Dimension

ROOT: Final = "indicatoren"
_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FILE: Final = {"Content-Disposition": 'attachment; filename="indicatoren.csv"'}
_PARAMETERS: Final = ("id", "dimensie", "van", "tot")


class IndicatorEndpoint:
    """Answers for a page and a file."""

    def __init__(
        self,
        indicators: Indicators,
        authenticator: Authenticator,
        access_of: Callable[[Caller], Access],
        recorder: Recorder,
    ) -> None:
        self._indicators = indicators
        self._authenticator = authenticator
        self._access_of = access_of
        self._recorder = recorder
        folder = files("api.indicators")
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._page = environment.from_string(folder.joinpath("pagina.html").read_text("utf-8"))
        self._style = folder.joinpath("pagina.css").read_bytes()

    async def page(self, request: Request) -> Response:
        """The page."""
        return await self._respond(request, self._as_page)

    async def file(self, request: Request) -> Response:
        """The file."""
        return await self._respond(request, self._as_file)

    async def style(self, _: Request) -> Response:
        """The page's style sheet."""
        return Response(self._style, media_type="text/css")

    async def _respond(self, request: Request, form: Callable[[Publication], Response]) -> Response:
        trace = Trace.of(request.headers)
        try:
            caller = await self._authenticator.caller(request)
            trail = Trail(trace, _asked(request), self._access_of(caller))
            trail.nothing(ROOT)
            return form(await self._decided(request, caller, trail))
        except TokenError as error:
            return problem(error.status, [Fault(error.code, error.message)], self._authenticator.challenge(error))
        except RequestRefused as refusal:
            return problem(refusal.status, refusal.faults)

    async def _decided(self, request: Request, caller: Caller, trail: Trail) -> Publication:
        """The publication, once the decision is recorded; RequestRefused."""
        try:
            trail.access = self._access_of(_acting(request, caller))
            publication = await self._published(request, trail.access)
        except RequestRefused as refusal:
            await record_refusal(self._recorder, trail, refusal)
            raise
        await record(self._recorder, trail, 200)
        return publication

    async def _published(self, request: Request, access: Access) -> Publication:
        self._indicators.reach(access)
        given = request.query_params
        asked = selection(
            given.getlist("id") or None,
            [_dimension(name) for name in given.getlist("dimensie") if name],
            given.get("van") or None,
            given.get("tot") or None,
            self._indicators.today,
        )
        try:
            return await self._indicators.publication(access, asked)
        except Exception as error:
            known = foreseen(error)
            if known is None:
                raise
            raise known from None

    def _as_file(self, publication: Publication) -> Response:
        return Response(
            csv_of(publication, self._indicators.names), 200, _FILE, "text/csv; charset=utf-8; header=present"
        )

    def _as_page(self, publication: Publication) -> Response:
        page = self._page.render(
            publication=publication,
            chapters=chapters(publication, self._indicators.names),
            indicators=INDICATORS.values(),
            dimensions=[(dimension, title_of(dimension)) for dimension in Dimension],
        )
        return Response(page, 200, {"Content-Security-Policy": _PAGE_POLICY}, "text/html")


def _acting(request: Request, caller: Caller) -> Caller:
    named = request.headers.getlist(HEADER)
    try:
        return purposes_of(",".join(named) if named else None, caller)
    except PurposeError as error:
        raise RequestRefused(error.status, [Fault(error.code, error.message, HEADER)]) from None


def _dimension(name: str) -> Dimension:
    if name not in Dimension.__members__:
        raise refused("dimensie", "Deze dimensie bestaat niet.", f"een van {', '.join(Dimension)}")
    return Dimension(name)


def _asked(request: Request) -> Asked:
    # What is asked of the indicators names nobody; what else stands in an address is not ours to keep.
    given = [[name, sorted(request.query_params.getlist(name))] for name in _PARAMETERS]
    digest = hashlib.sha256(orjson.dumps([request.url.path, given])).hexdigest()
    return Asked(digest, "query", {ROOT: ROOT}, 0, lenient=False)
