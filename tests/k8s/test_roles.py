"""The roles of k8s/README.md, on a server that asks for them: each can do its work, and no more."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from api.store.collections import PLANS as PLAN_DOCUMENTS
from api.store.collections import VERSIONS, WORK
from api.store.driver import Database
from api.store.holdings import HOLDINGS
from api.store.recounting import Recounter
from api.store.verifying import Verifier
from api.store.work import Work
from tests.api.changes.test_relay import eventually
from tests.api.client import Api, detention, running
from tests.api.store.histories import KEYS
from tests.api.store.test_destruction import destroyer
from tests.guarded import LOGS, PLANS, Guarded, guarded_server, roles
from tests.mongod import LIBRARY

CASEMANAGER: Final = "casemanager-arnhem"
OUT: Final = {
    "inrichting": "PI Arnhem",
    "datumAanvang": "2009-01-01",
    "datumBinnenkomst": "2009-01-01",
    "datumInvrijheidstelling": "2010-01-01",
    "einddatumStatus": "DEFINITIEF",
}
LATER: Final = date(2030, 1, 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The server."""
    with guarded_server(tmp_path_factory.mktemp("guarded")) as made:
        yield made


def _settings(server: Guarded) -> dict[str, Any]:
    return {
        "logbook_uri": server.uri("reintegratieplanLogbook"),
        "logbook_reader_uri": server.uri("reintegratieplanLogbookReader"),
        "logbook_database": LOGS,
    }


async def _steps(api: Api, plan_id: str) -> set[str]:
    query = "query ($id: ID!) { werkvoorraad(first: 100, filter: {planId: $id, van: ALLEN, ookLater: true}) { nodes { soort } } }"
    data = await api.data(CASEMANAGER, query, id=plan_id)
    return {node["soort"] for node in data["werkvoorraad"]["nodes"]}


async def test_the_api_does_all_of_its_work(server: Guarded, tmp_path: Path) -> None:
    uri = server.uri("reintegratieplanApi")
    admin: MongoClient[dict[str, Any]]
    with MongoClient(server.admin) as admin:
        # The second time, everything is there.
        for skn in ("7000001", "7000002"):
            async with running(uri, PLANS, tmp_path, **_settings(server)) as api:
                plan_id = await api.register(detention(skn))
                await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "Een kamer"}})
                assert "HULPVRAAG_BEANTWOORDEN" in await _steps(api, plan_id)
                # A step that closes takes its record away.
                await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": None}})
                assert "HULPVRAAG_BEANTWOORDEN" not in await _steps(api, plan_id)
                await eventually(lambda: admin[PLANS].uitgaand.count_documents({}) == 0)
                found = await api.data(CASEMANAGER, "query ($id: ID!) { plan(id: $id) { versie } }", id=plan_id)
                assert found == {"plan": {"versie": 3}}
    database = Database(uri, PLANS, library=LIBRARY)
    async for _ in Recounter(database, Work(database), LATER).run():
        pass
    await database.close()


def test_the_api_cannot_take_a_plan_or_a_version_away(server: Guarded) -> None:
    with MongoClient[dict[str, Any]](server.uri("reintegratieplanApi")) as client:
        forbidden: list[Callable[[], object]] = [
            lambda: client[PLANS][PLAN_DOCUMENTS].delete_many({}),
            lambda: client[PLANS][VERSIONS].delete_many({}),
            client[PLANS][WORK].drop,
            client[LOGS].list_collection_names,
        ]
        for attempt in forbidden:
            with pytest.raises(OperationFailure, match="not authorized"):
                attempt()


async def test_who_destroys_and_who_verifies_can_do_so(server: Guarded, tmp_path: Path) -> None:
    async with running(server.uri("reintegratieplanApi"), PLANS, tmp_path, **_settings(server)) as api:
        plan_id = await api.register(detention("7654321", detentie=OUT))
    database = Database(server.uri("reintegratieplanDestruction"), PLANS, library=LIBRARY)
    certificate = await destroyer(database).destroy(plan_id, LATER, "DJI")
    await database.close()
    assert certificate is not None
    assert {name for name, count in certificate.counts.items() if count} >= {
        "plannen",
        "versies",
        "werkvoorraad",
        "werkstanden",
    }
    verifying = Database(server.uri("reintegratieplanVerify"), PLANS, library=LIBRARY)
    verifier = Verifier(verifying, KEYS)
    assert [await verifier.range(ids) async for ids in verifier.ranges()]
    await verifying.close()
    with MongoClient[dict[str, Any]](server.uri("reintegratieplanVerify")) as client, pytest.raises(OperationFailure):
        client[PLANS][PLAN_DOCUMENTS].update_many({}, {"$set": {"versie": 0}})


def test_who_destroys_may_empty_whatever_holds_something_of_a_person() -> None:
    emptied = {
        privilege["resource"]["collection"]
        for privilege in roles()["reintegratieplanDestruction"].privileges
        if "remove" in privilege["actions"]
    }
    assert emptied == set(HOLDINGS)
