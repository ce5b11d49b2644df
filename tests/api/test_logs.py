"""What a process writes about its work never holds a person's data, whatever it is asked."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from pymongo import MongoClient

from api.embedded.ports import free_ports
from api.identity.wiring import development_issuer
from api.logs import place_of
from api.settings import load_settings
from api.store.collections import PLANS, VERSIONS
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.commands.process import Running, answers, environment, log_lines, started

NAME: Final = "Zwartenbroek"
SKN: Final = "7654321"
BSN: Final = "999990342"
WRONG_BSN: Final = "999990343"
FREE_TEXT: Final = "slaapt bij zijn zus aan de Rijnkade"
DATABASE: Final = "test_logs"
READ: Final = "query ($id: ID!) { plan(id: $id) { versie betrokkene { geslachtsnaam sknNummer } } }"


@dataclass
class Script:
    """Everything that was asked of a process, and with which tokens."""

    running: Running
    http: httpx.Client
    tokens: dict[str, str]
    statuses: list[int] = field(default_factory=list)

    def ask(self, persona: str, query: str, **variables: Any) -> Any:
        return self.send(json.dumps({"query": query, "variables": variables}), self.tokens[persona]).json()

    def send(self, body: str, token: str, path: str = "/v1/graphql") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        response = self.http.post(path, content=body, headers=headers)
        self.statuses.append(response.status_code)
        return response


@pytest.fixture(scope="module")
def script(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Script]:
    """A process that has been asked everything, and has ended."""
    folder, port = tmp_path_factory.mktemp("logs"), free_ports(1)[0]
    env = environment(
        folder,
        REINTEGRATIEPLAN_MODE="development",
        REINTEGRATIEPLAN_DATABASE=DATABASE,
        MONGODB_URI=mongodb_uri,
        PORT=port,
    )
    issuer = development_issuer(load_settings(mode="development", data_dir=folder))
    tokens = {persona: issuer.issue(persona) for persona in ("casemanager-arnhem", "gemeente-arnhem")}
    client: MongoClient[dict[str, Any]]
    with (
        MongoClient(mongodb_uri) as client,
        started("serve", env=env, folder=folder / "output") as running,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http,
    ):
        running.wait_until(lambda: answers(port))
        asked = Script(running, http, tokens)
        plan_id = good_requests(asked)
        refused_requests(asked, plan_id)
        not_http(port)
        broken_documents(asked, plan_id, client[DATABASE])
        client.drop_database(DATABASE)
        running.process.terminate()
        running.process.wait(30)
        yield asked


def good_requests(script: Script) -> str:
    given = detention(SKN)
    given["betrokkene"] |= {"geslachtsnaam": NAME, "burgerservicenummer": BSN}
    outcome = script.ask("casemanager-arnhem", REGISTER, input={"gegevens": given})["data"]["registreerDetentie"]
    plan_id = str(outcome["plan"]["id"])
    change = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"toelichting": FREE_TEXT}}}
    script.ask("gemeente-arnhem", CHANGE, input=change)
    assert script.ask("casemanager-arnhem", READ, id=plan_id)["data"]["plan"]["betrokkene"]["sknNummer"] == SKN
    assert set(script.statuses) == {200}
    return plan_id


def refused_requests(script: Script, plan_id: str) -> None:
    casemanager = script.tokens["casemanager-arnhem"]
    wrong = {"planId": plan_id, "verwachteVersie": 2}
    script.ask("gemeente-arnhem", READ, id=plan_id)
    script.ask(
        "casemanager-arnhem",
        CHANGE,
        input=wrong | {"wijziging": {"betrokkene": {"burgerservicenummer": WRONG_BSN, "geslachtsnaam": NAME}}},
    )
    script.ask("casemanager-arnhem", CHANGE, input=wrong | {"wijziging": {NAME: SKN}})
    script.ask("casemanager-arnhem", f'{{ plan(id: "{NAME}") {{ {NAME} }} }}')
    script.ask("casemanager-arnhem", f'{{ plannen(filter: {{sknNummer: "{BSN}{NAME}"}}) {{ nodes {{ id }} }} }}')
    script.ask("casemanager-arnhem", f'{{ plan(id: "{BSN}" ')
    script.send(f'{{"query": "{NAME} {BSN}', casemanager)
    script.send("{}", f"{casemanager}{NAME}")
    script.send(json.dumps({"query": "{ __typename }"}), f"{casemanager[:-20]}{NAME}")
    script.send("{}", casemanager, f"/v1/plannen/{BSN}?naam={NAME}")
    script.send("{}", casemanager, f"/v1/graphql?access_token={casemanager}")
    script.send(json.dumps({"query": f"# {NAME * 200_000}"}), casemanager)
    assert {400, 401, 403, 404, 413} <= set(script.statuses)
    assert 500 not in script.statuses


def not_http(port: int) -> None:
    """Bytes that are no request make uvicorn speak of its own accord."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(f"{NAME} {BSN}\r\nAuthorization: Bearer {SKN}\r\n\r\n".encode())
        assert b"400" in raw.recv(100)


def broken_documents(script: Script, plan_id: str, database: Any) -> None:
    """Failures that nobody foresaw: what is stored is not what a plan is."""
    database[VERSIONS].update_one({"planId": plan_id, "nummer": 2}, {"$set": {"wijzigingen": [{NAME: BSN}]}})
    answer = script.ask("casemanager-arnhem", f'{{ historie(planId: "{plan_id}") {{ nodes {{ nummer }} }} }}')
    assert answer["errors"][0]["extensions"]["code"] == "interneFout"
    database.command("collMod", PLANS, validator={})
    database[PLANS].update_one({"_id": plan_id}, {"$set": {"detentie.datumInvrijheidstelling": [NAME, BSN]}})
    database[PLANS].update_one({"_id": plan_id}, {"$set": {"betrokkene": f"{NAME} {BSN}"}})
    answer = script.ask("casemanager-arnhem", READ, id=plan_id)
    assert answer["errors"][0]["extensions"]["code"] == "interneFout"


def test_every_line_is_one_json_object(script: Script) -> None:
    lines = log_lines(script.running.errors)
    assert script.running.output == ""
    assert all({"event", "level", "logger", "timestamp"} <= line.keys() for line in lines)


def test_what_nobody_foresaw_is_logged_by_kind_and_place(script: Script) -> None:
    unforeseen = [line for line in log_lines(script.running.errors) if line["event"] == "unforeseen_error"]
    assert len(unforeseen) == 2
    assert all(line["cause"].endswith("Error") and ".py:" in line["place"] for line in unforeseen)
    assert "library_message" in {line["event"] for line in log_lines(script.running.errors)}


@pytest.mark.parametrize("value", [NAME, SKN, BSN, WRONG_BSN, FREE_TEXT, "Rijnkade", "Bearer", "eyJ"])
def test_no_value_of_a_person_and_no_token_is_in_it(value: str, script: Script) -> None:
    assert value.lower() not in (script.running.output + script.running.errors).lower()
    assert all(token not in script.running.errors for token in script.tokens.values())


def test_the_place_of_an_exception_is_where_it_was_raised() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        divmod(int(SKN), 0)
    assert place_of(raised.value) == f"{Path(__file__).name}:{raised.traceback[-1].lineno + 1}"
    assert place_of(None) is None
