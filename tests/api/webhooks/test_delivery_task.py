"""One process delivers, another takes over, and nothing is lost or told to who may not know any more."""

import asyncio
import json
import os
import shutil
import signal
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from api.embedded.ports import free_ports
from api.identity.wiring import development_issuer
from api.settings import load_settings
from api.webhooks.keys import WebhookKeys
from policies.table import TABLES
from tests.api.changes.test_relay import eventually, told
from tests.api.client import Api, running
from tests.api.commands.process import answers, environment, started
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER
from tests.api.webhooks.conftest import INTEGRATOR, MINE, QUICK, Stored, mine, subscribe
from tests.api.webhooks.receiver import Receiver, receiving


async def test_of_two_processes_one_delivers_and_the_other_takes_over(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored, receiver: Receiver
) -> None:
    async with running(mongodb_uri, database_name, tmp_path, **QUICK) as second:
        async with running(mongodb_uri, database_name, tmp_path, **QUICK) as first:
            plan_id = await first.register()
            await told(stored)
            await subscribe(first, receiver)
            for version in range(1, 11):
                await first.change(CASEMANAGER, plan_id, version, {"onderdak": {"hulpvraag": f"{version}"}})
            await eventually(lambda: len(receiver.accepted) >= 10)
            turn = stored.database.abonnementen.find_one({})
            assert turn is not None
        for version in range(11, 16):
            await second.change(CASEMANAGER, plan_id, version, {"onderdak": {"hulpvraag": f"{version}"}})
        await eventually(lambda: len(receiver.accepted) >= 15 and not stored.waiting())
    assert [event["data"]["versie"] for event in receiver.accepted] == list(range(2, 17))
    assert max(Counter(event["id"] for event in receiver.events).values()) == 1


async def test_a_process_that_lost_the_lead_leaves_it_to_the_other(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "een"}})
    # Also recorded: what is sent and not recorded is sent again.
    await eventually(lambda: stored.database.afleveringen.find_one({"stand": "AFGELEVERD"}))
    # Somebody else leads, and has claimed the subscription.
    stored.database.beurten.update_one({"_id": "bezorging"}, {"$set": {"houder": "ander"}, "$inc": {"beurt": 1}})
    stored.database.abonnementen.update_one({}, {"$inc": {"beurt": 1}})
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": "twee"}})
    await told(stored)
    before = stored.database.abonnementen.find_one({})
    # It falls silent; whoever takes over, here the same process in a later turn, delivers what waited.
    stored.database.beurten.update_one({"_id": "bezorging"}, {"$unset": {"tot": ""}})
    await eventually(lambda: len(receiver.accepted) == 2 and not stored.waiting())
    after = stored.database.abonnementen.find_one({})
    assert before is not None
    assert after is not None
    assert after["beurt"] > before["beurt"]


async def test_what_was_sent_by_a_process_that_died_is_sent_again_with_the_same_id(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored
) -> None:
    [port] = free_ports(1)
    env = environment(
        tmp_path,
        MONGODB_URI=mongodb_uri,
        PORT=port,
        REINTEGRATIEPLAN_MODE="development",
        REINTEGRATIEPLAN_DATABASE=database_name,
        REINTEGRATIEPLAN_WEBHOOK_PAUSE=0.05,
    )
    settings = load_settings(mode="development", mongodb_uri=mongodb_uri, database=database_name, data_dir=tmp_path)
    with receiving(WebhookKeys.of_development(tmp_path).key_set(), ARNHEM) as receiver:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            with started("serve", env=env, folder=tmp_path / "eerste") as first:
                await asyncio.to_thread(first.wait_until, lambda: answers(port))
                api = Api(http, development_issuer(settings), settings, None)  # type: ignore[arg-type] # counts no commands
                plan_id = await api.register()
                await told(stored)
                await subscribe(api, receiver)

                def kill(_: dict[str, Any]) -> Response | None:
                    receiver.behaviour = lambda _: None
                    os.kill(first.process.pid, signal.SIGKILL)
                    return None

                receiver.behaviour = kill
                await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "een"}})
                await asyncio.to_thread(first.process.wait, 30)
            assert [event["data"]["versie"] for event in receiver.events] == [2]
            [waiting] = stored.waiting()
            assert waiting["pogingen"] == 0
            with started("serve", env=env, folder=tmp_path / "tweede"):
                await eventually(lambda: len(receiver.events) > 1 and not stored.waiting())
    assert receiver.events[0] == receiver.events[1]
    assert len(receiver.events) == 2


