"""How a stream ends: always with a code and a sentence, and nothing of a subscriber stays behind."""

import asyncio
import gc
import json
import shutil
import socket as sockets
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from websockets.exceptions import ConnectionClosedError

import policies.table
from api.changes.hub import Channel
from api.graphql.lifelines import Lifeline
from api.store.collections import EVENTS
from api.store.logbook import RECORDS
from tests.api.client import CHANGE
from tests.api.eventually import eventually, until
from tests.api.graphql.subscriptions.conftest import NewPlan
from tests.api.graphql.subscriptions.socket import Socket, asking, connected, page, page_of, socket_of
from tests.api.graphql.subscriptions.sse import events_of
from tests.api.live import Live, serving

HEAVY: Final = f"cursor plan {{ onderdak {{ {' '.join(f'a{n}: hulpvraag' for n in range(300))} }} }}"
"""A selection that makes a small change a large message."""


async def write(live: Live, plan_id: str, version: int, text: str = "") -> None:
    outcome = await live.change(
        "casemanager-arnhem", plan_id, version, {"onderdak": {"hulpvraag": text or f"huis {version}"}}
    )
    assert outcome["__typename"] == "PlanGewijzigd", outcome


async def test_a_stream_ends_when_its_token_does(live: Live) -> None:
    async with socket_of(live, "gemeente-arnhem", lifetime=1) as socket:
        await socket.subscribe(asking())
        code, reason = await socket.closed()
    assert code == 4403
    assert str(reason).startswith("tokenVerlopen: ")
    async with events_of(live, "gemeente-arnhem", asking(), lifetime=1) as events:
        errors, complete = await events.ended()
    # Not complete: clients connect again by themselves, with a new token.
    assert ([error["code"] for error in errors], complete) == (["tokenVerlopen"], False)


async def test_a_field_that_one_plan_does_not_show_ends_a_strict_stream_at_that_plan(
    live: Live, new_plan: NewPlan
) -> None:
    """Care is shown where it is needed: the static decision lets the question through, the plan decides."""
    selection = "versie plan { zorg { zorgaanbieder } }"
    plan_id, cursor = await new_plan("gemeente-arnhem")
    asked: dict[str, Any] = {"doelen": ["ORGANISEREN_ZORG"]}
    async with socket_of(live, "gemeente-arnhem", **asked) as socket:
        await socket.subscribe(asking(selection), na=str(int(cursor) - 1), planId=plan_id)
        [refused] = await socket.refused()
        assert (refused["code"], refused["pad"]) == ("unauthorizedField", "zorg.zorgaanbieder")
        # The connection stays, and so do other operations on it.
        await socket.subscribe("{ __typename }")
        assert (await socket.heard())["type"] == "next"
    async with socket_of(live, "gemeente-arnhem", **asked, prefer="handling=lenient") as socket:
        await socket.subscribe(asking(selection), na=str(int(cursor) - 1), planId=plan_id)
        payload = (await socket.heard())["payload"]
    assert payload["data"]["wijzigingen"]["plan"] == {"zorg": None}
    assert [entry["pad"] for entry in payload["extensions"]["afgeschermd"]] == ["zorg.zorgaanbieder"]


