"""Plans that an earlier release stored: read, changed and proven by the release of now."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo.database import Database

from api.store.current_schema import Migrated, NewerSchema, as_read, current, current_changes, migrated_sections
from api.store.driver import Database as Driver
from api.store.ledger import Ledger
from api.store.plans import SeenVersion
from api.store.scribe import document_of, replay
from api.store.signing import Keyring
from api.store.versions import hash_of, read
from api.view.plan_view import PlanView
from plan_schema.changes import Change
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.migrations.migration import Migration
from plan_schema.migrations.steps import Removed
from plan_schema.plan import PATHS
from plan_schema.stored_form import apart, together
from tests.api.access.callers import access
from tests.api.client import Api
from tests.api.store.schema1 import BANKREKENING, KEYS, LAST, ONLY_THE_FIELD, PLAN, records, upgraded
from tests.mongod import LIBRARY

Stored = Database[dict[str, Any]]
Upgraded = tuple[Api, Stored]

CASEMANAGER: Final = "casemanager-arnhem"
GEMEENTE: Final = "gemeente-arnhem"
MOVED: Final = "werkEnInkomen.bankrekening"

READ: Final = """query ($id: ID!, $versie: Int) { plan(id: $id, versie: $versie) {
    versie
    schulden { schuldenAanwezig herkomst { velden versie } }
    werkEnInkomen { bankrekening uitkeringAanvraag herkomst { velden versie organisatienaam } }
} }"""


@pytest.fixture
async def old(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Upgraded]:
    async with upgraded(mongodb_uri, database_name, tmp_path) as found:
        yield found


def _document(stored: Stored, plan_id: str = PLAN) -> dict[str, Any]:
    found = stored.plannen.find_one({"_id": plan_id})
    assert found is not None
    return found


def _records(stored: Stored, plan_id: str = PLAN) -> list[dict[str, Any]]:
    return list(stored.versies.find({"planId": plan_id}, {"_id": 0}, sort=[("nummer", 1)]))


def _chain_holds(stored: Stored, plan_id: str = PLAN) -> bool:
    """Hash, signature and link of every record as it is stored, and the document's hash of the last."""
    keys, previous = Keyring.load(KEYS), None
    for record in _records(stored, plan_id):
        content = {name: value for name, value in record.items() if name not in {"hash", "handtekening"}}
        if hash_of(content) != record["hash"] or record["vorigeHash"] != previous:
            return False
        if not keys.verifies(record["hash"], record["handtekening"]):
            return False
        previous = record["hash"]
    return bool(_document(stored, plan_id)["versieHash"] == previous)


async def test_the_fixture_is_of_an_earlier_schema(old: Upgraded) -> None:
    _, stored = old
    assert {document["schemaVersie"] for document in (*stored.plannen.find(), *stored.versies.find())} == {1}
    assert [snapshot["nummer"] for snapshot in stored.momentopnamen.find()] == [16]
    assert _document(stored)["schulden"]["bankrekening"] == "JA"
    assert SCHEMA_VERSION > 1


async def test_the_plan_reads_as_of_now_with_who_wrote_the_moved_field(old: Upgraded) -> None:
    api, stored = old
    plan = (await api.data(GEMEENTE, READ, id=PLAN))["plan"]
    assert plan["versie"] == LAST
    assert plan["werkEnInkomen"]["bankrekening"] == "JA"
    # The gemeente wrote it in version 17, between versions that wrote elsewhere in the group.
    assert [(entry["versie"], entry["velden"]) for entry in plan["werkEnInkomen"]["herkomst"]] == [
        (9, ["soortInkomenVoorDetentie", "toelichting"]),
        (12, ["dagbesteding"]),
        (17, ["bankrekening"]),
        (21, ["uitkeringAanvraag"]),
    ]
    assert plan["werkEnInkomen"]["herkomst"][2]["organisatienaam"] == "Gemeente Arnhem"
    assert all("bankrekening" not in entry["velden"] for entry in plan["schulden"]["herkomst"])
    assert _document(stored)["schemaVersie"] == 1


async def test_every_earlier_version_reads(old: Upgraded) -> None:
    api, _ = old
    for numbers, value in BANKREKENING:
        for number in numbers:
            plan = (await api.data(GEMEENTE, READ, id=PLAN, versie=number))["plan"]
            assert (plan["versie"], plan["werkEnInkomen"] and plan["werkEnInkomen"]["bankrekening"]) == (number, value)


