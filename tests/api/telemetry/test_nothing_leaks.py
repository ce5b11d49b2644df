"""Whatever is sent to whichever address, nothing of a person and nothing of a token comes out on the side of operators, or in an error."""

import asyncio
import json
import re
import socket as sockets
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest
from pymongo import MongoClient
from starlette.routing import Route, WebSocketRoute
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from api.app import create_app
from api.embedded.ports import free_ports
from api.graphql.schema import executable_schema
from api.identity.personas import PERSONAS
from api.identity.wiring import development_issuer
from api.settings import load_settings
from api.store.collections import PLANS
from api.telemetry.names import Attribute
from api.telemetry.telemetry import root_fields
from tests.api.client import CHANGE, REGISTER
from tests.api.commands.process import answers, environment, log_lines, started
from tests.api.telemetry.collector import Collector, collecting
from tests.api.telemetry.made_up import JSON, MadeUp, Sent
from tests.api.telemetry.people import PEOPLE, UNKNOWN, VALUES
from tests.api.telemetry.scanner import Scanner

SEED: Final = 20_261_122
_AT_ONCE: Final = 8


@dataclass
class World:
    """A process that was asked everything, and what came out of it."""

    tokens: tuple[str, ...]
    routes: list[Route | WebSocketRoute]
    collector: Collector
    refusals: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: str = ""
    output: str = ""
    metrics: str = ""

    @property
    def scanner(self) -> Scanner:
        return Scanner(VALUES, self.tokens)


@dataclass
class Asking:
    """Sends, and keeps what is an error; what is an answer may hold what the asker may see."""

    world: World
    http: httpx.AsyncClient
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def send(self, sent: Sent) -> httpx.Response:
        async with self.free:
            request = self.http.build_request(sent.method, sent.path, headers=dict(sent.headers), content=sent.body)
            response = await self.http.send(request, stream=True)
            try:
                # A stream lasts: its head and first bytes are enough.
                async with asyncio.timeout(0.3 if "event-stream" in response.headers.get("content-type", "") else 20):
                    await response.aread()
            except TimeoutError:
                pass
            finally:
                await response.aclose()
        self.world.statuses[response.status_code] += 1
        self.world.headers.append(str(response.headers))
        if response.is_closed and hasattr(response, "_content"):
            self._keep(response)
        return response

    def _keep(self, response: httpx.Response) -> None:
        if response.status_code >= 400 or '"errors"' in response.text:
            self.world.refusals.append(response.text)

    async def ask(self, token: str, query: str, variables: Any, **headers: str) -> httpx.Response:
        body = json.dumps({"query": query, "variables": variables}).encode()
        return await self.send(
            Sent("POST", "/v1/graphql", {"Authorization": f"Bearer {token}", "Content-Type": JSON, **headers}, body)
        )


