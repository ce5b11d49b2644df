"""Verification on a real server: every way to tamper is found, and named."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from api.store.driver import Database
from api.store.ledger import SNAPSHOT_EVERY, Ledger
from api.store.scribe import document_of
from api.store.verifying import PLANS_AT_ONCE, Verifier
from plan_schema.changes import Change
from plan_schema.stored_form import apart
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import KEYS, NO_KEYS, history, store, version_after

__all__ = ["database", "raw"]

LAST: Final = SNAPSHOT_EVERY + 4


async def found(database: Database) -> list[tuple[str | None, int | None, str]]:
    """What is found in the whole database."""
    verifier = Verifier(database, KEYS)
    findings = [*await verifier.strays()]
    async for ids in verifier.ranges():
        findings.extend((await verifier.range(ids)).findings)
    return [(finding.plan_id, finding.version, finding.text) for finding in findings]


def _changing(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"$set": {name.replace("__", "."): value for name, value in values.items()}}


def _set(number: int, **change: Any) -> Callable[[Raw, str], None]:
    def tamper(raw: Raw, plan_id: str) -> None:
        assert raw.versies.update_one({"planId": plan_id, "nummer": number}, _changing(change)).modified_count == 1

    return tamper


def _document(**change: Any) -> Callable[[Raw, str], None]:
    def tamper(raw: Raw, plan_id: str) -> None:
        done = raw.plannen.update_one({"_id": plan_id}, _changing(change), bypass_document_validation=True)
        assert done.modified_count == 1

    return tamper


def _snapshot(**change: Any) -> Callable[[Raw, str], None]:
    def tamper(raw: Raw, plan_id: str) -> None:
        assert raw.momentopnamen.update_one({"planId": plan_id}, _changing(change)).modified_count == 1

    return tamper


def _remove(collection: str, **where: Any) -> Callable[[Raw, str], None]:
    def tamper(raw: Raw, plan_id: str) -> None:
        owner = "_id" if collection == "plannen" else "planId"
        assert raw[collection].delete_many({owner: plan_id} | where).deleted_count

    return tamper


def _swap(raw: Raw, plan_id: str) -> None:
    for number, other in ((3, 1_000), (4, 3), (1_000, 4)):
        raw.versies.update_one({"planId": plan_id, "nummer": number}, {"$set": {"nummer": other}})


def _swap_contents(raw: Raw, plan_id: str) -> None:
    third, fourth = raw.versies.find({"planId": plan_id, "nummer": {"$in": [3, 4]}}, {"_id": 0}).sort("nummer", 1)
    raw.versies.replace_one({"planId": plan_id, "nummer": 3}, fourth | {"nummer": 3})
    raw.versies.replace_one({"planId": plan_id, "nummer": 4}, third | {"nummer": 4})


def _insert(raw: Raw, plan_id: str) -> None:
    for number in range(LAST, 2, -1):
        raw.versies.update_one({"planId": plan_id, "nummer": number}, {"$inc": {"nummer": 1}})
    copy = raw.versies.find_one({"planId": plan_id, "nummer": 2}, {"_id": 0})
    raw.versies.insert_one(copy | {"nummer": 3})


def _insert_twice(raw: Raw, plan_id: str) -> None:
    raw.versies.drop_index("plan_nummer")
    raw.versies.insert_one(raw.versies.find_one({"planId": plan_id, "nummer": 5}, {"_id": 0}))


def _forge(raw: Raw, plan_id: str, number: int, *, document: bool) -> None:
    """A version with every hash right, and a document that goes with it, by who has no key."""
    before = history(number - 1, plan_id=plan_id)
    previous = raw.versies.find_one({"planId": plan_id, "nummer": number - 1})
    start = before.document | {"versieHash": previous["hash"]}
    version = version_after(start, [Change("onderdak.toelichting", start["onderdak"]["toelichting"], "vervalst")])
    raw.versies.replace_one({"planId": plan_id, "nummer": number}, version.record(NO_KEYS), upsert=True)
    if document:
        raw.plannen.replace_one({"_id": plan_id}, apart(document_of(start, version)))


CANNOT_FOLLOW: Final = (None, "het document is daarom niet na te rekenen uit de versies")
CHANGED: Final = "de inhoud is gewijzigd: de hash klopt niet"
DAMAGED: Final = "het record is beschadigd"
UNSIGNED: Final = "de handtekening klopt niet"
UNLINKED: Final = "sluit niet aan op de versie ervoor"


def _differs(names: str) -> set[tuple[int | None, str]]:
    return {(None, f"het document wijkt af van de versies, in: {names}")}


CASES: Final[dict[str, tuple[Callable[[Raw, str], None], set[tuple[int | None, str]]]]] = {
    "a changed value": (_set(5, wijzigingen__0__nieuw="tekst 6"), {(5, CHANGED), CANNOT_FOLLOW}),
    "a changed author": (_set(5, auteur__rol="MENTOR"), {(5, CHANGED), CANNOT_FOLLOW}),
    "a field too many": (_set(5, extra="x"), {(5, CHANGED), CANNOT_FOLLOW}),
    "a kind that is never written": (_set(5, bron=float("nan")), {(5, DAMAGED), CANNOT_FOLLOW}),
    "a changed moment": (_set(1, tijdstip=None), {(1, CHANGED), (1, "heeft geen tijdstip"), CANNOT_FOLLOW}),
    "a changed hash": (_set(5, hash="0" * 64), {(5, CHANGED), (5, UNSIGNED), (6, UNLINKED), CANNOT_FOLLOW}),
    "a changed signature": (_set(5, handtekening__waarde="0" * 64), {(5, UNSIGNED), CANNOT_FOLLOW}),
    "a version removed": (_remove("versies", nummer=7), {(7, "ontbreekt"), CANNOT_FOLLOW}),
    "the first version removed": (_remove("versies", nummer=1), {(1, "ontbreekt"), CANNOT_FOLLOW}),
    "the last version removed": (_remove("versies", nummer=LAST), {(LAST, "ontbreekt")}),
    "versions removed": (
        _remove("versies", nummer={"$in": [7, 8, 9]}),
        {(7, "ontbreekt, en alle versies tot en met 9"), CANNOT_FOLLOW},
    ),
    "every version removed": (
        _remove("versies"),
        {
            (SNAPSHOT_EVERY, "er is een momentopname van een versie die er niet is"),
            (None, "er is een document zonder versies"),
        },
    ),
    "two versions swapped": (
        _swap,
        {(3, CHANGED), (3, UNLINKED), (4, CHANGED), (4, UNLINKED), (5, UNLINKED), CANNOT_FOLLOW}
        | {(4, "is van een eerder tijdstip dan de versie ervoor")},
    ),
    "the contents of two versions swapped": (
        _swap_contents,
        {(3, CHANGED), (3, UNLINKED), (4, CHANGED), (4, UNLINKED), (5, UNLINKED), CANNOT_FOLLOW}
        | {(4, "is van een eerder tijdstip dan de versie ervoor")},
    ),
    "a forged last version": (
        lambda raw, plan_id: _forge(raw, plan_id, LAST, document=True),
        {(LAST, UNSIGNED), CANNOT_FOLLOW},
    ),
    "a forged version added": (
        lambda raw, plan_id: _forge(raw, plan_id, LAST + 1, document=False),
        {
            (LAST + 1, UNSIGNED),
            (LAST + 1, f"het document is nog van versie {LAST}: deze versie is later ingevoegd"),
        },
    ),
    "a forged version added, with a document": (
        lambda raw, plan_id: _forge(raw, plan_id, LAST + 1, document=True),
        {(LAST + 1, UNSIGNED), CANNOT_FOLLOW},
    ),
    "a version inserted": (
        _insert,
        {(number, CHANGED) for number in range(3, LAST + 2)}
        | {(3, UNLINKED)}
        | {(LAST + 1, f"het document is nog van versie {LAST}: deze versie is later ingevoegd")},
    ),
    "a version twice": (_insert_twice, {(5, "komt vaker voor"), CANNOT_FOLLOW}),
    "a number that is none": (
        _set(5, nummer="vijf"),
        {(5, "ontbreekt"), (None, "een versie heeft geen nummer"), (None, CHANGED), CANNOT_FOLLOW},
    ),
    "a changed document": (_document(onderdak__toelichting="x"), _differs("onderdak")),
    "another writer": (_document(herkomst__onderdak__herkomst__0__organisatie="x"), _differs("onderdak")),
    "a writer of nothing": (_document(herkomst__doelen=[{"id": "x", "herkomst": []}]), _differs("herkomst")),
    "something beside the writers": (_document(herkomst__onderdak__id="x"), _differs("herkomst")),
    "another hash in the document": (_document(versieHash="x"), _differs("versieHash")),
    "an unknown field in the document": (
        _document(jansen="x", vastgesteldOp="2020-01-01"),
        _differs("vastgesteldOp, iets wat er niet hoort"),
    ),
    "a document of an earlier version": (
        _document(versie=LAST - 1),
        {(LAST, f"het document is nog van versie {LAST - 1}: deze versie is later ingevoegd")},
    ),
    "a document of a later schema": (
        _document(schemaVersie=10_000),
        {(None, "het document is geschreven door een latere release: verifieer met die release")},
    ),
    "the document removed": (_remove("plannen"), {(None, "er zijn versies of momentopnamen zonder document")}),
    "a changed snapshot": (
        _snapshot(plan__onderdak__toelichting="x"),
        {(SNAPSHOT_EVERY, "de momentopname wijkt af van de versies, in: onderdak")},
    ),
    "a snapshot of another version": (
        _snapshot(nummer=SNAPSHOT_EVERY + 1),
        {
            (
                SNAPSHOT_EVERY + 1,
                "de momentopname wijkt af van de versies, in: gewijzigdOp, onderdak, versie, versieHash",
            )
        },
    ),
    "a snapshot without a plan": (_snapshot(plan=3), {(SNAPSHOT_EVERY, "de momentopname is geen plan")}),
}


@pytest.mark.parametrize("case", CASES)
async def test_tampering_is_found_and_named(case: str, database: Database, raw: Raw) -> None:
    tampered, others = history(LAST), [history(3), history(3)]
    await store(database, others[0], tampered, others[1])
    assert await found(database) == []
    tamper, expected = CASES[case]
    plan_id = tampered.document["_id"]
    tamper(raw, plan_id)
    findings = await found(database)
    assert {(number, text) for _, number, text in findings} == expected
    assert {finding[0] for finding in findings} == {plan_id}
    report = await Verifier(database, KEYS).plan(plan_id)
    assert len(report.findings) == len(findings)
    for other in others:
        assert (await Verifier(database, KEYS).plan(other.document["_id"])).findings == []


async def test_a_version_that_is_moved_to_another_plan_is_missed_there_and_found_here(
    database: Database, raw: Raw
) -> None:
    one, other = history(4), history(2)
    await store(database, one, other)
    here, there = one.document["_id"], other.document["_id"]
    raw.versies.update_one({"planId": here, "nummer": 3}, {"$set": {"planId": there}})
    findings = await found(database)
    assert (here, 3, "ontbreekt") in findings
    assert (there, 3, CHANGED) in findings


@pytest.mark.parametrize("plan_id", [None, "", 3])
async def test_a_record_of_no_plan_is_found(database: Database, raw: Raw, plan_id: object) -> None:
    await store(database, history(2))
    raw.versies.insert_one({"planId": plan_id, "nummer": 1})
    raw.momentopnamen.insert_one({"planId": plan_id, "nummer": 1})
    assert await found(database) == [
        (None, None, "een versie hoort bij geen enkel plan"),
        (None, None, "een momentopname hoort bij geen enkel plan"),
    ]


@pytest.mark.parametrize("plan_id", ["0", "zzz"])
async def test_versions_before_and_after_every_plan_are_looked_at(database: Database, raw: Raw, plan_id: str) -> None:
    await store(database, history(2), history(2, plan_id=plan_id))
    raw.plannen.delete_one({"_id": plan_id})
    assert await found(database) == [(plan_id, None, "er zijn versies of momentopnamen zonder document")]


async def test_every_range_is_looked_at(database: Database, raw: Raw) -> None:
    plans = [history(1) for _ in range(2 * PLANS_AT_ONCE + 1)]
    await store(database, *plans)
    ids = sorted(plan.document["_id"] for plan in plans)
    raw.versies.update_many({}, {"$set": {"bron": "x"}})
    verifier = Verifier(database, KEYS)
    reports = [await verifier.range(part) async for part in verifier.ranges()]
    assert [report.plans for report in reports] == [PLANS_AT_ONCE, PLANS_AT_ONCE, 1]
    assert sum(report.versions for report in reports) == len(plans)
    assert sorted({str(finding.plan_id) for report in reports for finding in report.findings}) == ids


async def test_a_key_that_was_replaced_still_verifies(database: Database) -> None:
    await store(database, history(3))
    renewed = type(KEYS)("later", {**KEYS.keys, "later": bytes(32)})
    forgotten = type(KEYS)("later", {"later": bytes(32)})
    [first, *_] = [ids async for ids in Verifier(database, KEYS).ranges()]
    assert (await Verifier(database, renewed).range(first)).findings == []
    texts = {finding.text for finding in (await Verifier(database, forgotten).range(first)).findings}
    assert "de handtekening is gezet met een sleutel die hier niet bekend is" in texts


async def test_nothing_is_found_while_others_write(database: Database) -> None:
    plan = history(1)
    await store(database, plan)
    ledger, verifier = Ledger(database, KEYS), Verifier(database, KEYS)

    async def write() -> None:
        document = plan.document
        for number in range(60):
            version = version_after(
                document,
                [Change("onderdak.toelichting", document.get("onderdak", {}).get("toelichting"), f"tekst {number}")],
            )
            following = document_of(document, version)
            assert await ledger.add(document, following, version)
            document = following

    writing = asyncio.create_task(write())
    seen = set()
    while not writing.done():
        report = await verifier.plan(plan.document["_id"])
        assert report.findings == []
        seen.add(report.versions)
    await writing
    assert len(seen) > 3
