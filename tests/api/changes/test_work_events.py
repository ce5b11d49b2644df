"""A change in whose turn it is, in the log of who is concerned: in the event of the version that changed it."""

from datetime import UTC, datetime
from typing import Any, Final

from tests.api.changes.conftest import Stored
from tests.api.changes.test_relay import told
from tests.api.client import Api, detention
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, NIJMEGEN, PI_ARNHEM

GEMEENTE: Final = "gemeente-arnhem"
CHANGES: Final = "{ wijzigingen { nodes { soort versie groepen } } }"


def groups(stored: Stored, oin: str, version: int) -> list[str]:
    """What an organisation was told of a version."""
    events = [event for event in stored.events(oin) if event["versie"] == version]
    return [name for event in events for name in event["groepen"]]


async def seen(api: Api, persona: str, version: int, *doelen: str) -> list[str]:
    """What one reader of the log is told of a version."""
    response = await api.ask(persona, CHANGES, doelen=doelen or None)
    nodes: list[dict[str, Any]] = response.json()["data"]["wijzigingen"]["nodes"]
    return [name for node in nodes if node["versie"] == version for name in node["groepen"]]


async def test_an_organisation_hears_that_its_work_changed_and_others_do_not(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    await told(stored)
    # With the plan comes what there is to do in it.
    assert [groups(stored, oin, 1)[-1] for oin in (PI_ARNHEM, ARNHEM, NIJMEGEN)] == ["werkvoorraad"] * 3
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "Een kamer"}})
    await api.change(CASEMANAGER, plan_id, 2, {"onderdak": {"hulpvraag": "Een huis"}})
    await api.change(GEMEENTE, plan_id, 3, {"onderdak": {"hulpvraagStatus": "IN_BEHANDELING"}})
    await told(stored)
    assert groups(stored, ARNHEM, 2) == ["onderdak", "werkvoorraad"]
    # The words of a question are no other turn, and Nijmegen answers nothing before it has confirmed.
    assert groups(stored, ARNHEM, 3) == ["onderdak"]
    assert groups(stored, ARNHEM, 4) == ["onderdak", "werkvoorraad"]
    assert groups(stored, NIJMEGEN, 2) == groups(stored, NIJMEGEN, 4) == ["onderdak"]
    for oin in (PI_ARNHEM, ARNHEM, NIJMEGEN):
        events = stored.events(oin)
        assert [event["volgnummer"] for event in events] == list(range(1, len(events) + 1))
    assert await seen(api, GEMEENTE, 4) == ["onderdak", "werkvoorraad"]


async def test_versions_that_wait_together_are_told_as_they_would_be_one_by_one(api: Api, stored: Stored) -> None:
    moving, calm = [await api.register(detention(skn)) for skn in ("7000001", "7000002")]
    await told(stored)
    # Another process leads, and does nothing.
    lead = {"$set": {"houder": "ander", "tot": datetime(2100, 1, 1, tzinfo=UTC)}, "$inc": {"beurt": 1}}
    stored.database.beurten.update_one({"_id": "doorgifte"}, lead)
    for version, asked in enumerate(("Een kamer", "Een huis", None, "Een flat"), 1):
        await api.change(CASEMANAGER, moving, version, {"onderdak": {"hulpvraag": asked}})
        await api.change(CASEMANAGER, calm, version, {"onderdak": {"toelichting": f"{version}"}})
    assert stored.database.uitgaand.count_documents({}) == 8
    stored.database.beurten.update_one({"_id": "doorgifte"}, {"$unset": {"tot": ""}})
    await told(stored)
    events = {(event["planId"], event["versie"]): event["groepen"] for event in stored.events(ARNHEM)}
    turn, none = ["onderdak", "werkvoorraad"], ["onderdak"]
    assert [events[moving, version] for version in range(2, 6)] == [turn, none, turn, turn]
    assert [events[calm, version] for version in range(2, 6)] == [none] * 4


async def test_a_turn_that_moves_is_told_to_both(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"hulpvraag": "Een kamer"}})
    await told(stored)
    await api.change("gemeente-nijmegen", plan_id, 2, {"terugkeer": {"vestigingsgemeenteBevestigd": "JA"}})
    await told(stored)
    assert "werkvoorraad" in groups(stored, ARNHEM, 3)
    assert "werkvoorraad" in groups(stored, NIJMEGEN, 3)


async def test_a_reader_who_may_not_read_what_a_step_rests_on_is_not_told_of_it(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    await told(stored)
    given = {"zorg": {"zorgNodig": "JA", "hulpvraag": "Een behandelaar"}, "onderdak": {"toelichting": "Geen"}}
    await api.change(CASEMANAGER, plan_id, 1, given)
    await told(stored)
    # The organisation may know, for organising care; who asks for another doel hears of what he may read.
    assert groups(stored, ARNHEM, 2) == ["onderdak", "zorg", "werkvoorraad"]
    assert await seen(api, GEMEENTE, 2, "ESSENTIELE_VOORWAARDEN") == ["onderdak"]
    both = ("ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG")
    assert await seen(api, GEMEENTE, 2, *both) == ["onderdak", "zorg", "werkvoorraad"]


async def test_a_new_day_opens_and_closes_steps_without_a_version(api: Api, stored: Stored) -> None:
    plan_id = await api.register()
    await told(stored)
    kept = list(stored.database.werkvoorraad.find({"planId": plan_id}, sort=[("_id", 1)]))
    # As if the day before had other steps.
    stored.database.werkvoorraad.delete_one({"_id": kept[0]["_id"]})
    stored.database.werkvoorraad.insert_one(kept[0] | {"_id": f"{plan_id}/OUD"})
    stored.database.uitgaand.insert_one({"_id": "dag", "planId": plan_id, "nummer": 0})
    await api.change(CASEMANAGER, plan_id, 1, {"onderdak": {"toelichting": "x"}})
    await told(stored)
    assert list(stored.database.werkvoorraad.find({"planId": plan_id}, sort=[("_id", 1)])) == kept
