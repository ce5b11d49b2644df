"""Destruction: nothing of the person is left anywhere, and what proves it cannot be forged."""

import asyncio
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from bson import encode
from pymongo import MongoClient

from api.app import now
from api.store.certificates import Certificate, certificate_faults, find_certificate, verify_certificates
from api.store.destruction import Destroyer, Forget
from api.store.driver import Database
from api.store.holdings import HOLDINGS
from api.store.holds import HoldRefused, Holds
from api.store.ledger import SNAPSHOT_EVERY
from api.store.retention import Retention
from api.store.verifying import Verifier
from tests.api.client import Api, detention
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import KEYS, NO_KEYS, START, history, store
from tests.api.store.test_retention import released
from tests.mongod import LIBRARY

__all__ = ["database", "raw"]

DAY: Final = date(2026, 1, 1)
VERSIONS: Final = SNAPSHOT_EVERY + 2
CASEMANAGER: Final = "casemanager-arnhem"
MARK: Final = "Zq7Vernietigd"
"""Begins every value of the person that is destroyed; stands nowhere else on the server."""


def destroyer(database: Database, forget: Forget | None = None) -> Destroyer:
    """A destroyer with the legal term."""
    retention = Retention(database, Holds(database, now), 120, ZoneInfo("Europe/Amsterdam"))
    return Destroyer(database, KEYS, retention, now, forget)


def everywhere(client: MongoClient[dict[str, Any]]) -> list[tuple[str, bytes]]:
    """Every record on the server, with its collection; `local` holds the oplog, which ages out."""
    return [
        (name, encode(record))
        for database_name in client.list_database_names()
        if database_name != "local"
        for name in client[database_name].list_collection_names()
        for record in client[database_name][name].find()
    ]


async def test_after_destruction_nothing_of_the_person_is_anywhere_on_the_server(api: Api, mongodb_uri: str) -> None:
    person = {"geslachtsnaam": f"{MARK}Naam", "sknNummer": "7654321007", "burgerservicenummer": "999990184"}
    gone = await api.register(
        detention(
            betrokkene=person | {"adres": {"straat": f"{MARK}Straat"}},
            detentie={
                "inrichting": "PI Arnhem",
                "datumAanvang": "2011-07-13",
                "datumInvrijheidstelling": "2012-08-17",
                "einddatumStatus": "DEFINITIEF",
            },
        )
    )
    stays = await api.register(detention())
    for number in range(1, VERSIONS):
        change = {
            "onderdak": {"toelichting": f"{MARK}Tekst{number}"},
            "contacten": {"toevoegen": [{"naam": f"{MARK}Contact"}]},
        }
        outcome = await api.data(
            CASEMANAGER,
            "mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { __typename } }",
            input={"planId": gone, "verwachteVersie": number, "wijziging": change, "toelichting": f"{MARK}Reden"},
        )
        assert outcome["wijzigPlan"]["__typename"] == "PlanGewijzigd"
    store_behind = Database(mongodb_uri, api.settings.database, library=LIBRARY)
    holds = Holds(store_behind, now)
    await holds.place(gone, f"{MARK}Belang", "DJI")
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        plan: Any
        [plan] = client[api.settings.database].plannen.find({"_id": gone})
        steps = client[api.settings.database].werkvoorraad.count_documents({"planId": gone})
        assert steps
        marks = [MARK, *person.values(), "2011-07-13", "2012-08-17", *(contact["id"] for contact in plan["contacten"])]

        def places(mark: str) -> set[str]:
            return {name for name, record in everywhere(client) if mark.encode() in record}

        assert places(MARK) == {"plannen", "versies", "momentopnamen", "bewaringen"}
        assert all(places(mark) >= {"plannen", "versies"} for mark in marks)
        assert len(marks) > VERSIONS

        assert await destroyer(store_behind).destroy(gone, DAY, "DJI") is None
        await holds.lift(gone, "DJI")
        other = [record for record in everywhere(client) if stays.encode() in record[1]]
        certificate = await destroyer(store_behind).destroy(gone, DAY, "DJI")
        assert not any(places(mark) for mark in marks)
        assert places(gone) - {"gebeurtenissen", "uitgaand", "bereik", "logboek"} == {"vernietigingen"}
        assert {name for name, _ in other} >= {"plannen", "versies"}
        # In two steps: the difference of what is not the same would be worked out record by record.
        same = [record for record in everywhere(client) if stays.encode() in record[1]] == other
        assert same
    assert certificate is not None
    assert dict(certificate.counts) == dict.fromkeys(HOLDINGS, 0) | {
        "plannen": 1,
        "versies": VERSIONS,
        "momentopnamen": 1,
        "bewaringen": 1,
        "werkvoorraad": steps,
        "werkstanden": 1,
    }
    assert (certificate.versions, certificate.kept_until) == (VERSIONS, date(2022, 8, 17))
    query = "query ($id: ID!) { plan(id: $id) { versie } }"
    assert await api.data(CASEMANAGER, query, id=gone) == {"plan": None}
    assert await api.data(CASEMANAGER, query, id=stays) == {"plan": {"versie": 1}}
    await store_behind.close()


