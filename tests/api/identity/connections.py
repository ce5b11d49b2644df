"""Requests as they reach the API: from an address, with headers."""

from typing import Final

from starlette.requests import HTTPConnection, Request

PROXY: Final = "10.0.0.7"
STRANGER: Final = "10.9.0.7"


def request(*headers: tuple[str, str], peer: str = PROXY, method: str = "POST", query: str = "") -> HTTPConnection:
    """A request for https://plan.example/v1/graphql, which behind the proxy is called otherwise."""
    return Request(
        {
            "type": "http",
            "method": method,
            "scheme": "http",
            "server": ("10.0.0.9", 8000),
            "path": "/v1/graphql",
            "query_string": query.encode(),
            "client": (peer, 40_000),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        }
    )
