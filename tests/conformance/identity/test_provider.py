"""Tokens of a certified provider, got as the NL GOV profile says, are accepted as they are."""

import itertools
import re
import ssl
import time
import uuid
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.api.client import REGISTER, detention
from tests.api.identity.proving import proof
from tests.conformance.identity.conftest import FRONT_END, REDIRECT, SYSTEM, Issuer

_NUMBERS: Final = itertools.count(1_000_001)
QUESTION: Final = {"query": "{ plannen { totaal } }"}


def _client(issuer: Issuer) -> httpx.AsyncClient:
    trusting = ssl.create_default_context(cafile=str(issuer.authority))
    return httpx.AsyncClient(base_url=issuer.url, verify=trusting)


async def _machine_token(issuer: Issuer, headers: dict[str, str] | None = None) -> Any:
    """With `client_credentials`, and a key of its own as proof of who it is (RFC 7523)."""
    now = int(time.time())
    assertion = jwt.encode(
        {"alg": "PS256", "kid": issuer.client_key.kid},
        {"iss": SYSTEM, "sub": SYSTEM, "aud": issuer.url, "iat": now, "exp": now + 60, "jti": uuid.uuid4().hex},
        issuer.client_key,
        algorithms=["PS256"],
    )
    return await _token(
        issuer,
        {
            "grant_type": "client_credentials",
            "scope": "plan",
            "client_id": SYSTEM,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
        },
        headers,
    )


async def _persons_token(issuer: Issuer) -> Any:
    """With an authorization code and PKCE, for somebody who logs in and agrees in a browser."""
    verifier = uuid.uuid4().hex * 2
    asked = {
        "client_id": FRONT_END,
        "response_type": "code",
        "redirect_uri": REDIRECT,
        "scope": "openid plan",
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    async with _client(issuer) as browser:
        code = await _browsed(browser, f"/auth?{urlencode(asked)}")
    given = {"grant_type": "authorization_code", "client_id": FRONT_END, "redirect_uri": REDIRECT}
    return await _token(issuer, given | {"code": code, "code_verifier": verifier})


async def _token(issuer: Issuer, form: dict[str, str], headers: dict[str, str] | None = None) -> Any:
    async with _client(issuer) as client:
        response = await client.post("/token", data=form, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


async def _browsed(browser: httpx.AsyncClient, address: str) -> str:
    """The code with which the provider sends the browser back, once its pages are followed and its forms filled in."""
    response = await browser.get(address)
    for _ in range(12):
        if response.is_redirect:
            target = response.headers["location"]
            if target.startswith(REDIRECT):
                return parse_qs(urlsplit(target).query)["code"][0]
            response = await browser.get(target)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', response.text)
        assert form is not None, response.text
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', response.text))
        response = await browser.post(form[1], data=hidden | {"login": "medewerker-17", "password": "test"})
    raise AssertionError("the provider keeps asking")


@pytest.mark.parametrize("whose", ["machine", "person"])
async def test_its_token_is_accepted(issuer: Issuer, api: httpx.AsyncClient, whose: str) -> None:
    token = await (_machine_token(issuer) if whose == "machine" else _persons_token(issuer))
    assert token["token_type"] == "Bearer"  # noqa: S105 - the name of a scheme
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    response = await api.post("/v1/graphql", json=QUESTION, headers=headers)
    assert response.status_code == 200, response.text


async def test_a_person_writes_with_it(issuer: Issuer, api: httpx.AsyncClient) -> None:
    token = await _persons_token(issuer)
    response = await api.post(
        "/v1/graphql",
        json={"query": REGISTER, "variables": {"input": {"gegevens": detention(str(next(_NUMBERS)))}}},
        headers={"Authorization": f"Bearer {token['access_token']}"},
    )
    assert response.json()["data"]["registreerDetentie"]["__typename"] == "DetentieGeregistreerd", response.text


async def test_a_token_that_it_binds_to_a_key_is_accepted_with_a_proof_only(
    issuer: Issuer, api: httpx.AsyncClient
) -> None:
    key = ECKey.generate_key("P-256")
    asked = proof("", key, htu=f"{issuer.url}/token", iat=int(time.time()), ath=None)
    token = await _machine_token(issuer, {"DPoP": asked})
    assert token["token_type"] == "DPoP"  # noqa: S105 - the name of a scheme
    given = token["access_token"]
    shown = proof(given, key, iat=int(time.time()))
    response = await api.post("/v1/graphql", json=QUESTION, headers={"Authorization": f"DPoP {given}", "DPoP": shown})
    assert response.status_code == 200, response.text
    stolen = await api.post("/v1/graphql", json=QUESTION, headers={"Authorization": f"Bearer {given}"})
    assert (stolen.status_code, stolen.json()["code"]) == (401, "dpopBewijsOntbreekt")


async def test_an_identity_token_is_no_access_token(issuer: Issuer, api: httpx.AsyncClient) -> None:
    token = await _persons_token(issuer)
    response = await api.post("/v1/graphql", json=QUESTION, headers={"Authorization": f"Bearer {token['id_token']}"})
    assert response.status_code == 401
