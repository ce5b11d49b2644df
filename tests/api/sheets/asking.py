"""Asks for sheets as a persona."""

from collections.abc import Collection

import httpx

from tests.api.client import Api


async def sheet(
    api: Api,
    persona: str,
    plan_id: str,
    kind: str,
    accept: str = "text/html",
    *,
    doelen: Collection[str] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """The response to a request for a sheet; `doelen` are asked in the token."""
    token = api.issuer.issue(persona, doelen)
    return await api.http.get(
        f"/v1/plannen/{plan_id}/{kind}",
        headers={"Authorization": f"Bearer {token}", "Accept": accept, **(headers or {})},
    )
