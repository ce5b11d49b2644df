"""How long a plan is kept: the rule on its own, and the plans that it finds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.store.driver import Database
from api.store.holds import Holds
from api.store.retention import Retention, ended_on, kept_until
from plan_schema.stored_form import apart
from tests.api.store.database import database, raw
from tests.api.store.histories import START, history, store
from tests.strategies import examples

__all__ = ["database", "raw"]

ZONE: Final = ZoneInfo("Europe/Amsterdam")
TERM: Final = 120


def plan(
    plan_id: str = "a", release: object = None, certainty: str | None = None, closed: datetime | None = None
) -> dict[str, Any]:
    """As much of a plan as its term depends on."""
    dates = {"datumInvrijheidstelling": release, "einddatumStatus": certainty}
    made: dict[str, Any] = {"_id": plan_id, "status": "AFGESLOTEN" if closed else "IN_UITVOERING"}
    if closed:
        earlier = {"velden": ["vastgesteldOp"], "geregistreerdOp": closed + timedelta(days=500)}
        made["herkomst"] = [earlier, {"velden": ["status"], "geregistreerdOp": closed}]
    return made | {"detentie": {name: value for name, value in dates.items() if value is not None}}


CLOSED: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNKNOWN: Final = {"onbekend": True}


@pytest.mark.parametrize(
    ("given_plan", "expected"),
    [
        (plan(release="2026-01-31", certainty="DEFINITIEF"), date(2026, 1, 31)),
        (plan(release="2026-01-31", certainty="DEFINITIEF", closed=CLOSED), date(2026, 1, 31)),
        (plan(release="2026-01-31", certainty="VERWACHT"), None),
        (plan(release="2026-01-31", certainty="ONBEKEND"), None),
        (plan(release="2026-01-31"), None),
        (plan(release=UNKNOWN, certainty="DEFINITIEF"), None),
        (plan(), None),
        (plan(closed=CLOSED), date(2026, 3, 1)),
        (apart(plan(closed=CLOSED)), date(2026, 3, 1)),
        (plan(release=UNKNOWN, certainty="DEFINITIEF", closed=CLOSED), date(2026, 3, 1)),
        (plan(release="2026-01-31", certainty="VERWACHT", closed=CLOSED), date(2026, 3, 1)),
        (plan(release="2026-05-31", certainty="VERWACHT", closed=CLOSED), date(2026, 5, 31)),
        (plan(closed=datetime(2026, 2, 28, 23, 30, tzinfo=UTC)), date(2026, 3, 1)),
        ({"_id": "a", "status": "AFGESLOTEN"}, None),
    ],
)
def test_the_term_runs_from_release_or_else_from_the_closing(given_plan: dict[str, Any], expected: date | None) -> None:
    assert ended_on(given_plan, ZONE) == expected


@pytest.mark.parametrize(
    ("release", "months", "last_day"),
    [
        ("2016-11-22", 120, date(2026, 11, 22)),
        ("2024-02-29", 120, date(2034, 2, 28)),
        ("2024-02-28", 120, date(2034, 2, 28)),
        ("2018-02-28", 120, date(2028, 2, 28)),
        ("2024-02-29", 48, date(2028, 2, 29)),
        ("2025-12-31", 2, date(2026, 2, 28)),
        ("9999-12-31", 120, date.max),
    ],
)
def test_a_plan_is_kept_up_to_and_including_the_same_day_of_the_last_month(
    release: str, months: int, last_day: date
) -> None:
    assert kept_until([plan(release=release, certainty="DEFINITIEF")], (), months, ZONE) == last_day


def test_without_a_plan_there_is_no_term() -> None:
    assert kept_until([], (), TERM, ZONE) is None


_RELEASES: Final = st.none() | st.dates(date(1990, 1, 1), date(2050, 12, 31))


@given(
    releases=st.lists(_RELEASES, min_size=1, max_size=4), held=st.sets(st.integers(0, 3)), months=st.integers(1, 240)
)
@examples(300)
def test_the_dossier_ends_with_its_last_plan_and_a_hold_or_a_plan_without_end_keeps_it(
    releases: list[date | None], held: set[int], months: int
) -> None:
    dossier = [
        plan(str(number), release and release.isoformat(), "DEFINITIEF") for number, release in enumerate(releases)
    ]
    found = kept_until(dossier, {str(number) for number in held}, months, ZONE)
    known = [release for release in releases if release is not None]
    if len(known) < len(releases) or any(number < len(releases) for number in held):
        assert found is None
        return
    assert found is not None
    last = max(known)
    assert (found.year * 12 + found.month) - (last.year * 12 + last.month) == months
    # The same day of the month, or the last of a shorter month.
    assert found.day == last.day or (found.day < last.day and (found + timedelta(days=1)).day == 1)


def released(day: str, skn: str | None = "1234567", **more: Any) -> dict[str, Any]:
    """Values of a plan of somebody who was released."""
    values = {"detentie.datumInvrijheidstelling": day, "detentie.einddatumStatus": "DEFINITIEF"} | more
    return values | ({} if skn is None else {"betrokkene.sknNummer": skn})


ID: Final = "0192a1b2-0000-7000-8000-00000000000{}"


async def _due(database: Database, day: date) -> list[str]:
    retention = Retention(database, Holds(database, lambda: START), TERM, ZONE)
    return [plan_id[-1] async for plan_id in retention.due(day)]


async def test_plans_are_due_the_day_after_their_term(database: Database) -> None:
    await store(
        database,
        history(2, plan_id=ID.format(1), first=released("2016-02-29", "1000001")),
        history(2, plan_id=ID.format(2), first=released("2016-03-01", "1000002")),
        history(2, plan_id=ID.format(3), first=released("2016-03-01", None)),
        history(
            2, plan_id=ID.format(4), first=released("2016-01-01", "1000004") | {"detentie.einddatumStatus": "VERWACHT"}
        ),
        history(3, plan_id=ID.format(5), closed=datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=1_500)),
    )
    assert await _due(database, date(2026, 2, 28)) == []
    assert await _due(database, date(2026, 3, 1)) == ["1"]
    assert await _due(database, date(2026, 3, 2)) == ["1", "2", "3"]
    assert await _due(database, date(2030, 2, 9)) == ["1", "2", "3"]
    assert await _due(database, date(2030, 2, 10)) == ["1", "2", "3", "5"]


async def test_earlier_plans_of_a_person_stay_as_long_as_the_newest(database: Database) -> None:
    closed = datetime(2020, 2, 1, tzinfo=UTC)
    first = history(2, plan_id=ID.format(1), first=released("2005-01-01"), closed=closed)
    await store(database, first, history(2, plan_id=ID.format(9), first=released("2005-01-01", "1000007")))
    assert await _due(database, date(2025, 1, 1)) == ["1", "9"]
    # Detained again: the term has lapsed.
    again = history(2, plan_id=ID.format(2), first={"betrokkene.sknNummer": "1234567"}, closed=closed)
    await store(database, again)
    assert await _due(database, date(2025, 1, 1)) == ["9"]
    # Released again: all of it counts from there.
    assert await _due(database, date(2030, 2, 1)) == ["9"]
    assert await _due(database, date(2030, 2, 2)) == ["1", "2", "9"]


async def test_a_held_plan_stays_with_the_earlier_ones_but_not_the_later(database: Database) -> None:
    closed = datetime(2020, 2, 1, tzinfo=UTC)
    await store(
        database,
        *(history(2, plan_id=ID.format(number), first=released("2005-01-01"), closed=closed) for number in (1, 2, 3)),
    )
    holds = Holds(database, lambda: START)
    await holds.place(ID.format(2), "belang van een ander", "DJI")
    assert await _due(database, date(2026, 1, 1)) == ["3"]
    await holds.lift(ID.format(2), "DJI")
    assert await _due(database, date(2026, 1, 1)) == ["1", "2", "3"]
