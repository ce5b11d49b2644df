"""A certified OpenID provider that we did not write, over TLS, and the application in production mode that trusts it."""

import asyncio
import json
import shutil
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import trustme
from joserfc.jwk import RSAKey
from pymongo import MongoClient

from api.app import create_app
from api.embedded.ports import free_ports
from api.identity.claims import ACR
from api.settings import load_settings
from api.store.signing import Keyring
from policies.context import AssuranceLevel
from tests.conformance.node import installed

HERE: Final = Path(__file__).parent
AUDIENCE: Final = "https://plan.example/v1"
SYSTEM: Final = "gemeente-systeem"
FRONT_END: Final = "front-end"
REDIRECT: Final = "http://127.0.0.1/terug"
PI_ARNHEM: Final = "00000099100000001000"
ARNHEM: Final = "00000099300000202000"
ORGANISATIONS: Final = [
    {"oin": PI_ARNHEM, "naam": "PI Arnhem", "soort": "DJI", "inrichtingen": ["PI Arnhem"]},
    {"oin": ARNHEM, "naam": "Gemeente Arnhem", "soort": "GEMEENTE", "gemeentecode": "0202"},
]
CLAIMS: Final = {
    SYSTEM: {"oin": ARNHEM, "rol": "SYSTEEM", "doel": ["ESSENTIELE_VOORWAARDEN"]},
    FRONT_END: {
        "oin": PI_ARNHEM,
        "rol": "CASEMANAGER",
        "doel": ["PLAN_UITVOEREN"],
        "acr": ACR[AssuranceLevel.SUBSTANTIEEL],
    },
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The provider: its address, the file with the authority of its certificate, and the key that the system's client has there."""

    url: str
    authority: Path
    client_key: RSAKey


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds oidc-provider."""
    return installed(HERE, "provider.mjs", tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="session", params=["RS256", "PS256"])
def issuer(
    node_folder: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Issuer]:
    """The provider, running."""
    port = free_ports(1)[0]
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    client_key = RSAKey.generate_key(2048, {"kid": "client", "use": "sig"})
    signing = RSAKey.generate_key(2048, {"kid": "uitgever", "use": "sig", "alg": request.param})
    client_keys = {"keys": [client_key.as_dict(private=False)]}
    given = {
        "issuer": f"https://localhost:{port}",
        "port": port,
        "audience": AUDIENCE,
        "algorithm": request.param,
        "key": certificate.private_key_pem.bytes().decode(),
        "certificate": "".join(part.bytes().decode() for part in certificate.cert_chain_pems),
        # Identity tokens are signed too, by default with RS256.
        "jwks": {
            "keys": [
                signing.as_dict(private=True),
                RSAKey.generate_key(2048, {"kid": "id", "alg": "RS256"}).as_dict(private=True),
            ]
        },
        "claims": CLAIMS,
        "clients": [
            {
                "client_id": SYSTEM,
                "grant_types": ["client_credentials"],
                "response_types": [],
                "redirect_uris": [],
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks": client_keys,
            },
            {
                "client_id": FRONT_END,
                "grant_types": ["authorization_code"],
                "response_types": ["code"],
                "redirect_uris": [REDIRECT],
                "application_type": "native",
                "token_endpoint_auth_method": "none",
            },
        ],
    }
    node = shutil.which("node")
    assert node is not None
    running = subprocess.Popen(  # noqa: S603 - node, with a script of ours
        [node, "provider.mjs"],
        cwd=node_folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(json.dumps(given))
        running.stdin.close()
        try:
            assert running.stdout.readline().strip() == "luistert"
            yield Issuer(given["issuer"], file, client_key)
        finally:
            running.kill()


@pytest.fixture(scope="session")
async def api(
    issuer: Issuer, mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    """The application in production mode, with this issuer as the only one that it trusts."""
    name, folder = f"test_{uuid.uuid4().hex}", tmp_path_factory.mktemp("production")
    # What a production has from elsewhere: keys, and its own organisation table.
    Keyring.of_development(folder)
    table = folder / "organisaties.json"
    table.write_text(json.dumps(ORGANISATIONS), "utf-8")
    settings = load_settings(
        mode="production",
        mongodb_uri=mongodb_uri,
        database=name,
        data_dir=folder,
        audience=AUDIENCE,
        issuers={issuer.url: f"{issuer.url}/jwks"},
        organisations=table,
        version_keys=folder / "versiesleutels.json",
        logbook_keys=folder / "versiesleutels.json",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(issuer.authority))
        app = create_app(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://plan.example") as client,
        ):
            yield client
    with MongoClient[dict[str, Any]](mongodb_uri) as database:
        database.drop_database(name)
        database.drop_database(f"{name}_logboek")


@pytest.fixture(autouse=True)
async def _patience() -> AsyncIterator[None]:
    """The limit ends a test that hangs; it is no measure of speed."""
    async with asyncio.timeout(120):
        yield
