"""Versions: gap-free numbers, a chain of hashes, and a history that adds up to the document."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

import pytest
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from api.store.scribe import replay, rewind
from api.store.versions import Version, hash_of, net, read
from plan_schema.plan import PLAN
from plan_schema.stored_form import together
from plan_schema.values import flatten
from tests.api.client import Api, detention
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, make_rich_plan

GEMEENTE: Final = "gemeente-arnhem"
WRITERS: Final = 20


@pytest.fixture
def stored(api: Api, mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """The database behind the application, past its views."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        yield client.get_database(api.settings.database, codec_options=CodecOptions(tz_aware=True))


def _versions(stored: Database[dict[str, Any]], plan_id: str) -> list[Version]:
    """Every version of a plan, after a check of its record: number, hash, and hash of the one before."""
    records = list(stored.versies.find({"planId": plan_id}, {"_id": 0}, sort=[("nummer", 1)]))
    assert [record["nummer"] for record in records] == list(range(1, len(records) + 1))
    previous = None
    for record in records:
        version = read(record)
        assert version.content().items() <= record.items()
        assert hash_of(version.content()) == record["hash"]
        assert version.previous_hash == previous
        previous = version.hash
        assert record["hash"] == previous
    return [read(record) for record in records]


def _document(stored: Database[dict[str, Any]], plan_id: str) -> dict[str, Any]:
    found = stored.plannen.find_one({"_id": plan_id})
    assert found is not None
    return together(found)


async def _made_and_changed(api: Api) -> str:
    """A rich plan after additions, changes, removals and a merge."""
    plan = await make_rich_plan(api)
    query = "query ($id: ID!) { plan(id: $id) { contacten { id organisatie } doelen { id } } }"
    found = (await api.data(CASEMANAGER, query, id=plan.id))["plan"]
    contact = next(item["id"] for item in found["contacten"] if item["organisatie"] == ARNHEM)
    goal = found["doelen"][0]["id"]
    steps: list[tuple[str, int, dict[str, Any]]] = [
        (
            GEMEENTE,
            0,
            {"contacten": {"wijzigen": [{"id": contact, "naam": "Anders"}]}, "schulden": {"toelichting": None}},
        ),
        (GEMEENTE, 0, {"doelen": {"wijzigen": [{"id": goal, "acties": {"toevoegen": [{"omschrijving": "Actie"}]}}]}}),
        (CASEMANAGER, 2, {"doelen": {"verwijderen": [goal]}}),
        (GEMEENTE, 3, {"contacten": {"verwijderen": [contact]}}),
        (CASEMANAGER, 0, {"identiteitsbewijs": {"aanwezig": "JA", "onbekend": ["geldigTot"]}}),
    ]
    for count, (persona, base, patch) in enumerate(steps):
        outcome = await api.change(persona, plan.id, plan.version + base, patch)
        assert outcome["__typename"] == "PlanGewijzigd", outcome
        assert outcome["plan"]["versie"] == plan.version + count + 1
    return plan.id


async def test_all_versions_add_up_to_the_document_and_to_who_wrote_it(
    api: Api, stored: Database[dict[str, Any]]
) -> None:
    plan_id = await _made_and_changed(api)
    assert replay(_versions(stored, plan_id)) == _document(stored, plan_id)


async def test_a_document_rewinds_to_every_earlier_version(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan_id = await _made_and_changed(api)
    versions, current = _versions(stored, plan_id), _document(stored, plan_id)
    for number in range(1, len(versions)):
        earlier, later = versions[:number], versions[number:]
        was = dict(flatten(replay(earlier), PLAN))
        assert dict(flatten(rewind(current, later), PLAN)) == was
        now = dict(flatten(current, PLAN))
        balance = {entry.change.path: (entry.change.old, entry.change.new) for entry in net(later)}
        assert balance == {
            path: (was.get(path), now.get(path)) for path in was.keys() | now.keys() if was.get(path) != now.get(path)
        }


async def test_a_record_that_was_tampered_with_breaks_the_chain(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan_id = await api.register()
    for number in (1, 2):
        await api.change(CASEMANAGER, plan_id, number, {"onderdak": {"toelichting": f"versie {number}"}})
    stored.versies.update_one({"planId": plan_id, "nummer": 2}, {"$set": {"wijzigingen.0.nieuw": "iets anders"}})
    with pytest.raises(AssertionError):
        _versions(stored, plan_id)


async def test_parallel_writers_of_different_fields_all_find_a_place(
    api: Api, stored: Database[dict[str, Any]]
) -> None:
    plan_id = await api.register(detention(onderdak={"toelichting": "begin"}))
    patches = [{"contacten": {"toevoegen": [{"naam": f"Contact {number}"}]}} for number in range(WRITERS)]
    outcomes = await asyncio.gather(
        *(api.change((CASEMANAGER, GEMEENTE)[number % 2], plan_id, 1, patch) for number, patch in enumerate(patches))
    )
    assert {outcome["__typename"] for outcome in outcomes} == {"PlanGewijzigd"}
    assert sorted(outcome["plan"]["versie"] for outcome in outcomes) == list(range(2, WRITERS + 2))
    document = _document(stored, plan_id)
    assert {item["naam"] for item in document["contacten"]} == {f"Contact {number}" for number in range(WRITERS)}
    assert replay(_versions(stored, plan_id)) == document


async def test_of_parallel_writers_of_one_field_one_succeeds(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan_id = await api.register()
    outcomes = await asyncio.gather(
        *(
            api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": f"waarde {number}"}})
            for number in range(WRITERS)
        )
    )
    names = [outcome["__typename"] for outcome in outcomes]
    assert sorted(names) == ["PlanGewijzigd"] + ["VersieConflict"] * (WRITERS - 1)
    kept = f"waarde {names.index('PlanGewijzigd')}"
    assert _document(stored, plan_id)["onderdak"]["toelichting"] == kept
    assert {entry["huidig"] for outcome in outcomes for entry in outcome.get("conflicten", ())} == {kept}
    assert len(_versions(stored, plan_id)) == 2


async def test_of_parallel_registrations_of_one_person_one_succeeds(api: Api, stored: Database[dict[str, Any]]) -> None:
    query = """mutation ($input: RegistreerDetentieInput!) { registreerDetentie(input: $input) { __typename
        ... on DetentieGeregistreerd { plan { id } } ... on PlanBestaatAl { planId } } }"""
    answers = await asyncio.gather(*(api.data(CASEMANAGER, query, input={"gegevens": detention()}) for _ in range(8)))
    outcomes = [answer["registreerDetentie"] for answer in answers]
    assert sorted(outcome["__typename"] for outcome in outcomes) == ["DetentieGeregistreerd"] + ["PlanBestaatAl"] * 7
    made = next(outcome["plan"]["id"] for outcome in outcomes if "plan" in outcome)
    assert {outcome.get("planId", made) for outcome in outcomes} == {made}
    assert (stored.plannen.count_documents({}), stored.versies.count_documents({})) == (1, 1)


async def test_the_validator_keeps_out_what_is_not_defined(api: Api, stored: Database[dict[str, Any]]) -> None:
    plan_id = await api.register()
    for change in ({"onderdak.kamer": 3}, {"status": "NIETS"}, {"betrokkene.geslachtsnaam": ""}, {"versie": 0}):
        with pytest.raises(Exception, match="failed validation"):
            stored.plannen.update_one({"_id": plan_id}, {"$set": change})