async def test_the_history_and_the_difference_name_the_path_of_now(old: Upgraded) -> None:
    api, _ = old
    query = """query ($id: ID!, $pad: String) {
        historie(planId: $id, first: 100, filter: {pad: $pad}) { nodes { nummer wijzigingen { pad oud nieuw } } }
        verschil(planId: $id, van: 2, tot: 21) { pad oud nieuw versie }
    }"""
    found = await api.data(GEMEENTE, query, id=PLAN, pad="werkEnInkomen.bankrekening")
    changes = {
        node["nummer"]: [(entry["oud"], entry["nieuw"]) for entry in node["wijzigingen"] if entry["pad"] == MOVED]
        for node in found["historie"]["nodes"]
    }
    values = [value for _, value in BANKREKENING]
    starts = [numbers.start for numbers, _ in BANKREKENING]
    assert changes == {
        start: [pair] for start, pair in zip(starts, zip([None, *values], values, strict=False), strict=True)
    }
    balance = {entry["pad"]: (entry["oud"], entry["nieuw"], entry["versie"]) for entry in found["verschil"]}
    assert balance[MOVED] == ("NEE", "JA", 17)
    assert not any(path.startswith("schulden.bankrekening") for path in balance)


async def test_reading_writes_nothing(old: Upgraded) -> None:
    api, stored = old
    for number in (1, 16, 20, None):
        await api.data(GEMEENTE, READ, id=PLAN, versie=number)
    before = records()
    assert sorted(stored.plannen.find(), key=lambda plan: str(plan["_id"])) == before["plannen"]
    assert _records(stored) == [record for record in before["versies"] if record["planId"] == PLAN]
    assert list(stored.momentopnamen.find({}, {"_id": 0})) == before["momentopnamen"]


async def test_the_next_write_stores_all_that_was_migrated_and_the_old_versions_stay_as_signed(old: Upgraded) -> None:
    api, stored = old
    before, snapshots = _records(stored), list(stored.momentopnamen.find())
    expected = current(_document(stored))
    outcome = await api.change(CASEMANAGER, PLAN, LAST, {"onderdak": {"toelichting": "Gewijzigd"}})
    assert outcome["plan"]["versie"] == LAST + 1
    document, versions = together(_document(stored)), _records(stored)
    assert apart(document) == _document(stored)
    assert document["schemaVersie"] == SCHEMA_VERSION
    assert document["werkEnInkomen"] == expected["werkEnInkomen"]
    assert document["schulden"] == expected["schulden"]
    assert "bankrekening" not in document["schulden"]
    assert versions[:-1] == before
    assert versions[-1]["schemaVersie"] == SCHEMA_VERSION
    assert _chain_holds(stored)
    assert replay([read(record) for record in versions]) == document
    assert list(stored.momentopnamen.find()) == snapshots


async def test_a_group_that_held_the_moved_field_only_is_taken_away(old: Upgraded) -> None:
    api, stored = old
    assert _document(stored, ONLY_THE_FIELD)["schulden"].keys() == {"bankrekening", "herkomst"}
    await api.change(CASEMANAGER, ONLY_THE_FIELD, 1, {"onderdak": {"toelichting": "Gewijzigd"}})
    document = together(_document(stored, ONLY_THE_FIELD))
    assert "schulden" not in document
    assert "schulden" not in _document(stored, ONLY_THE_FIELD)["herkomst"]
    assert document["werkEnInkomen"]["bankrekening"] == "NEE"
    assert replay([read(record) for record in _records(stored, ONLY_THE_FIELD)]) == document


async def test_a_write_on_a_version_from_before_the_migration_is_merged_or_conflicts_on_the_path_of_now(
    old: Upgraded,
) -> None:
    api, _ = old
    merged = await api.change(GEMEENTE, PLAN, 5, {"werkEnInkomen": {"vog": "AANGEVRAAGD"}})
    assert merged["__typename"] == "PlanGewijzigd"
    assert MOVED in {entry["pad"] for entry in merged["samengevoegd"]}
    conflict = await api.change(GEMEENTE, PLAN, 5, {"werkEnInkomen": {"bankrekening": "NEE"}})
    assert conflict["__typename"] == "VersieConflict"
    assert conflict["conflicten"] == [{"pad": MOVED, "basis": "ONBEKEND", "huidig": "JA", "voorgesteld": "NEE"}]