async def test_a_stream_ends_when_the_policy_no_longer_carries_it(
    mongodb_uri: str, database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.app.TABLE_SECONDS", 0.05)
    tables = tmp_path / "tables"
    shutil.copytree(policies.table.TABLES, tables)
    async with serving(mongodb_uri, database_name, tmp_path / "data", policies=tables) as live:
        plan_id = await live.register()
        async with socket_of(live, "gemeente-arnhem") as strict, socket_of(live, "gemeente-nijmegen") as ids:
            await strict.subscribe(asking("versie plan { onderdak { hulpvraag } }"), na="0")
            await ids.subscribe(asking("versie groepen"), na="0")
            assert (await strict.change())["versie"] == 1
            assert "onderdak" in (await ids.change())["groepen"]
            rows = (tables / "gemeente.csv").read_text("utf-8").splitlines(keepends=True)
            (tables / "gemeente.csv").write_text("".join(row for row in rows if "onderdak" not in row), "utf-8")
            await eventually(lambda: hidden(live, "onderdak"))
            changed = {"onderdak": {"hulpvraag": "huis"}, "werkEnInkomen": {"hulpvraag": "werk"}}
            await live.change("casemanager-arnhem", plan_id, 1, changed)
            [refused] = await strict.refused()
            assert (refused["code"], refused["pad"]) == ("unauthorizedField", "onderdak.hulpvraag")
            assert (await ids.change())["groepen"] == ["werkEnInkomen"]


async def test_a_stream_ends_when_its_organisation_is_no_longer_connected(
    mongodb_uri: str, database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.app.TABLE_SECONDS", 0.05)
    table = tmp_path / "organisaties.json"
    rows = json.loads(files("api.identity").joinpath("organisations.json").read_text("utf-8"))
    table.write_text(json.dumps(rows), "utf-8")
    async with serving(mongodb_uri, database_name, tmp_path / "data", organisations=table) as live:
        plan_id = await live.register()
        async with socket_of(live, "gemeente-arnhem") as socket:
            await socket.subscribe(asking("versie plan { onderdak { hulpvraag } }"), na="0")
            assert (await socket.change())["versie"] == 1
            table.write_text(json.dumps([row for row in rows if row.get("gemeentecode") != "0202"]), "utf-8")

            async def gone() -> bool:
                response = await live.ask("gemeente-arnhem", "{ __typename }")
                return response.status_code == 403

            await eventually(gone)
            await write(live, plan_id, 1)
            [refused] = await socket.refused()
            assert (refused["code"], refused["pad"]) == ("unauthorizedField", "onderdak.hulpvraag")


async def hidden(live: Live, group: str) -> bool:
    """Whether the gemeente may read nothing in a group."""
    found = (await live.data("gemeente-arnhem", "{ mijnRechten { pad lezen } }"))["mijnRechten"]
    return not any(right["lezen"] for right in found if right["pad"].startswith(f"{group}."))


async def test_a_server_that_stops_says_so_and_does_not_wait(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with (
        serving(mongodb_uri, database_name, tmp_path) as live,
        socket_of(live, "gemeente-arnhem") as socket,
        events_of(live, "gemeente-arnhem", asking()) as events,
    ):
        await socket.subscribe(asking())
        live.server.should_exit = True
        code, reason = await socket.closed()
        assert (code, str(reason).partition(":")[0]) == (1012, "dienstStopt")
        errors, complete = await events.ended()
        assert ([error["code"] for error in errors], complete) == (["dienstStopt"], False)
    await until(lambda: not open_connections())


def open_connections() -> list[object]:
    """What the process keeps of subscribers."""
    gc.collect()
    return [found for found in gc.get_objects() if type(found) in {Lifeline, Channel}]


async def test_nothing_stays_of_who_left(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan()
    before = len(asyncio.all_tasks())
    for _ in range(5):
        async with socket_of(live, "casemanager-arnhem") as one, socket_of(live, "mentor-arnhem") as two:
            async with events_of(live, "gemeente-arnhem", asking(), na="0") as events:
                await one.subscribe(asking(), "1", na=cursor)
                await one.subscribe(asking(), "2", na="0")
                await two.subscribe(asking(), "1", na="0")
                await events.change()
                assert open_connections()
            # One leaves in an orderly way, the other is gone all of a sudden.
            two.connection.transport.abort()
    await until(lambda: not open_connections())
    await write(live, plan_id, 1)
    await until(lambda: len(asyncio.all_tasks()) <= before)


async def test_a_cursor_that_is_too_old_is_told_from_where_to_go_on(
    live: Live, new_plan: NewPlan, mongodb_uri: str
) -> None:
    plan_id, cursor = await new_plan()
    for version in (1, 2, 3):
        await write(live, plan_id, version)
    number = int(cursor)
    await page_of(live, "casemanager-arnhem", cursor, 3)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        # As MongoDB does when their term has passed.
        events: Any = client[live.settings.database][EVENTS]
        events.delete_many({"volgnummer": {"$lte": number + 2}})
    async with socket_of(live, "casemanager-arnhem") as socket:
        await socket.subscribe(asking(), na=str(number + 1))
        [refused] = await socket.refused()
        assert (refused["code"], refused["oudste"]) == ("cursorTeOud", str(number + 2))
        await socket.subscribe(asking(), na=refused["oudste"])
        assert (await socket.change())["volgnummer"] == number + 3
    async with socket_of(live, "casemanager-arnhem") as socket:
        await socket.subscribe(asking(), na="0")
        assert (await socket.change())["volgnummer"] == number + 3
    assert [change["volgnummer"] for change in await page(live, "casemanager-arnhem")] == [number + 3]
    query = "query ($na: String) { wijzigingen(na: $na) { nodes { cursor } } }"
    response = await live.ask("casemanager-arnhem", query, na=str(number + 1))
    assert response.json()["errors"][0]["extensions"]["oudste"] == str(number + 2)


async def lazy(live: Live) -> sockets.socket:
    """A connection of the operating system that takes in very little."""
    found = sockets.socket()
    found.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
    found.settimeout(0)
    await asyncio.get_running_loop().sock_connect(found, ("127.0.0.1", live.settings.port))
    return found


async def fill(live: Live, socket: Socket, plan_id: str, cursor: str) -> None:
    """Have more sent than lies ready to be sent in any buffer."""
    await socket.begin(token=live.issuer.issue("casemanager-arnhem"))
    for number in range(40):
        await socket.subscribe(asking(HEAVY), str(number), na=cursor, planId=plan_id)


async def test_who_takes_nothing_is_let_go(live: Live, new_plan: NewPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.websocket.BLOCKED_SECONDS", 0.3)
    plan_id, cursor = await new_plan()
    await write(live, plan_id, 1, "x" * 1_000)
    await page_of(live, "casemanager-arnhem", cursor, 1)
    async with connected(live, sock=await lazy(live), max_queue=1, ping_interval=None) as socket:
        await fill(live, socket, plan_id, cursor)
        await until(lambda: not open_connections())
        socket.connection.transport.abort()


async def test_who_falls_behind_is_told_so(live: Live, new_plan: NewPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.streams.RECENT", 5)
    plan_id, cursor = await new_plan()
    async with connected(live, sock=await lazy(live), max_queue=1, ping_interval=None) as socket:
        await fill(live, socket, plan_id, cursor)
        for version in range(1, 12):
            await write(live, plan_id, version, f"{version}" * 500)
        await page_of(live, "casemanager-arnhem", cursor, 11)
        # Only now it begins to read.
        with pytest.raises(ConnectionClosedError):
            await read_on(socket)
        assert socket.connection.close_code == 1013
        assert str(socket.connection.close_reason).startswith("teTraag: ")


async def read_on(socket: Socket) -> None:
    """Read until the server ends it."""
    while True:
        await socket.heard()


async def test_without_its_record_nothing_leaves_and_nothing_is_lost(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    client: MongoClient[dict[str, Any]]
    async with serving(mongodb_uri, database_name, tmp_path) as live:
        with MongoClient(mongodb_uri) as client:
            logs: Any = client[f"{database_name}_logboek"]
            plan_id = await live.register()
            async with socket_of(live, "casemanager-arnhem") as socket:
                await socket.subscribe(asking(), na="0")
                first = await socket.change()
                logs.command("collMod", RECORDS, validator={"nooit": {"$exists": True}})
                change = {"planId": plan_id, "verwachteVersie": 1, "wijziging": {"onderdak": {"hulpvraag": "huis"}}}
                assert (await live.ask("casemanager-arnhem", CHANGE, input=change)).status_code == 503
                code, reason = await socket.closed()
                assert (code, str(reason).partition(":")[0]) == (1013, "logboekNietBeschikbaar")
            logs.command("collMod", RECORDS, validator={})
        async with socket_of(live, "casemanager-arnhem") as socket:
            await socket.subscribe(asking(), na=first["cursor"])
            assert (await socket.change())["versie"] == 2
