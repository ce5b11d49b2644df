"""Transport errors as problem+json (RFC 9457), carrying the GraphQL error shape beside it, so that one parser reads both."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

import orjson
from starlette.responses import Response

from api.errors import Fault
from api.telemetry.activity import note_refusal

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
