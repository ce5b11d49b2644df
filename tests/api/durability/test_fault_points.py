"""The API is killed between any two steps of a write: a version is there with all that belongs to it, or not at all."""

import asyncio
import itertools
import json
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.store.ledger import SNAPSHOT_EVERY
from tests.api.client import CHANGE, REGISTER, Api, detention, running
from tests.api.commands.process import ROOT
from tests.api.durability.records import Records, Stored, check_plan, opened
from tests.api.durability.served import ask

PERSONA: Final = "casemanager-arnhem"
_TRIES: Final = 100
"""How often a client tries again, a tenth of a second later each time the plan is held by the process that died."""


class Mortal:
    """Serves each request in a process of its own, which dies where it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    @classmethod
    @contextmanager
    def started(cls, uri: str, database: str, folder: Path) -> Iterator["Mortal"]:
        with subprocess.Popen(
            [sys.executable, "-m", "tests.api.durability.mortal"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            process.stdin.write(json.dumps({"uri": uri, "database": database, "folder": str(folder)}) + "\n")
            yield cls(process)
            process.stdin.close()


@dataclass
class Stage:
    """The process that dies, another one that lives, and the database behind both."""

    mortal: Mortal
    api: Api
    database: Stored
    _sknumbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(5_000_000))

    def registration(self) -> dict[str, Any]:
        """A request that makes a plan."""
        given = {"gegevens": detention(str(next(self._sknumbers)))}
        return self._request(REGISTER, given)

    async def change(self, versions: int) -> dict[str, Any]:
        """A request that changes a new plan of so many versions; done twice it would show: it adds an item."""
        plan_id = await self.api.register(detention(str(next(self._sknumbers))))
        for number in range(1, versions):
            await self.api.change(PERSONA, plan_id, number, {"onderdak": {"toelichting": f"versie {number}"}})
        change = {"contacten": {"toevoegen": [{"naam": "Voorbeeld"}]}}
        return self._request(CHANGE, {"planId": plan_id, "verwachteVersie": versions, "wijziging": change})

    def _request(self, query: str, given: dict[str, Any]) -> dict[str, Any]:
        key = str(uuid.uuid4())
        return {"token": self.api.issuer.issue(PERSONA), "query": query, "input": given, "key": key}

    async def again(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request to the process that lives, until it answers."""
        for _ in range(_TRIES):
            response = await ask(self.api.http, request["token"], request["query"], request["input"], request["key"])
            if response.status_code == 200:
                (outcome,) = response.json()["data"].values()
                return dict(outcome)
            assert response.status_code == 503, response.text
            await asyncio.sleep(0.1)
        raise AssertionError("the plan stayed locked")


@pytest.fixture(scope="module")
async def stage(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    name, folder = f"test_{uuid.uuid4().hex}", tmp_path_factory.mktemp("stage")
    client: MongoClient[Records]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, folder) as api:
            with Mortal.started(mongodb_uri, name, folder) as mortal:
                yield Stage(mortal, api, opened(client, name))
        client.drop_database(name)


async def test_a_registration_is_whole_wherever_it_dies(stage: Stage) -> None:
    going_on = []
    for dies_at in itertools.count(1):
        request = stage.registration()
        answer = await asyncio.to_thread(stage.mortal.ask, request | {"dies_at": dies_at})
        skn = request["input"]["gegevens"]["betrokkene"]["sknNummer"]
        found = [plan["_id"] for plan in stage.database.plannen.find({"betrokkene.sknNummer": skn})]
        assert len(found) <= 1
        check_nothing_loose(stage.database)
        if "signal" not in answer:
            break
        assert answer == {"signal": signal.SIGKILL}
        going_on.append(asyncio.create_task(register_on(stage, request, skn, found)))
    check_steps(answer, {"insert plannen"})
    assert len(found) == 1
    written = await asyncio.gather(*going_on)
    # Some deaths came too early for a plan and some too late: else the steps in between were not met.
    assert {True, False} <= set(written)


async def register_on(stage: Stage, request: dict[str, Any], skn: str, found: list[str]) -> bool:
    """The same request again makes the plan that is there, or there will be; the next write in it goes on from there."""
    outcome = await stage.again(request)
    assert outcome["__typename"] == "DetentieGeregistreerd", outcome
    assert not found or outcome["plan"]["id"] == found[0]
    assert stage.database.plannen.count_documents({"betrokkene.sknNummer": skn}) == 1
    changed = await stage.api.change(PERSONA, outcome["plan"]["id"], 1, {"onderdak": {"toelichting": "verder"}})
    assert changed["plan"]["versie"] == 2
    assert len(check_plan(stage.database, outcome["plan"]["id"])) == 2
    return bool(found)


@pytest.mark.parametrize(
    ("versions", "also"),
    [
        pytest.param(1, set(), id="change"),
        pytest.param(SNAPSHOT_EVERY - 1, {"insert momentopnamen"}, id="snapshot"),
    ],
)
async def test_a_change_is_whole_wherever_it_dies(stage: Stage, versions: int, also: set[str]) -> None:
    going_on = []
    for dies_at in itertools.count(1):
        request = await stage.change(versions)
        answer = await asyncio.to_thread(stage.mortal.ask, request | {"dies_at": dies_at})
        there = len(check_plan(stage.database, request["input"]["planId"]))
        assert there in {versions, versions + 1}
        if "signal" not in answer:
            break
        assert answer == {"signal": signal.SIGKILL}
        going_on.append(asyncio.create_task(change_on(stage, request, there)))
    check_steps(answer, {"update plannen", *also})
    assert there == versions + 1
    assert {True, False} <= set(await asyncio.gather(*going_on))
    check_nothing_loose(stage.database)


async def change_on(stage: Stage, request: dict[str, Any], there: int) -> bool:
    """The same request again gives the version that is there, or makes it; the next write goes on from there."""
    plan_id, base = request["input"]["planId"], request["input"]["verwachteVersie"]
    outcome = await stage.again(request)
    assert (outcome["__typename"], outcome["plan"]["versie"]) == ("PlanGewijzigd", base + 1)
    assert len(check_plan(stage.database, plan_id)) == base + 1
    document = stage.database.plannen.find_one({"_id": plan_id})
    assert document is not None
    assert [item["naam"] for item in document["contacten"]] == ["Voorbeeld"]
    changed = await stage.api.change(PERSONA, plan_id, base + 1, {"onderdak": {"toelichting": "verder"}})
    assert changed["plan"]["versie"] == base + 2
    assert len(check_plan(stage.database, plan_id)) == base + 2
    return bool(there > base)


def check_steps(answer: dict[str, Any], writes: set[str]) -> None:
    """The request that nobody killed succeeded, and its steps, at each of which one died, are those of one transaction."""
    assert answer["status"] == 200
    met = answer["met"]
    for write in writes | {"insert versies", "insert verzoeken"}:
        assert met.index("before commitTransaction") > met.index(f"after {write}")
    assert met.count("before commitTransaction") == met.count("after commitTransaction") == 1
    assert not [step for step in met if step.startswith("failed")]
    print(f"\n{len(met)} deaths: {', '.join(met)}")  # noqa: T201 - what was proven


def check_nothing_loose(database: Stored) -> None:
    """No version, snapshot or receipt without its plan."""
    plans = {plan["_id"] for plan in database.plannen.find({}, {"_id": 1})}
    for collection in ("versies", "momentopnamen", "verzoeken"):
        assert set(database[collection].distinct("planId")) <= plans
    assert set(database.versies.distinct("planId")) == plans
