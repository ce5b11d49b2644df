"""Measures on plans that were worked out by hand."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from plan_schema.process.indicators.case import Case, Outcome
from plan_schema.process.indicators.catalogue import Measure
from plan_schema.process.indicators.counting import MEASURED, Tally, count
from plan_schema.process.indicators.dimensions import Dimension
from tests.plan_schema.process.indicators.made_up import AROUND

_3RO: Final = "00000099200000001000"
_GEMEENTE: Final = "00000099300000202000"


def measured(name: str, **plan: Any) -> Outcome:
    return MEASURED[name](Case(plan, AROUND))


def signalled(moment: datetime, start: str = "2026-05-22") -> dict[str, Any]:
    return {"detentie": {"datumAanvang": start}, "samenStarten": {"signaal": {"afgegevenOp": moment}}}


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        (datetime(2026, 5, 22, 9, tzinfo=UTC), True),
        # Friday before tweede pinksterdag: the next werkdag is Tuesday.
        (datetime(2026, 5, 26, 21, 30, tzinfo=UTC), True),
        # 22:30 in UTC is half past midnight here: Wednesday.
        (datetime(2026, 5, 26, 22, 30, tzinfo=UTC), False),
    ],
)
def test_a_signaal_is_in_time_until_the_next_werkdag(moment: datetime, in_time: bool) -> None:  # noqa: FBT001
    assert measured("I02", **signalled(moment)) is in_time


def test_without_signaal_there_is_nothing_to_be_in_time() -> None:
    assert measured("I02", detentie={"datumAanvang": "2026-05-22"}) is None
    assert measured("I01", detentie={"instroomtitel": "VOORLOPIG_GEHECHT"}) is False
    assert measured("I01", detentie={"instroomtitel": "ONBEKEND"}) is None


@pytest.mark.parametrize(
    ("days", "kept"), [(["2026-01-01", "2026-02-12"], True), (["2026-02-13", "2026-01-01"], False)]
)
def test_six_weken_between_two_mdo(days: list[str], kept: bool) -> None:  # noqa: FBT001
    mdo = [{"id": str(number), "soort": "MDO", "datum": day} for number, day in enumerate(days)]
    assert measured("IND-09", overleggen={"mdo": mdo}) is kept
    assert measured("IND-09", overleggen={"mdo": mdo[:1]}) is None


def test_overdracht_needs_all_three_and_the_day_of_release() -> None:
    parties = [{"id": party, "partij": party, "akkoord": "JA"} for party in ("DJI", "RECLASSERING", "GEMEENTE")]
    detentie = {"datumInvrijheidstelling": "2026-06-01", "einddatumStatus": "DEFINITIEF"}
    done = {"warmeOverdrachtOp": "2026-06-01", "akkoorden": parties}
    assert measured("IND-21", detentie=detentie, overdracht=done) is True
    assert measured("IND-21", detentie=detentie, overdracht=done | {"akkoorden": parties[:2]}) is False
    assert measured("IND-21", detentie=detentie, overdracht=done | {"warmeOverdrachtOp": "2026-06-02"}) is False
    assert measured("IND-21", detentie=detentie | {"einddatumStatus": "VERWACHT"}, overdracht=done) is None


def test_shared_information_counts_from_when_it_was_recorded() -> None:
    entry = {
        "id": "1",
        "gedeeld": "JA",
        "herkomst": [{"velden": ["gedeeld"], "geregistreerdOp": datetime(2026, 5, 28, 9, tzinfo=UTC)}],
    }
    plan = signalled(datetime(2026, 5, 22, 9, tzinfo=UTC))
    plan["samenStarten"] |= {"gedeeldeInformatie": [entry], "duiding": {"gehoudenOp": "2026-06-04"}}
    assert measured("I10", **plan) == 3
    assert measured("I12", **plan) == 7
    assert measured("I11", **plan) is True
    plan["samenStarten"]["bekendheid"] = {"gedeeldOp": "2026-05-27"}
    assert (measured("I10", **plan), measured("I12", **plan)) == (2, 8)


def test_a_traject_that_goes_on_after_a_stop_was_reopened() -> None:
    stopped = {"bekendheid": {"uitkomst": "NIET_BEKEND", "informatieDelen": "NEE"}}
    assert measured("I21", samenStarten=stopped) is False
    assert measured("I21", samenStarten={"heropening": {"heropendOp": "2026-05-01"}}) is True
    assert measured("I21", samenStarten={"duiding": {"gehoudenOp": "2026-05-01"}}) is None


def test_only_an_organisation_that_was_there_takes_part() -> None:
    def meeting(here: str) -> dict[str, Any]:
        people = [
            {"id": "1", "organisatie": _3RO, "aanwezig": here},
            {"id": "2", "organisatie": "00000099300000999000", "aanwezig": "JA"},
        ]
        return {"gesprekken": [{"id": "1", "datum": "2026-05-01", "deelnemers": people}]}

    assert measured("IND-11:RECLASSERING", overleggen=meeting("JA")) is True
    assert measured("IND-11:RECLASSERING", overleggen=meeting("ONBEKEND")) is False
    assert measured("IND-11:GEMEENTE", overleggen=meeting("JA")) is False


def test_a_plan_counts_in_the_month_of_its_date_unless_a_part_is_shielded() -> None:
    plan = {"detentie": {"datumAanvang": "2026-01-31", "instroomtitel": "VOORLOPIG_GEHECHT", "inrichting": "PI Arnhem"}}
    shielded = plan | {"afschermingen": [{"id": "1", "pad": "onderdak", "ingangsdatum": "2026-06-24"}]}
    ended = plan | {"afschermingen": [{"id": "1", "pad": "onderdak", "einddatum": "2026-06-23"}]}
    cases = [Case(document, AROUND) for document in (plan, shielded, ended)]
    found = count(cases, [Measure("I01")], [Dimension.INRICHTING], date(2026, 1, 1), date(2026, 1, 31))
    assert found == {
        (Measure("I01"), "2026-01", None, ""): Tally(0, 2),
        (Measure("I01"), "2026-01", Dimension.INRICHTING, "PI Arnhem"): Tally(0, 2),
    }
    assert count(cases, [Measure("I01")], [], date(2026, 2, 1), date(2026, 2, 28)) == {}