async def _destroyed(database: Database, count: int) -> list[str]:
    """Plans that are gone, each with its certificate."""
    plans = [history(3, first=released("2010-01-01", None)) for _ in range(count)]
    await store(database, *plans)
    ids = [plan.document["_id"] for plan in plans]
    for plan_id in ids:
        assert await destroyer(database).destroy(plan_id, DAY, "DJI") is not None
    return ids


async def _verified(database: Database) -> tuple[int, set[tuple[str | None, str]]]:
    count, findings = await verify_certificates(database, KEYS)
    return count, {(finding.plan_id, finding.text) for finding in findings}


async def test_certificates_are_a_signed_chain(database: Database, raw: Raw) -> None:
    plans = await _destroyed(database, 3)
    records = list(raw.vernietigingen.find({}, sort=[("nummer", 1)]))
    assert [record["nummer"] for record in records] == [1, 2, 3]
    assert [record["planId"] for record in records] == plans
    assert [record["vorigeHash"] for record in records] == [None, records[0]["hash"], records[1]["hash"]]
    assert await _verified(database) == (3, set())
    for record in records:
        for name in (record["_id"], record["planId"]):
            found = await find_certificate(database, name)
            assert found is not None
            assert found.content["hash"] == record["hash"]
            assert await certificate_faults(database, found, KEYS) == []
    assert await find_certificate(database, "x") is None


CHANGED: Final = "de inhoud is gewijzigd: de hash klopt niet"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"versies": 99}, CHANGED),
        ({"door": "iemand anders"}, CHANGED),
        ({"aantallen.versies": 1}, CHANGED),
        ({"handtekening": NO_KEYS.sign("x")}, "de handtekening klopt niet"),
    ],
)
async def test_a_changed_certificate_is_not_valid(
    database: Database, raw: Raw, change: dict[str, Any], fault: str
) -> None:
    plans = await _destroyed(database, 3)
    raw.vernietigingen.update_one({"nummer": 2}, {"$set": change})
    found = await find_certificate(database, plans[1])
    assert found is not None
    assert await certificate_faults(database, found, KEYS) == [fault]
    assert await _verified(database) == (3, {(plans[1], f"certificaat 2: {fault}")})


async def test_a_forged_certificate_is_not_valid(database: Database, raw: Raw) -> None:
    [plan_id] = await _destroyed(database, 1)
    [real] = raw.vernietigingen.find()
    made = Certificate("x", 2, "y", None, None, DAY, now(), "DJI", {}, 3, real["hash"])
    raw.vernietigingen.insert_one(made.record(NO_KEYS))
    found = await find_certificate(database, "x")
    assert found is not None
    assert await certificate_faults(database, found, KEYS) == ["de handtekening klopt niet"]
    assert await _verified(database) == (2, {("y", "certificaat 2: de handtekening klopt niet")})
    assert (await find_certificate(database, plan_id)) is not None


async def test_a_certificate_that_continues_another_chain_is_not_valid(database: Database, raw: Raw) -> None:
    await _destroyed(database, 1)
    raw.vernietigingen.insert_one(Certificate("x", 2, "y", None, None, DAY, now(), "DJI", {}, 3, "0" * 64).record(KEYS))
    fault = "sluit niet aan op het certificaat ervoor"
    found = await find_certificate(database, "x")
    assert found is not None
    assert await certificate_faults(database, found, KEYS) == [fault]
    assert await _verified(database) == (2, {("y", f"certificaat 2: {fault}")})


async def test_a_certificate_that_was_removed_is_missed(database: Database, raw: Raw) -> None:
    plans = await _destroyed(database, 3)
    raw.vernietigingen.delete_one({"nummer": 2})
    missing = "verwacht was nummer 2: er ontbreekt een certificaat of er is er een te veel"
    assert await _verified(database) == (2, {(plans[2], f"certificaat 3: {missing}")})
    found = await find_certificate(database, plans[2])
    assert found is not None
    assert await certificate_faults(database, found, KEYS) == ["sluit niet aan op het certificaat ervoor"]


