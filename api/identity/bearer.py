"""Where the token stands in a request, and how a refusal is announced (RFC 6750; NL GOV OAuth profile: header only)."""

import re
from typing import Final

from starlette.datastructures import Headers, QueryParams

from api.identity.token_error import TokenCode, TokenError

REALM: Final = "re-integratieplan"

_IN_QUERY: Final = frozenset({"access_token", "authorization", "bearer", "bearer_token", "id_token", "jwt", "token"})
_JWT_SHAPE: Final = re.compile(r"eyJ[\w-]*\.[\w-]*\.[\w.-]*")


def bearer_token(headers: Headers, query: QueryParams) -> str:
    """Return the token of the `Authorization: Bearer` header; TokenError when it is missing, double or in the URL."""
    if any(name.lower() in _IN_QUERY or _JWT_SHAPE.search(value) for name, value in query.multi_items()):
        # Refused even beside a good header: a URL ends up in logs and history, so that token must be replaced.
        raise TokenError(
            TokenCode.IN_URL,
            "Er staat een token in de URL; stuur het alleen in de header Authorization: Bearer, en vervang dit token.",
        )
    given = headers.getlist("authorization")
    if len(given) > 1:
        raise TokenError(TokenCode.ONGELDIG, "De header Authorization komt meer dan één keer voor; stuur er één.")
    scheme, _, token = (given[0] if given else "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenError(
            TokenCode.ONTBREEKT,
            "Er is geen token meegestuurd; stuur een access-token in de header Authorization: Bearer <token>.",
        )
    return token.strip()


def www_authenticate(error: TokenError) -> str:
    """Return the value of the `WWW-Authenticate` header that goes with this refusal (RFC 6750 §3)."""
    challenge = f'Bearer realm="{REALM}"'
    if error.code is TokenCode.ONTBREEKT:
        # Who sent no token is told the scheme only (RFC 6750 §3.1).
        return challenge
    kind = {400: "invalid_request", 403: "insufficient_scope"}.get(error.status, "invalid_token")
    # The stable code, not the message: this parameter takes ASCII only.
    return f'{challenge}, error="{kind}", error_description="{error.code}"'
