"""What a subscriber gets: every change of his organisation's log once, in order, without a gap, and of it what he may see."""

import asyncio

import pytest

from tests.api.client import Api
from tests.api.graphql.subscriptions.conftest import NewPlan
from tests.api.graphql.subscriptions.socket import asking, page, page_of, socket_of
from tests.api.live import Live

RN, SVG = "00000099200000001000", "00000099200000002000"


async def write(api: Api, plan_id: str, version: int, text: str = "", persona: str = "casemanager-arnhem") -> None:
    outcome = await api.change(persona, plan_id, version, {"onderdak": {"hulpvraag": text or f"huis {version}"}})
    assert outcome["__typename"] == "PlanGewijzigd", outcome


async def test_without_a_cursor_it_begins_now(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-arnhem")
    async with socket_of(live, "gemeente-arnhem") as socket:
        await socket.subscribe(asking())
        # Messages are dealt with in turn, but an operation begins beside them: a change shows that it has begun.
        first = asyncio.create_task(socket.change())
        version = 1
        while not first.done():
            await write(live, plan_id, version, f"poging {version}")
            version += 1
            await asyncio.wait({first}, timeout=0.5)
        change = await first
    assert change["soort"] == "PLAN_GEWIJZIGD"
    assert change["volgnummer"] > int(cursor)


async def test_what_was_missed_comes_first_and_then_what_happens(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-arnhem")
    async with socket_of(live, "gemeente-arnhem") as socket:
        await write(live, plan_id, 1)
        await write(live, plan_id, 2, "een kamer")
        await socket.subscribe(asking(), na=cursor)
        missed = await socket.changes(2)
        await write(live, plan_id, 3, "een flat")
        happened = await socket.change()
    numbers = [change["volgnummer"] for change in (*missed, happened)]
    assert numbers == [int(cursor) + step for step in (1, 2, 3)]
    assert [change["versie"] for change in (*missed, happened)] == [2, 3, 4]
    assert all(change["cursor"] == str(change["volgnummer"]) for change in missed)


async def test_writers_and_readers_at_once_leave_no_gap_and_no_double(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-arnhem")

    async def read(place: str) -> list[int]:
        """Twenty changes, over a connection that is broken off after every five."""
        numbers: list[int] = []
        while len(numbers) < 20:
            async with socket_of(live, "gemeente-arnhem") as socket:
                await socket.subscribe(asking(), na=place)
                for change in await socket.changes(5):
                    numbers.append(change["volgnummer"])
                    place = change["cursor"]
        return numbers

    async def write_on() -> None:
        for version in range(1, 21):
            await write(live, plan_id, version, f"versie {version}")

    *read_by, _ = await asyncio.gather(*(read(cursor) for _ in range(8)), write_on())
    assert read_by == [list(range(int(cursor) + 1, int(cursor) + 21))] * 8


async def test_the_plan_is_that_of_delivery_and_shows_what_the_reader_may_see(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-arnhem")
    await write(live, plan_id, 1, "een huis")
    await write(live, plan_id, 2, "een flat")
    selection = "versie plan { id versie onderdak { hulpvraag } betrokkene { sknNummer } }"
    async with socket_of(live, "gemeente-arnhem", prefer="handling=lenient") as socket:
        await page_of(live, "gemeente-arnhem", cursor, 2)
        await socket.subscribe(asking(selection), na=cursor)
        first = (await socket.heard())["payload"]
    plan = {"id": plan_id, "versie": 3, "onderdak": {"hulpvraag": "een flat"}, "betrokkene": {"sknNummer": None}}
    assert first["data"]["wijzigingen"] == {"versie": 2, "plan": plan}
    assert [(entry["planId"], entry["pad"]) for entry in first["extensions"]["afgeschermd"]] == [
        (plan_id, "betrokkene.sknNummer")
    ]


async def test_what_a_colleague_may_see_is_counted_and_not_told(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan()
    await live.change("casemanager-arnhem", plan_id, 1, {"schulden": {"hulpvraag": "schulden"}})
    await write(live, plan_id, 2)
    seen = await page_of(live, "casemanager-arnhem", cursor, 2)
    assert [(change["soort"], change["planId"], change["versie"], change["groepen"]) for change in seen] == [
        ("PLAN_GEWIJZIGD", plan_id, 2, ["schulden"]),
        ("PLAN_GEWIJZIGD", plan_id, 3, ["onderdak"]),
    ]
    async with socket_of(live, "mentor-arnhem") as socket:
        await socket.subscribe(asking(), na=cursor)
        hidden, shown = await socket.changes(2)
    assert hidden == seen[0] | {"soort": "NIET_ZICHTBAAR", "planId": None, "versie": None, "groepen": []}
    assert shown == seen[1]
    assert await page(live, "mentor-arnhem", cursor) == [hidden, shown]


async def test_a_change_in_a_group_beside_what_the_reader_may_see_of_it_is_not_told(
    live: Live, new_plan: NewPlan
) -> None:
    """Of `betrokkene` 3RO sees the name before assignment, and not the BSN: that it changed says something about it."""
    plan_id, _ = await new_plan()
    await live.change(
        "casemanager-arnhem", plan_id, 1, {"samenStarten": {"signaal": {"afgegevenOp": "2026-10-02T08:00:00Z"}}}
    )
    async with socket_of(live, "reclassering-rn-arnhem") as socket:
        await socket.subscribe(asking(), na="0", planId=plan_id)
        told = await socket.change()
        assert told["soort"] == "PLAN_TOEGANKELIJK"
        await live.change("casemanager-arnhem", plan_id, 2, {"betrokkene": {"burgerservicenummer": "111222333"}})
        await live.change("casemanager-arnhem", plan_id, 3, {"betrokkene": {"geslachtsnaam": "Anders"}})
        assert (await socket.change())["versie"] == 4
    kinds = {change["planId"]: change for change in await page(live, "reclassering-rn-arnhem", told["cursor"])}
    assert [change["versie"] for change in kinds.values() if change["planId"] == plan_id] == [4]


async def test_of_a_named_plan_only_that_plan(live: Live, new_plan: NewPlan) -> None:
    one, cursor = await new_plan()
    other, _ = await new_plan()
    async with socket_of(live, "casemanager-arnhem") as socket:
        await socket.subscribe(asking(), na=cursor, planId=one)
        await write(live, other, 1)
        await write(live, one, 1)
        change = await socket.change()
    assert (change["planId"], change["soort"]) == (one, "PLAN_GEWIJZIGD")


async def test_who_gets_a_relation_is_told_first_and_who_loses_it_last(live: Live, new_plan: NewPlan) -> None:
    plan_id, cursor = await new_plan("gemeente-nijmegen")
    async with socket_of(live, "gemeente-nijmegen") as old, socket_of(live, "gemeente-utrecht") as new:
        selection = "soort planId versie groepen plan { id }"
        await old.subscribe(asking(selection), na=cursor, planId=plan_id)
        await new.subscribe(asking(selection), na="0", planId=plan_id)
        await live.change("casemanager-arnhem", plan_id, 1, {"terugkeer": {"vestigingsgemeente": "0344"}})
        lost, got = await old.change(), await new.change()
        await write(live, plan_id, 2)
        later = await new.change()
    assert lost == {
        "soort": "PLAN_NIET_MEER_TOEGANKELIJK", "planId": plan_id, "versie": 2, "groepen": [], "plan": None
    }  # fmt: skip
    assert (got["soort"], got["plan"]) == ("PLAN_TOEGANKELIJK", {"id": plan_id})
    assert "onderdak" in got["groepen"]
    assert (later["soort"], later["versie"]) == ("PLAN_GEWIJZIGD", 3)
    assert [change["soort"] for change in await page(live, "gemeente-nijmegen", cursor)] == [
        "PLAN_NIET_MEER_TOEGANKELIJK"
    ]


@pytest.mark.parametrize(
    ("assigned_before", "told"), [(False, "NIET_ZICHTBAAR"), (True, "PLAN_NIET_MEER_TOEGANKELIJK")]
)
async def test_a_loss_is_told_to_who_had_something_to_lose(
    live: Live,
    new_plan: NewPlan,
    assigned_before: bool,  # noqa: FBT001 - a case
    told: str,
) -> None:
    """For the doel ORGANISEREN_ZORG 3RO sees a plan from assignment on; before it, only colleagues with another doel do."""
    plan_id, _ = await new_plan()
    signal = {"signaal": {"afgegevenOp": "2026-10-02T08:00:00Z"}}
    assigned = {"toewijzing": {"organisaties": [RN]}} if assigned_before else {}
    await live.change("casemanager-arnhem", plan_id, 1, {"samenStarten": signal | assigned})
    async with socket_of(live, "reclassering-rn-arnhem") as socket:
        await socket.subscribe(asking(), na="0", planId=plan_id)
        reached = await socket.change()
        await live.change("casemanager-arnhem", plan_id, 2, {"samenStarten": {"toewijzing": {"organisaties": [SVG]}}})
        assert (await socket.change())["soort"] == "PLAN_NIET_MEER_TOEGANKELIJK"
    before = str(reached["volgnummer"])
    found = await page(live, "reclassering-rn-arnhem", before, doelen=["ORGANISEREN_ZORG"])
    assert [(change["soort"], change["planId"]) for change in found] == [(told, plan_id if assigned_before else None)]
