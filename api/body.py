"""The body of a request that takes JSON: read no further than it may be long."""

from typing import Final

from starlette.requests import Request

from api.errors import Code, Fault, RequestRefused

JSON: Final = "application/json"


async def json_body(request: Request, most: int) -> bytes:
    """The body; RequestRefused when it is not sent as JSON (415), or has more than `most` bytes (413)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise RequestRefused(
            415, [Fault(Code.MEDIATYPE_NIET_ONDERSTEUND, f"Stuur de vraag als {JSON}.", "Content-Type", JSON)]
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise RequestRefused(
                413,
                [Fault(Code.AANVRAAG_TE_GROOT, f"De aanvraag is te groot: ten hoogste {most} bytes.")],
            )
    return bytes(body)
