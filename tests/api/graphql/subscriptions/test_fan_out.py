"""Whatever their number: who gets the same gets what was made once, and every plan is read once for all."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from pymongo import MongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.store.logbook import RECORDS
from tests.api.graphql.subscriptions.socket import asking, connected, socket_of
from tests.api.identity.forge import WITHOUT
from tests.api.identity.minted import minted
from tests.api.live import Live, serving

SUBSCRIBERS: Final = 40
PLAN: Final = "volgnummer versie plan { onderdak { hulpvraag } }"


@dataclass
class Looks(CommandListener):
    """What the background looked up, by collection."""

    found: list[tuple[str, Any]] = field(default_factory=list)

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find":
            self.found.append((event.command["find"], event.command["filter"]))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...

    def counted(self) -> dict[str, int]:
        """How often something was looked up: by the relay once for each change, and for readers."""
        plans = sum(1 for collection, where in self.found if collection == "plannen" and "$in" in str(where))
        versions = sum(1 for collection, where in self.found if collection == "versies" and "$or" in where)
        logs = sum(1 for collection, _ in self.found if collection == "gebeurtenissen")
        return {"plannen": plans, "versies": versions, "gebeurtenissen": logs}


@pytest.fixture
async def watched(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Live, Looks, MongoClient[dict[str, Any]]]]:
    name, looks = f"test_{uuid.uuid4().hex}", Looks()
    # What was read serves whoever comes while it is fresh, so on a slow machine it must be longer.
    for module in ("api.store.happenings", "api.graphql.renderings"):
        monkeypatch.setattr(f"{module}.FRESH_SECONDS", 60.0)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with serving(mongodb_uri, name, tmp_path_factory.mktemp("live"), change_listeners=[looks]) as started:
            yield started, looks, client
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


async def test_more_subscribers_cost_no_more_looks_and_no_more_records(
    watched: tuple[Live, Looks, MongoClient[dict[str, Any]]],
) -> None:
    live, looks, client = watched
    logs = client[f"{live.settings.database}_logboek"][RECORDS]
    plan_id = await live.register()
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(socket_of(live, "gemeente-arnhem")) for _ in range(SUBSCRIBERS)]
        for socket in sockets:
            await socket.subscribe(asking(PLAN), na="0")
        assert {change["volgnummer"] for change in await all_of(sockets)} == {1}
        for version in range(1, 6):
            looks.found.clear()
            before = delivered(logs, plan_id)
            await live.change("casemanager-arnhem", plan_id, version, {"onderdak": {"hulpvraag": f"huis {version}"}})
            changes = await all_of(sockets)
            assert [change["plan"]["onderdak"]["hulpvraag"] for change in changes] == [f"huis {version}"] * SUBSCRIBERS
            # Once by the relay, and once for all of them.
            assert looks.counted() == {"plannen": 2, "versies": 2, "gebeurtenissen": 0}
            assert delivered(logs, plan_id) == before + 1


async def all_of(sockets: list[Any]) -> list[Any]:
    """The next change of each."""
    return list(await asyncio.gather(*(socket.change() for socket in sockets)))


def delivered(logs: Any, plan_id: str) -> int:
    """How often the log says that this plan was given to subscribers."""
    return int(logs.count_documents({"soort": "verwerking", "name": "wijzigingen", "planId": plan_id}))


async def test_others_get_their_own(watched: tuple[Live, Looks, MongoClient[dict[str, Any]]]) -> None:
    """Another role, doel, selection, handling or variable within the selection is another message; another place is not."""
    live, looks, _ = watched
    plan_id = await live.register()
    care = ["ORGANISEREN_ZORG", "ESSENTIELE_VOORWAARDEN"]
    fields = "plan { onderdak { hulpvraag } schulden { hulpvraag @include(if: $met) } zorg { zorgaanbieder } }"
    query = f"subscription ($na: String, $met: Boolean!) {{ wijzigingen(na: $na) {{ volgnummer {fields} }} }}"
    askers: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("gemeente-arnhem", {"doelen": care}, {"met": True}),
        ("gemeente-arnhem", {"doelen": care}, {"met": False}),
        ("gemeente-arnhem", {"doelen": care, "doelbinding": "ESSENTIELE_VOORWAARDEN"}, {"met": True}),
        ("casemanager-arnhem", {}, {"met": True}),
        ("mentor-arnhem", {}, {"met": True}),
    ]
    async with AsyncExitStack() as stack:
        sockets = []
        for persona, more, variables in askers:
            socket = await stack.enter_async_context(socket_of(live, persona, prefer="handling=lenient", **more))
            await socket.subscribe(query, na="0", **variables)
            sockets.append(socket)
        await all_of(sockets)
        changed = {
            "onderdak": {"hulpvraag": "huis"}, "schulden": {"hulpvraag": "schuld"},
            "zorg": {"zorgNodig": "JA", "zorgaanbieder": "GGZ"},
        }  # fmt: skip
        looks.found.clear()
        await live.change("casemanager-arnhem", plan_id, 1, changed)
        plans = [change["plan"] for change in await all_of(sockets)]
    home = {"hulpvraag": "huis"}
    debt, care_by = {"hulpvraag": "schuld"}, {"zorgaanbieder": "GGZ"}
    assert plans == [
        {"onderdak": home, "schulden": debt, "zorg": care_by},
        {"onderdak": home, "schulden": {}, "zorg": care_by},
        {"onderdak": home, "schulden": debt, "zorg": None},
        {"onderdak": home, "schulden": debt, "zorg": care_by},
        {"onderdak": home, "schulden": None, "zorg": None},
    ]
    # Two organisations each have a log of their own; the plan is read by the relay, and once for both, or once for each.
    assert looks.counted()["plannen"] <= 3


async def test_who_subscribes_is_in_the_logs_and_who_gets_is_an_organisation(
    watched: tuple[Live, Looks, MongoClient[dict[str, Any]]],
) -> None:
    live, _, client = watched
    logs = client[f"{live.settings.database}_logboek"][RECORDS]
    plan_id = await live.register()
    async with socket_of(live, "gemeente-arnhem") as socket:
        await socket.subscribe(asking(PLAN), na="0")
        await socket.change()
    audits = list(logs.find({"soort": "audit", "wie.organisatieSoort": "GEMEENTE"}, sort=[("_id", 1)]))
    assert sorted(entry["wie"]["gebruiker"] for entry in audits) == ["", "persona:gemeente-arnhem"]
    [given] = logs.find({"soort": "verwerking", "planId": plan_id, "name": "wijzigingen"})
    assert (given["handeling"], given["status"]) == ("VERSTREKKEN", "Ok")
    assert given["ontvanger"] == audits[0]["wie"]["organisatie"]
    assert [entry["versie"] for entry in given["gelezen"]] == [1]


async def test_who_is_logged_in_more_lightly_gets_his_own(
    watched: tuple[Live, Looks, MongoClient[dict[str, Any]]],
) -> None:
    """Same organisation, role, doel and question; what the one may see is not kept for the other."""
    live, _, _ = watched
    plan_id = await live.register()
    query = asking("plan { onderdak { hulpvraag } zorg { zorgaanbieder } }")
    tokens = [live.issuer.issue("casemanager-arnhem"), minted(live, "casemanager-arnhem", acr=WITHOUT)]
    async with AsyncExitStack() as stack:
        sockets = []
        for token in tokens:
            socket = await stack.enter_async_context(connected(live))
            await socket.begin(Authorization=f"Bearer {token}", prefer="handling=lenient")
            await socket.subscribe(query, na="0")
            sockets.append(socket)
        await all_of(sockets)
        changed = {"onderdak": {"hulpvraag": "huis"}, "zorg": {"zorgNodig": "JA", "zorgaanbieder": "GGZ"}}
        await live.change("casemanager-arnhem", plan_id, 1, changed)
        sure, light = [change["plan"] for change in await all_of(sockets)]
    assert sure["zorg"] == {"zorgaanbieder": "GGZ"}
    assert light == {"onderdak": {"hulpvraag": "huis"}, "zorg": None}
