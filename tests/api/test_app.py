"""The application as a whole: what it publishes, its probes, its headers, its days, and a database that goes away."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from graphql import build_schema

from api.app import create_app, now
from api.embedded.server import EmbeddedMongo
from api.identity.wiring import development_issuer
from api.settings import load_settings
from tests.api.authzen.conftest import ONE, evaluation
from tests.api.client import Api, detention, running
from tests.api.graphql.refusals import assert_fixed_headers, assert_refused

_PLAN: Final = "query ($id: ID!) { plan(id: $id) { id } }"


async def test_the_probes_answer_without_a_token(api: Api) -> None:
    for path, text in (("/healthz", "in leven\n"), ("/readyz", "klaar\n")):
        response = await api.http.get(path)
        assert (response.status_code, response.text) == (200, text)
        assert_fixed_headers(response)


async def test_the_schema_is_for_clients_with_a_token(api: Api) -> None:
    assert_refused(await api.http.get("/v1/schema.graphql"), 401, "tokenOntbreekt")
    headers = {"Authorization": f"Bearer {api.issuer.issue('gemeente-arnhem')}"}
    response = await api.http.get("/v1/schema.graphql", headers=headers)
    assert response.status_code == 200
    assert build_schema(response.text).query_type is not None


@pytest.mark.parametrize(("path", "key"), [("/v1/openapi.json", "openapi"), ("/v1/plan.schema.json", "$schema")])
async def test_open_documents_are_for_everybody(api: Api, path: str, key: str) -> None:
    response = await api.http.get(path)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert key in response.json()
    assert_fixed_headers(response)


async def test_every_path_of_the_description_exists(api: Api) -> None:
    described = (await api.http.get("/v1/openapi.json")).json()["paths"]
    assert described
    assert {"/webhook-sleutels", "/access/v1/evaluations"} <= set(described)
    for path, methods in described.items():
        # What stands elsewhere names its server.
        base = "" if methods.pop("servers", None) else "/v1"
        for method in methods:
            response = await api.http.request(method, f"{base}{path}")
            assert response.status_code not in (404, 405), path


async def test_answers_carry_the_fixed_headers(api: Api) -> None:
    assert_fixed_headers(await api.ask("gemeente-arnhem", "{ plannen { totaal } }"))


async def test_a_second_start_on_the_same_database_changes_nothing(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as first:
        plan_id = await first.register()
    async with running(mongodb_uri, database_name, tmp_path) as second:
        assert (await second.data("gemeente-arnhem", _PLAN, id=plan_id))["plan"] == {"id": plan_id}


def test_now_is_utc_to_the_millisecond_that_the_database_keeps() -> None:
    moment = now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0


@asynccontextmanager
async def _at(moment: datetime, uri: str, database: str, folder: Path) -> Any:
    """The application at a moment that stands still; tokens live by the real clock."""
    settings = load_settings(mode="development", mongodb_uri=uri, database=database, data_dir=folder)
    app = create_app(settings, clock=lambda: moment)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        issuer = development_issuer(settings)

        async def ask(persona: str, query: str, **variables: Any) -> Any:
            headers = {"Authorization": f"Bearer {issuer.issue(persona)}"}
            response = await client.post("/v1/graphql", json={"query": query, "variables": variables}, headers=headers)
            return response.json()["data"]

        yield ask


async def test_a_right_begins_at_dutch_midnight(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    starting = detention(detentie={"inrichting": "PI Arnhem", "datumAanvang": "2026-07-02"})
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id = await api.register(starting)
    for moment, seen in (
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), True),
    ):
        async with _at(moment, mongodb_uri, database_name, tmp_path) as ask:
            assert ((await ask("gemeente-arnhem", _PLAN, id=plan_id))["plan"] is not None) is seen
            assert (await ask("casemanager-arnhem", _PLAN, id=plan_id))["plan"] is not None


@pytest.mark.slow
async def test_without_its_database_it_is_alive_not_ready_and_says_so(tmp_path: Path) -> None:
    server = EmbeddedMongo(tmp_path / "mongod", cache_gb=0.25)
    with server:
        async with running(server.uri, "test", tmp_path) as api:
            plan_id = await api.register()
            server.stop()
            beforehand = evaluation("casemanager-arnhem", "onderdak.hulpvraag", plan=plan_id)
            token = {"Authorization": f"Bearer {api.issuer.issue('casemanager-arnhem')}"}
            ready, answer, verdict = await asyncio.gather(
                api.http.get("/readyz"),
                api.ask("casemanager-arnhem", _PLAN, id=plan_id),
                api.http.post(ONE, json=beforehand, headers=token),
            )
            # The logs are on the same server.
            assert_refused(ready, 503, "databaseNietBereikbaar", "logboekNietBeschikbaar")
            assert_refused(answer, 503, "databaseNietBereikbaar")
            assert_refused(verdict, 503, "databaseNietBereikbaar")
            assert (await api.http.get("/healthz")).status_code == 200


@pytest.mark.slow
async def test_without_its_logs_it_is_not_ready(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    server = EmbeddedMongo(tmp_path / "mongod", cache_gb=0.25)
    with server:
        async with running(mongodb_uri, database_name, tmp_path, logbook_uri=server.uri) as api:
            assert (await api.http.get("/readyz")).status_code == 200
            server.stop()
            assert_refused(await api.http.get("/readyz"), 503, "logboekNietBeschikbaar")