@pytest.mark.parametrize(
    ("change", "reason"), [("organisatie", "ORGANISATIE_VERVALLEN"), ("beleid", "RECHTEN_VERVALLEN")]
)
async def test_without_organisation_or_rights_deliveries_stop_and_the_state_says_so(
    mongodb_uri: str, database_name: str, tmp_path: Path, stored: Stored, receiver: Receiver, change: str, reason: str
) -> None:
    async with running(mongodb_uri, database_name, tmp_path, **QUICK) as api:
        plan_id = await api.register()
        await told(stored)
        await subscribe(api, receiver)
        receiver.stop()
        await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "een"}})
        await eventually(stored.waiting)
    receiver.start()
    less: dict[str, Any] = (
        {"organisations": _without_arnhem(tmp_path)}
        if change == "organisatie"
        else {"policies": _without_systems(tmp_path)}
    )
    async with running(mongodb_uri, database_name, tmp_path, **QUICK, **less) as api:
        await eventually(lambda: stored.database.abonnementen.find_one({"stand": "GESTOPT"}))
        stopped = stored.database.abonnementen.find_one({})
        assert stopped is not None
        assert stopped["reden"] == reason
        assert stored.waiting() == []
        if change == "beleid":
            assert (await mine(api))["reden"] == reason
    assert receiver.events == []


def _without_arnhem(folder: Path) -> Path:
    rows = json.loads(files("api.identity").joinpath("organisations.json").read_text("utf-8"))
    path = folder / "organisaties.json"
    path.write_text(json.dumps([row for row in rows if row["oin"] != ARNHEM]), "utf-8")
    return path


def _without_systems(folder: Path) -> Path:
    tables = Path(shutil.copytree(TABLES, folder / "beleid"))
    table = tables / "gemeente.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(line.replace("NAZORGCOORDINATOR|SYSTEEM", "NAZORGCOORDINATOR") for line in lines), "utf-8")
    assert "SYSTEEM" not in table.read_text("utf-8")
    return tables


async def test_a_relation_that_ended_is_told_and_nothing_after_it(api: Api, stored: Stored, receiver: Receiver) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    await api.change(CASEMANAGER, plan_id, 1, {"terugkeer": {"herkomstgemeente": "0344"}})
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": "huis"}})
    await eventually(lambda: receiver.accepted)
    await told(stored)
    await eventually(lambda: not stored.waiting())
    assert [event["type"].split(".")[2] for event in receiver.accepted] == ["plan-niet-meer-toegankelijk"]
    assert receiver.accepted[0]["data"]["groepen"] == []


async def test_every_message_is_in_the_log_of_processing_before_it_leaves(
    api: Api, stored: Stored, receiver: Receiver
) -> None:
    plan_id = await api.register()
    await told(stored)
    await subscribe(api, receiver)
    logbook = stored.database.client[f"{stored.database.name}_logboek"]
    where = {"soort": "verwerking", "name": "abonneerWebhook", "planId": plan_id, "ontvanger": ARNHEM}
    names = logbook.list_collection_names()

    def logged() -> int:
        return sum(logbook[name].count_documents(where) for name in names)

    assert logged() == 0
    seen: list[int] = []
    receiver.behaviour = lambda _: seen.append(logged())
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "een"}})
    await eventually(lambda: receiver.accepted)
    assert seen == [1]


async def test_who_asks_for_his_subscriptions_sees_only_those_of_his_organisation(api: Api, receiver: Receiver) -> None:
    await subscribe(api, receiver)
    assert len((await api.data(INTEGRATOR, MINE))["mijnAbonnementen"]) == 1
    assert (await api.data("gemeente-arnhem", MINE))["mijnAbonnementen"] == []
