"""Transport errors as problem+json (RFC 9457), carrying the GraphQL error shape beside it, so that one parser reads both."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Code, Fault
from api.headers import FIXED_HEADERS
from api.logs import place_of
from api.telemetry.activity import note_refusal

_LOG: Final = logging.getLogger("reintegratieplan")
PROBLEM_JSON: Final = "application/problem+json"


def problem(status: int, faults: Sequence[Fault], headers: Mapping[str, str] | None = None) -> Response:
    """The response for a refused transport: status, title, detail, and every fault."""
    note_refusal(faults)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": faults[0].message,
        "code": faults[0].code,
        "errors": [fault.formatted() for fault in faults],
    }
    return Response(orjson.dumps(body), status, headers, PROBLEM_JSON)


async def transport_error(_: Request, error: Exception) -> Response:
    """The response to a request for an address or with a method that is not there."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    known = {
        404: Fault(Code.NIET_GEVONDEN, "Dit adres bestaat niet; vragen gaan naar POST /v1/graphql."),
        405: Fault(Code.METHODE_NIET_TOEGESTAAN, "Deze methode kan hier niet; vragen gaan met POST."),
    }
    fault = known.get(error.status_code) or Fault(Code.ONGELDIGE_AANVRAAG, HTTPStatus(error.status_code).phrase)
    return problem(error.status_code, [fault], error.headers)


async def unforeseen(_: Request, error: Exception) -> Response:
    """The response when something went wrong on our side."""
    # The message of an unforeseen error may quote a value of a person: only its kind is kept.
    _LOG.error("unforeseen_error", extra={"cause": type(error).__name__, "place": place_of(error)})
    fault = Fault(Code.INTERNE_FOUT, "Er ging iets mis aan onze kant; er is geen antwoord gegeven.")
    # This handler stands outside the middleware that adds them to every other response.
    return problem(500, [fault], FIXED_HEADERS)