async def test_the_chain_holds_and_a_changed_old_record_breaks_it(old: Upgraded) -> None:
    _, stored = old
    assert _chain_holds(stored)
    stored.versies.update_one({"planId": PLAN, "nummer": 3}, {"$set": {"wijzigingen.0.pad": MOVED}})
    assert not _chain_holds(stored)


async def test_a_plan_of_a_later_release_is_refused_and_stays_as_it_is(old: Upgraded) -> None:
    api, stored = old
    later = {"$set": {"schemaVersie": SCHEMA_VERSION + 1, "toekomst": {"veld": "later"}}}
    stored.command("collMod", "plannen", validator={})
    stored.plannen.update_one({"_id": PLAN}, later)
    before = _document(stored)
    change = {"planId": PLAN, "verwachteVersie": LAST, "wijziging": {"onderdak": {"toelichting": "Gewijzigd"}}}
    for question, variables in (
        (READ, {"id": PLAN}),
        (READ, {"id": PLAN, "versie": 3}),
        ("{ plannen { nodes { id } } }", {}),
        ("query ($id: ID!) { historie(planId: $id) { nodes { nummer } } }", {"id": PLAN}),
        ("mutation ($input: WijzigPlanInput!) { wijzigPlan(input: $input) { __typename } }", {"input": change}),
    ):
        answer = await api.ask(CASEMANAGER, question, **variables)
        assert answer.status_code == 503, answer.text
        assert [fault["extensions"]["code"] for fault in answer.json()["errors"]] == ["plannenNieuwer"]
    assert _document(stored) == before
    assert len(_records(stored)) == LAST


@pytest.mark.parametrize("schema", [SCHEMA_VERSION, SCHEMA_VERSION + 1])
async def test_a_plan_that_was_migrated_since_it_was_read_is_not_overwritten(
    old: Upgraded, mongodb_uri: str, database_name: str, schema: int
) -> None:
    _, stored = old
    stored.command("collMod", "plannen", validator={})
    driver = Driver(mongodb_uri, database_name, library=LIBRARY)
    try:
        document = current(_document(stored))
        changes = (Change("onderdak.toelichting", document["onderdak"]["toelichting"], "Gewijzigd"),)
        version = replace(read(_records(stored)[-1]), number=LAST + 1, changes=changes, recorded_hash=None)
        stored.plannen.update_one({"_id": PLAN}, {"$set": {"schemaVersie": schema}})
        before = _document(stored)
        assert not await Ledger(driver, Keyring.load(KEYS)).add(document, document_of(document, version), version)
    finally:
        await driver.close()
    assert _document(stored) == before
    assert len(_records(stored)) == LAST


# Without a database ---------------------------------------------------------------------------------------------------


def _stored(schema: int) -> dict[str, Any]:
    return {"_id": "p", "versie": 4, "schemaVersie": schema}


def test_what_is_of_now_is_given_as_it_is_and_what_is_later_not_at_all() -> None:
    document = _stored(SCHEMA_VERSION)
    assert current(document) is document
    assert migrated_sections(document) == frozenset()
    with pytest.raises(NewerSchema):
        current(_stored(SCHEMA_VERSION + 1))
    with pytest.raises(NewerSchema):
        current_changes(_stored(SCHEMA_VERSION + 1) | {"wijzigingen": []})


def test_a_migrated_document_knows_as_what_it_is_stored() -> None:
    document = current(_stored(1))
    assert isinstance(document, Migrated)
    assert document["schemaVersie"] == SCHEMA_VERSION
    assert as_read(document) == {"_id": "p", "versie": 4, "schemaVersie": 1}
    assert migrated_sections(document) == {"schulden", "werkEnInkomen"}
    # Whoever copies it loses that, and then finds nothing to overwrite.
    assert as_read(dict(document)) == {"_id": "p", "versie": 4, "schemaVersie": SCHEMA_VERSION}


async def test_an_explanation_does_not_show_when_it_may_speak_of_a_field_that_is_gone(old: Upgraded) -> None:
    _, stored = old
    record = _records(stored)[2]
    view = PlanView.of(current(_document(stored)), access(CASEMANAGER, date(2026, 7, 1)), PATHS)
    assert SeenVersion.of(read(record), view).explanation == record["toelichting"] is not None
    without = read(record, (Migration("a test", (Removed("schulden.bankrekening", "nowhere"),)),))
    assert len(without.changes) == len(record["wijzigingen"]) - 1
    assert SeenVersion.of(without, view).explanation is None
