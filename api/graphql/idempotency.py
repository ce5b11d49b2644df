"""The header `Idempotency-Key`: what a client gives with a change that it may have to send again."""

import re
from typing import Final

from starlette.datastructures import Headers

from api.errors import Code, Fault, RequestRefused

HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r'"([!#-\[\]-~]{8,128})"|([!#-\[\]-~]{8,128})')
_EXPECTED: Final = "8 tot 128 zichtbare tekens zonder aanhalingsteken, het liefst een UUID"


def idempotency_key(headers: Headers) -> str | None:
    """The key, as a structured-field string (RFC 9651) or bare; refused when it is given twice or cannot be one."""
    given = headers.getlist(HEADER)
    if not given:
        return None
    found = _KEY.fullmatch(given[0].strip())
    if len(given) > 1 or found is None:
        raise RequestRefused(
            400, [Fault(Code.ONGELDIGE_WAARDE, f"De {HEADER} is ongeldig: verwacht {_EXPECTED}.", HEADER, _EXPECTED)]
        )
    return found[1] or found[2]
