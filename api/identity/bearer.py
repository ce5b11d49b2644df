"""Where the token stands in a request, and how a refusal is announced.

Sources: RFC 6750; NL GOV OAuth profile (header only); RFC 9449 §7 (the scheme of a token that is bound to a key); RFC 9728 §5.1.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, QueryParams

from api.identity.dpop import ALGORITHMS
from api.identity.token_error import TokenCode, TokenError

REALM: Final = "re-integratieplan"
BEARER: Final = "Bearer"
DPOP: Final = "DPoP"

_SCHEMES: Final = {scheme.lower(): scheme for scheme in (BEARER, DPOP)}
_IN_QUERY: Final = frozenset({"access_token", "authorization", "bearer", "bearer_token", "id_token", "jwt", "token"})
_JWT_SHAPE: Final = re.compile(r"eyJ[\w-]*\.[\w-]*\.[\w.-]*")
_ABOUT_PROOFS: Final = frozenset({TokenCode.BEWIJS_ONTBREEKT, TokenCode.BEWIJS_ONGELDIG})


@dataclass(frozen=True, slots=True)
class Presented:
    """A token as it was sent: after `Bearer`, or after `DPoP` with a proof beside it."""

    scheme: str
    token: str


def presented_token(headers: Headers, query: QueryParams) -> Presented:
    """Return the token of the `Authorization` header; TokenError when it is missing, double or in the URL."""
    if any(name.lower() in _IN_QUERY or _JWT_SHAPE.search(value) for name, value in query.multi_items()):
        # Refused even beside a good header: a URL ends up in logs and history, so that token must be replaced.
        raise TokenError(
            TokenCode.IN_URL,
            "Er staat een token in de URL; stuur het alleen in de header Authorization: Bearer, en vervang dit token.",
        )
    given = headers.getlist("authorization")
    if len(given) > 1:
        raise TokenError(TokenCode.ONGELDIG, "De header Authorization komt meer dan één keer voor; stuur er één.")
    name, _, token = (given[0] if given else "").strip().partition(" ")
    scheme = _SCHEMES.get(name.lower())
    if scheme is None or not token.strip():
        raise TokenError(
            TokenCode.ONTBREEKT,
            "Er is geen token meegestuurd; stuur een access-token in de header Authorization: Bearer <token>.",
        )
    return Presented(scheme, token.strip())


def www_authenticate(error: TokenError, metadata: str | None = None) -> str:
    """Return the value of the `WWW-Authenticate` header that goes with this refusal (RFC 6750 §3).

    `metadata`: where the metadata of this resource server stand.
    """
    parts = [f'realm="{REALM}"']
    if metadata is not None:
        parts.append(f'resource_metadata="{metadata}"')
    scheme = BEARER
    # Who sent no token is told the scheme only (RFC 6750 §3.1).
    if error.code is not TokenCode.ONTBREEKT:
        kind = {400: "invalid_request", 403: "insufficient_scope"}.get(error.status, "invalid_token")
        if error.code in _ABOUT_PROOFS:
            scheme, kind = DPOP, "invalid_dpop_proof"
            parts.append(f'algs="{" ".join(ALGORITHMS)}"')
        # The stable code, not the message: this parameter takes ASCII only.
        parts += [f'error="{kind}"', f'error_description="{error.code}"']
    return f"{scheme} {', '.join(parts)}"


def step_up(values: Collection[str]) -> str:
    """Return the value of the `WWW-Authenticate` header for who must log in more surely; `values`: of `acr` (RFC 9470 §3)."""
    return (
        f'{BEARER} realm="{REALM}", error="insufficient_user_authentication", acr_values="{" ".join(sorted(values))}"'
    )
