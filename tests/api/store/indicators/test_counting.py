"""The database and the plain functions count the same, measure by measure and dimension by dimension."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import pytest

from api.demo.generator import generate
from api.store.collections import PLANS, VERSIONS
from api.store.driver import Database
from api.store.indicators.cooperation import cooperation
from api.store.indicators.counting import IndicatorCounter, NotMigrated, Wanted
from api.store.indicators.samen_starten import samen_starten
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.process.indicators.case import Case
from plan_schema.process.indicators.catalogue import INDICATORS, Measure, Measurement, measures
from plan_schema.process.indicators.counting import Count, count
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.stored_form import apart
from tests.api.demo.replay import replay
from tests.api.store.database import Raw, database, raw
from tests.plan_schema.process.indicators.made_up import AROUND, TODAY, cases

__all__ = ["database", "raw"]

FIRST: Final = date(2024, 1, 1)
ALL: Final = tuple(measures())
NUMBER: Final = 500


def stored(case: Case) -> dict[str, Any]:
    return {**apart(case.plan), "versie": 1, "schemaVersie": SCHEMA_VERSION}


def versions(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "planId": case.plan["_id"],
            "nummer": 10 * place + number,
            "tijdstip": written.first + timedelta(days=number),
            "auteur": {"organisatieSoort": kind},
        }
        for place, (kind, written) in enumerate(case.written.items())
        for number in range(written.number)
    ]


def fill(raw: Raw, found: Sequence[Case]) -> None:
    raw[PLANS].insert_many([stored(case) for case in found], bypass_document_validation=True)
    made = [version for case in found for version in versions(case)]
    if made:
        raw[VERSIONS].insert_many(made)


def exact(counted: Count) -> dict[tuple[str, str, str, str], tuple[int, int, tuple[int, ...]]]:
    return {
        (str(measure), month, dimension or "", value): tally.exact()
        for (measure, month, dimension, value), tally in counted.items()
    }


def test_every_measure_has_its_expression() -> None:
    assert {str(measure) for measure in ALL} == set(samen_starten(AROUND) | cooperation(AROUND))


async def test_pipeline_and_plain_functions_agree_on_every_measure_and_dimension(database: Database, raw: Raw) -> None:
    found = list(cases(NUMBER, seed=1))
    fill(raw, found)
    wanted = Wanted(ALL, tuple(Dimension), FIRST, TODAY)
    plain = exact(count(found, ALL, Dimension, FIRST, TODAY))
    assert exact(await IndicatorCounter(database).count(wanted, AROUND)) == plain
    # Every measure was counted, and told plans apart.
    for measure in ALL:
        tallies = [tally for (name, _, dimension, _), tally in plain.items() if (name, dimension) == (str(measure), "")]
        assert tallies, measure
        if INDICATORS[measure.indicator].measurement is Measurement.AANDEEL:
            assert any(n for n, _, _ in tallies), measure
            assert any(n < d for n, d, _ in tallies), measure


async def test_only_what_is_asked_is_counted(database: Database, raw: Raw) -> None:
    found = list(cases(60, seed=2))
    fill(raw, found)
    asked = (Measure("I01"), Measure("IND-12", "GEMEENTE"))
    first, last = date(2025, 7, 1), date(2025, 12, 31)
    wanted = Wanted(asked, (Dimension.DUURKLASSE,), first, last, frozenset({"PI Arnhem"}))
    own = [case for case in found if case.value("detentie.inrichting") == "PI Arnhem"]
    counted = exact(await IndicatorCounter(database).count(wanted, AROUND))
    assert counted == exact(count(own, asked, [Dimension.DUURKLASSE], first, last))
    assert counted
    assert {month for _, month, _, _ in counted} <= {f"2025-{number:02d}" for number in range(7, 13)}


async def test_plans_in_an_earlier_schema_are_not_guessed_at(database: Database, raw: Raw) -> None:
    found = list(cases(2, seed=3))
    other, asked = raw[PLANS], Wanted(ALL, (), FIRST, TODAY)
    other.insert_one(stored(found[0]), bypass_document_validation=True)
    earlier: dict[str, Any]
    for earlier in ({"schemaVersie": 1}, {"herkomst": []}):
        other.insert_one(stored(found[1]) | earlier, bypass_document_validation=True)
        with pytest.raises(NotMigrated):
            await IndicatorCounter(database).count(asked, AROUND)
        other.delete_one({"_id": found[1].plan["_id"]})
    await IndicatorCounter(database).count(asked, AROUND)


async def test_pipeline_and_plain_functions_agree_on_the_plans_of_the_demo(database: Database, raw: Raw) -> None:
    played = [replay(history, TODAY).document for history in generate(80, 7, TODAY)]
    ids = [f"{number:08x}-0000-7000-8000-000000000000" for number in range(len(played))]
    found = [Case({**plan, "_id": plan_id}, AROUND) for plan_id, plan in zip(ids, played, strict=True)]
    fill(raw, found)
    wanted = Wanted(ALL, tuple(Dimension), FIRST, TODAY)
    plain = exact(count(found, ALL, Dimension, FIRST, TODAY))
    assert exact(await IndicatorCounter(database).count(wanted, AROUND)) == plain
    assert len({measure for measure, _, _, _ in plain}) > 30
