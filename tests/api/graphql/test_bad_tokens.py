"""Every bad token over HTTP: its own status and challenge, problem+json, and not a part of it in any log."""

import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from api.identity.authentication import Authenticator
from api.identity.certificates import HEADER, ClientCertificates, networks
from api.identity.dpop import Proofs
from tests.api.client import Api, running
from tests.api.graphql.refusals import PROBLEM_JSON, assert_refused
from tests.api.identity.certified import certificate
from tests.api.identity.forge import CASEMANAGER_OIN, Clock, token, verifier
from tests.api.identity.proving import KEY, OTHER_KEY, proof
from tests.api.identity.test_tokens import BAD_TOKENS

OWN: Final = certificate(CASEMANAGER_OIN)
OTHER: Final = certificate("00000099300000202000")
TO_OWN: Final = token(cnf={"x5t#S256": OWN.thumbprint})
TO_OTHER: Final = token(cnf={"x5t#S256": OTHER.thumbprint})
TO_KEY: Final = token(cnf={"jkt": KEY.thumbprint()})


@pytest.fixture(scope="module")
async def api(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """The application, with the issuer and the clock that the forged tokens are made for."""

    def forged(*_: Any) -> Authenticator:
        clock = Clock()
        return Authenticator(
            verifier(clock),
            Proofs(clock=clock),
            ClientCertificates(networks(["127.0.0.1"])),
            "https://plan.example",
            "https://plan.example/.well-known/oauth-protected-resource/v1",
            bound_only=False,
            development=False,
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.app.authenticator", forged)
        async with running(mongodb_uri, "test_bad_tokens", tmp_path_factory.mktemp("bad_tokens")) as started:
            yield started


async def _asked(api: Api, headers: list[tuple[str, str]], query: str = "") -> httpx.Response:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return await api.http.post(f"/v1/graphql{query}", json={"query": "{ plannen { totaal } }"}, headers=raw)


async def test_a_good_one_is_answered(api: Api) -> None:
    assert (await _asked(api, [("Authorization", f"Bearer {token()}")])).status_code == 200
    proven = [("Authorization", f"DPoP {TO_KEY}"), ("DPoP", proof(TO_KEY))]
    assert (await _asked(api, proven)).status_code == 200
    assert (await _asked(api, [("Authorization", f"Bearer {TO_OWN}"), (HEADER, OWN.header)])).status_code == 200


@pytest.mark.parametrize(("bad", "code", "status"), BAD_TOKENS)
async def test_a_bad_token_is_refused(
    api: Api, caplog: pytest.LogCaptureFixture, bad: str, code: str, status: int
) -> None:
    sent = bad.encode("utf-8", "surrogatepass").decode("latin-1").replace("\n", "")
    with caplog.at_level(logging.DEBUG):
        response = await _asked(api, [("Authorization", f"Bearer {sent}")])
    assert_refused(response, status, code)
    _check_challenge(response, "Bearer", code)
    _check_silence(response, caplog, sent)


@pytest.mark.parametrize(
    ("headers", "query", "code", "status", "scheme"),
    [
        pytest.param([], "", "tokenOntbreekt", 401, "Bearer", id="none"),
        pytest.param([("Authorization", f"Basic {token()}")], "", "tokenOntbreekt", 401, "Bearer", id="Basic"),
        pytest.param([("Authorization", token())], "", "tokenOntbreekt", 401, "Bearer", id="no scheme"),
        pytest.param([("Authorization", f"Bearer {token()}")] * 2, "", "tokenOngeldig", 401, "Bearer", id="twice"),
        pytest.param([], f"?access_token={token()}", "tokenInUrl", 400, "Bearer", id="in the URL"),
        pytest.param(
            [("Authorization", f"Bearer {token()}")],
            f"?q={token()}",
            "tokenInUrl",
            400,
            "Bearer",
            id="in the URL as well",
        ),
        pytest.param(
            [("Authorization", f"Bearer {TO_OWN}")],
            "",
            "clientcertificaatOntbreekt",
            401,
            "Bearer",
            id="no certificate",
        ),
        pytest.param(
            [("Authorization", f"Bearer {TO_OWN}"), (HEADER, OTHER.header)],
            "",
            "clientcertificaatAnders",
            401,
            "Bearer",
            id="another certificate",
        ),
        pytest.param(
            [("Authorization", f"Bearer {TO_OTHER}"), (HEADER, OTHER.header)],
            "",
            "clientcertificaatAndereOrganisatie",
            403,
            "Bearer",
            id="certificate of another organisation",
        ),
        pytest.param([("Authorization", f"Bearer {TO_KEY}")], "", "dpopBewijsOntbreekt", 401, "DPoP", id="no proof"),
        pytest.param(
            [("Authorization", f"DPoP {TO_KEY}"), ("DPoP", proof(TO_KEY, OTHER_KEY))],
            "",
            "dpopBewijsOngeldig",
            401,
            "DPoP",
            id="another key",
        ),
        pytest.param(
            [("Authorization", f"DPoP {TO_KEY}"), ("DPoP", proof(TO_KEY, htm="GET"))],
            "",
            "dpopBewijsOngeldig",
            401,
            "DPoP",
            id="proof of another request",
        ),
        pytest.param(
            [("Authorization", f"DPoP {token()}"), ("DPoP", proof(token()))],
            "",
            "tokenNietGebonden",
            401,
            "Bearer",
            id="proof for nothing",
        ),
    ],
)
async def test_a_token_that_is_presented_badly_is_refused(
    api: Api,
    caplog: pytest.LogCaptureFixture,
    headers: list[tuple[str, str]],
    query: str,
    code: str,
    status: int,
    scheme: str,
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = await _asked(api, headers, query)
    assert_refused(response, status, code)
    _check_challenge(response, scheme, code)
    _check_silence(response, caplog, query, *(value for _, value in headers))


async def test_where_tokens_come_from_is_told_without_one(api: Api) -> None:
    response = await api.http.get("/.well-known/oauth-protected-resource/v1")
    assert response.status_code == 200
    assert response.json()["resource"] == api.settings.audience


def _check_challenge(response: httpx.Response, scheme: str, code: str) -> None:
    assert response.headers["content-type"] == PROBLEM_JSON
    challenge = response.headers["WWW-Authenticate"]
    assert challenge.startswith(f'{scheme} realm="re-integratieplan", resource_metadata="https://plan.example/')
    assert (f'error_description="{code}"' in challenge) is (code != "tokenOntbreekt")


def _check_silence(response: httpx.Response, caplog: pytest.LogCaptureFixture, *sent: str) -> None:
    parts = {part for value in sent for part in value.replace(" ", ".").split(".") if len(part) > 8}
    # The client's own library logs the address that it asked.
    logged = "".join(
        f"{entry.getMessage()}{vars(entry)}" for entry in caplog.records if not entry.name.startswith("http")
    )
    for text in (logged, response.text, str(response.headers)):
        assert not any(part in text for part in parts)