@pytest.fixture(scope="module")
async def world(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The world, after everything was asked and the process has ended."""
    folder, name = tmp_path_factory.mktemp("telemetry"), f"test_{uuid.uuid4().hex}"
    port, metrics_port = free_ports(2)
    settings = load_settings(mode="development", mongodb_uri=mongodb_uri, database=name, data_dir=folder)
    issuer = development_issuer(settings)
    tokens = {persona: issuer.issue(persona) for persona in PERSONAS}
    client: MongoClient[dict[str, Any]]
    with collecting() as collector, MongoClient(mongodb_uri) as client:
        found = World(tuple(tokens.values()), routes_of(settings), collector)
        env = environment(
            folder,
            REINTEGRATIEPLAN_MODE="development",
            REINTEGRATIEPLAN_DATABASE=name,
            REINTEGRATIEPLAN_METRICS_PORT=metrics_port,
            REINTEGRATIEPLAN_REQUEST_LOG="all",
            REINTEGRATIEPLAN_TRACES_ENDPOINT=collector.address,
            REINTEGRATIEPLAN_TRACES_SHARE=1,
            MONGODB_URI=mongodb_uri,
            PORT=port,
        )
        with started("serve", env=env, folder=folder / "output") as running:
            await asyncio.to_thread(running.wait_until, lambda: answers(port))
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
                asking = Asking(found, http)
                plans = [await register(asking, tokens["casemanager-arnhem"], person) for person in PEOPLE]
                made_up = MadeUp(SEED, VALUES, found.tokens, tuple(plans))
                await ask_everything(asking, made_up)
                await over_websockets(port, found, made_up)
                not_http(port)
                await broken(asking, tokens["casemanager-arnhem"], plans[0], client[name], made_up)
                address = f"http://127.0.0.1:{metrics_port}/metrics?naam={UNKNOWN.bsn}"
                found.metrics = (await http.get(address)).text
            running.process.terminate()
            await asyncio.to_thread(running.process.wait, 30)
            found.errors, found.output = running.errors, running.output
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")
        yield found


def routes_of(settings: Any) -> list[Route | WebSocketRoute]:
    """Every address of the application; another kind of route needs questions of its own here."""
    routes = create_app(settings).routes
    assert all(isinstance(route, Route | WebSocketRoute) for route in routes)
    return [route for route in routes if isinstance(route, Route | WebSocketRoute)]


async def register(asking: Asking, token: str, person: Any) -> str:
    answer = (await asking.ask(token, REGISTER, {"input": {"gegevens": person.registration()}})).json()
    plan_id = str(answer["data"]["registreerDetentie"]["plan"]["id"])
    for version, text in ((1, person.street), (1, person.contact)):
        change = {"planId": plan_id, "verwachteVersie": version, "wijziging": {"onderdak": {"toelichting": text}}}
        await asking.ask(token, CHANGE, {"input": change})
    wrong = {"betrokkene": {"burgerservicenummer": f"{person.bsn[:-1]}0", "geslachtsnaam": UNKNOWN.name}}
    change = {"planId": plan_id, "verwachteVersie": 2, "wijziging": wrong, "toelichting": person.name}
    asking.world.refusals.append((await asking.ask(token, CHANGE, {"input": change})).text)
    return plan_id


async def ask_everything(asking: Asking, made_up: MadeUp) -> None:
    tokens = asking.world.tokens
    paths = dict.fromkeys(route.path for route in asking.world.routes)
    sent = [asking.send(request) for path in (*paths, "/nergens") for request in made_up.for_route(path)]
    questions = [*made_up.documents(), *made_up.questions(executable_schema())]
    for number, (query, variables) in enumerate(questions):
        token = tokens[number % len(tokens)]
        sent.append(asking.ask(token, query, variables))
        sent.append(asking.ask(token, query, variables, Prefer="handling=lenient", Accept="text/event-stream"))
    await asyncio.gather(*sent)


async def over_websockets(port: int, world: World, made_up: MadeUp) -> None:
    """Questions on a connection, a connection for each that is not let in."""
    for route in world.routes:
        if isinstance(route, WebSocketRoute):
            address = f"ws://127.0.0.1:{port}{route.path}"
            identified: dict[str, Any] = {"Authorization": f"Bearer {world.tokens[0]}"}
            begin = {"type": "connection_init", "payload": identified}
            asked = [
                {
                    "type": "subscribe",
                    "id": f"{made_up.secret()}{number}",
                    "payload": {"query": query, "variables": variables},
                }
                for number, (query, variables) in enumerate(made_up.documents())
            ]
            talks: list[list[dict[str, Any]]] = [
                [begin, *asked[start : start + 40]] for start in range(0, len(asked), 40)
            ]
            for secret in (made_up.secret() for _ in range(6)):
                talks += [
                    [{"type": secret}],
                    [{"type": "connection_init", "payload": {secret: secret, "token": secret}}],
                    [{"type": "connection_init", "payload": {**identified, "doelbinding": secret}}],
                    [begin, {"type": "subscribe", "id": secret, "payload": secret}],
                ]
            await asyncio.gather(
                *(converse(address, world, messages) for messages in talks),
                converse(f"{address}?token={world.tokens[1]}", world, [begin]),
            )


async def converse(address: str, world: World, messages: list[dict[str, Any]]) -> None:
    with suppress(WebSocketException):
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], close_timeout=1) as connection:
            for message in messages:
                await connection.send(json.dumps(message))
            with suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(0.25):
                        answer = json.loads(await connection.recv())
                    if answer["type"] == "error":
                        # Its id is the client's, who could not tell otherwise what it is about.
                        world.refusals.append(json.dumps(answer["payload"], ensure_ascii=False))
    world.refusals.append(str(connection.close_reason))


def not_http(port: int) -> None:
    """Bytes that are no request make uvicorn speak of its own accord."""
    for value in VALUES:
        with sockets.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(f"{value} /{value}\r\nAuthorization: Bearer {value}\r\n\r\n".encode())
            raw.recv(100)


async def broken(asking: Asking, token: str, plan_id: str, database: Any, made_up: MadeUp) -> None:
    """What nobody foresaw: a document that is no plan, asked under names that are secret."""
    database.command("collMod", PLANS, validator={})
    database[PLANS].update_one({"_id": plan_id}, {"$set": {"betrokkene": f"{UNKNOWN.name} {UNKNOWN.bsn}"}})
    for alias in (made_up.name() for _ in range(5)):
        query = f'query {alias} {{ {alias}: plan(id: "{plan_id}") {{ betrokkene {{ {alias}: geslachtsnaam }} }} }}'
        response = await asking.ask(token, query, {})
        assert response.json()["errors"][0]["extensions"]["code"] == "interneFout"


def test_every_address_was_reached_and_refused_as_well(world: World) -> None:
    lines = [line for line in log_lines(world.errors) if line["event"] in {"request", "connection"}]
    # Whatever else is refused with 404 or 405, an address that is there was also answered.
    reached = {line["route"] for line in lines if line["status"] not in {404, 405}}
    assert {route.path for route in world.routes} - {"/healthz", "/readyz"} <= reached
    assert {"/healthz", "/readyz"} <= {line["route"] for line in lines}
    assert "WEBSOCKET" in {line["method"] for line in lines}
    assert {200, 400, 401, 403, 404, 405, 406, 413, 415, 500} <= set(world.statuses), world.statuses
    assert sum(world.statuses.values()) > 1_200


def test_many_root_fields_got_as_far_as_being_executed(world: World) -> None:
    asked = {name for line in log_lines(world.errors) for name in line.get("fields", ())}
    assert asked <= root_fields(executable_schema())
    assert len(asked) > 8


def test_nothing_is_in_the_operations_log(world: World) -> None:
    assert len(log_lines(world.errors)) > 1_200
    assert world.output == ""
    assert world.scanner.found(world.errors) == []


def test_all_that_is_logged_of_a_request_bears_its_trace(world: World) -> None:
    lines = log_lines(world.errors)
    ended = {line["trace_id"]: line for line in lines if line["event"] in {"request", "operation", "connection"}}
    unforeseen = [line for line in lines if line["event"] == "unforeseen_error"]
    assert len(unforeseen) == 5
    assert all(ended[line["trace_id"]]["codes"] == ["interneFout"] for line in unforeseen)
    assert all(line["field"] == "geslachtsnaam" or line["field"] == "plan" for line in unforeseen)


def test_nothing_is_in_the_traces(world: World) -> None:
    assert len(world.collector.spans) > 1_200
    assert world.scanner.found(world.collector.text) == []
    assert {attribute.key for span in world.collector.spans for attribute in span.attributes} <= set(Attribute)
    assert not any(
        span.trace_state or span.events or span.links or span.status.message for span in world.collector.spans
    )


def test_nothing_is_in_the_metrics(world: World) -> None:
    assert "reintegratieplan_http_request_duration_seconds_bucket" in world.metrics
    assert world.scanner.found(world.metrics) == []


def test_no_id_of_a_plan_is_in_traces_or_metrics(world: World) -> None:
    ids = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    assert not ids.search(world.metrics)
    assert not ids.search(world.collector.text)


def test_nothing_is_in_an_error(world: World) -> None:
    assert len(world.refusals) > 800
    assert world.scanner.found("\n".join(world.refusals)) == []


def test_nothing_is_in_the_headers_of_an_answer(world: World) -> None:
    assert world.scanner.found("\n".join(world.headers)) == []


@pytest.mark.parametrize("channel", ["errors", "metrics", "refusals", "headers"])
def test_a_leak_in_a_channel_would_be_found(channel: str, world: World) -> None:
    text = getattr(world, channel)
    spoiled = (text if isinstance(text, str) else "\n".join(text)) + f'\n{{"event": "plan_of_{PEOPLE[0].name}"}}\n'
    assert world.scanner.found(spoiled) == [f"value {PEOPLE[0].name}"]