async def test_a_destroyed_plan_that_came_back_is_found(database: Database, raw: Raw) -> None:
    [plan_id] = await _destroyed(database, 1)
    await store(database, history(2, plan_id=plan_id))
    assert (await _verified(database))[1] == {
        (plan_id, f"is volgens een certificaat vernietigd, maar staat in {name}")
        for name in ("plannen", "versies", "werkvoorraad", "werkstanden")
    }


async def test_a_plan_that_is_not_due_or_not_there_stays_as_it_is(database: Database, raw: Raw) -> None:
    plan = history(3, first=released("2016-01-01"))
    await store(database, plan)
    for plan_id in (plan.document["_id"], "x"):
        assert await destroyer(database).destroy(plan_id, DAY, "DJI") is None
    assert (raw.versies.count_documents({}), raw.bewaringen.count_documents({})) == (3, 0)
    assert await destroyer(database).destroy(plan.document["_id"], DAY + timedelta(days=1), "DJI") is not None
    assert await destroyer(database).destroy(plan.document["_id"], DAY + timedelta(days=1), "DJI") is None


async def test_what_logs_forgot_is_on_the_certificate_and_the_person_goes_with_the_last_plan(
    database: Database,
) -> None:
    asked = []

    async def forget(plan_id: str, skn: str | None) -> int:
        asked.append((plan_id, skn))
        return 7

    first, second = (history(2, first=released("2010-01-01"), closed=START + timedelta(days=1)) for _ in range(2))
    await store(database, first, second)
    ids = [plan.document["_id"] for plan in (first, second)]
    for plan_id in ids:
        certificate = await destroyer(database, forget).destroy(plan_id, DAY, "DJI")
        assert certificate is not None
        assert certificate.counts["logboek"] == 7
    assert asked == [(ids[0], None), (ids[1], "1234567")]


async def test_who_could_see_the_plan_is_told_that_it_is_gone(database: Database, raw: Raw) -> None:
    [plan_id] = await _destroyed(database, 1)
    assert raw.uitgaand.count_documents({"planId": plan_id, "nummer": 0}) == 1


class LogsAreDown(Exception):
    """What a log store might raise."""


async def test_what_fails_half_way_changes_nothing_and_can_be_done_again(database: Database, raw: Raw) -> None:
    async def broken(_: str, __: str | None) -> int:
        raise LogsAreDown

    plan = history(VERSIONS, first=released("2010-01-01"))
    await store(database, plan)
    with pytest.raises(LogsAreDown):
        await destroyer(database, broken).destroy(plan.document["_id"], DAY, "DJI")
    assert (await Verifier(database, KEYS).plan(plan.document["_id"])).findings == []
    assert (raw.versies.count_documents({}), raw.vernietigingen.count_documents({})) == (VERSIONS, 0)
    assert await destroyer(database).destroy(plan.document["_id"], DAY, "DJI") is not None
    assert [raw[name].count_documents({}) for name in HOLDINGS] == [0] * len(HOLDINGS)


async def test_destructions_at_one_time_make_one_chain(database: Database, raw: Raw) -> None:
    plans = [history(2, first=released("2010-01-01", None)) for _ in range(6)]
    await store(database, *plans)
    await asyncio.gather(
        *(destroyer(database).destroy(plan.document["_id"], DAY, "DJI") for plan in plans for _ in range(2))
    )
    assert raw.plannen.count_documents({}) == 0
    assert await _verified(database) == (len(plans), set())


async def test_of_a_hold_and_a_destruction_at_one_time_one_sees_the_other(database: Database, raw: Raw) -> None:
    outcomes = set()
    for attempt in range(20):
        plan = history(2, first=released("2010-01-01", None))
        await store(database, plan)
        plan_id = plan.document["_id"]
        placing = Holds(database, now).place(plan_id, "belang", "DJI")
        works = [placing, destroyer(database).destroy(plan_id, DAY, "DJI")]
        first, second = await asyncio.gather(*(works if attempt % 2 else works[::-1]), return_exceptions=True)
        placed, destroyed = (first, second) if attempt % 2 else (second, first)
        there = raw.plannen.count_documents({"_id": plan_id})
        assert raw.bewaringen.count_documents({"_id": plan_id}) == there
        assert (isinstance(placed, HoldRefused), destroyed is None) == (not there, bool(there))
        outcomes.add(there)
    assert outcomes
