"""What this resource server says of itself to clients that look for a token (RFC 9728)."""

from collections.abc import Iterable
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.identity import dpop
from api.identity.issuers import ALGORITHMS
from policies.context import Purpose

WELL_KNOWN: Final = "/.well-known/oauth-protected-resource"


class ResourceMetadata:
    """The metadata of the resource at `resource` (an https address with a path), for tokens of these issuers."""

    def __init__(self, resource: str, base_url: str, issuers: Iterable[str], *, bound_only: bool) -> None:
        self.path = f"{WELL_KNOWN}{resource.removeprefix(base_url)}"
        """Where they stand: before the path of the resource (RFC 9728 §3.1)."""
        self.url = f"{base_url}{self.path}"
        described: dict[str, Any] = {
            "resource": resource,
            "authorization_servers": sorted(issuers),
            "bearer_methods_supported": ["header"],
            "resource_name": "Re-integratieplan API",
            "resource_documentation": f"{base_url}/v1/openapi.json",
            "access_token_signing_alg_values_supported": list(ALGORITHMS),
            "tls_client_certificate_bound_access_tokens": True,
            "dpop_signing_alg_values_supported": list(dpop.ALGORITHMS),
            "dpop_bound_access_tokens_required": False,
            "sender_constrained_access_tokens_required": bound_only,
            "doelen_supported": sorted(Purpose),
        }
        self._body = orjson.dumps(described)

    async def respond(self, _: Request) -> Response:
        """`GET /.well-known/oauth-protected-resource/v1`."""
        return Response(self._body, 200, {"Access-Control-Allow-Origin": "*"}, "application/json")
