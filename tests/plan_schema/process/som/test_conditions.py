"""Conditions in three values."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from plan_schema.process.som.conditions import RuleSetError, read_all
from tests.plan_schema.process.som.plans import TODAY

A = {"feit": "isdOpgelegd", "is": "JA"}
B = {"feit": "tbsOpgelegd", "is": "JA"}
ANSWER = {True: "JA", False: "NEE", None: None}


def holds(given: list[dict[str, Any]], **facts: Any) -> bool | None:
    return read_all(given, "S0").holds(facts.get, TODAY)


@pytest.mark.parametrize(("left", "right"), list(product((True, False, None), repeat=2)))
def test_all_and_one_of_are_those_of_kleene(left: Any, right: Any) -> None:
    facts = {"isdOpgelegd": ANSWER[left], "tbsOpgelegd": ANSWER[right]}
    both, either = holds([A, B], **facts), holds([{"een_van_deze": [A, B]}], **facts)
    assert both is (False if False in (left, right) else None if None in (left, right) else True)
    assert either is (True if True in (left, right) else None if None in (left, right) else False)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ({"feit": "recidiverisico", "een_van": ["MATIG", "HOOG"]}, "MATIG", True),
        ({"feit": "recidiverisico", "een_van": ["MATIG", "HOOG"]}, "LAAG", False),
        ({"feit": "verblijfsduurInDagen", "minder_dan": 28}, 27, True),
        ({"feit": "verblijfsduurInDagen", "minder_dan": 28}, 28, False),
        ({"feit": "leeftijd", "van": 18, "tot_en_met": 23}, 17, False),
        ({"feit": "leeftijd", "van": 18, "tot_en_met": 23}, 18, True),
        ({"feit": "leeftijd", "van": 18, "tot_en_met": 23}, 23, True),
        ({"feit": "leeftijd", "van": 18, "tot_en_met": 23}, 24, False),
        ({"feit": "datumRisc", "niet_ouder_dan": "1 jaar"}, date(2025, 9, 1), True),
        ({"feit": "datumRisc", "niet_ouder_dan": "1 jaar"}, date(2025, 8, 31), False),
        ({"feit": "datumRisc", "niet_ouder_dan": "4 weken"}, date(2026, 8, 4), True),
        ({"feit": "datumRisc", "niet_ouder_dan": "4 weken"}, date(2026, 8, 3), False),
    ],
)
def test_comparison(condition: dict[str, Any], value: Any, expected: bool) -> None:  # noqa: FBT001 - an expectation
    assert holds([condition], **{condition["feit"]: value}) is expected
    assert holds([condition]) is None


def test_a_leap_day_is_a_year_old_on_the_last_of_february() -> None:
    condition = read_all([{"feit": "datumRisc", "niet_ouder_dan": "1 jaar"}], "S0")
    known = {"datumRisc": date(2024, 2, 29)}.get
    assert condition.holds(known, date(2025, 2, 28))
    assert not condition.holds(known, date(2025, 3, 1))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([], "een lijst"),
        ("isdOpgelegd", "een lijst"),
        (["isdOpgelegd"], "een voorwaarde als"),
        ([{"feit": "schoenmaat", "is": "JA"}], "onbekend feit 'schoenmaat'"),
        ([{"feit": "isdOpgelegd"}], "ontbreekt een vergelijking"),
        ([{"feit": "isdOpgelegd", "minder_dan": 3}], "kies uit is, een_van"),
        ([{"feit": "isdOpgelegd", "is": "MISSCHIEN"}], "verwacht een van JA, NEE"),
        ([{"feit": "isdOpgelegd", "een_van": []}], "verwacht een van JA, NEE"),
        ([{"feit": "leeftijd", "van": "achttien"}], "een geheel getal"),
        ([{"feit": "datumRisc", "niet_ouder_dan": "lang"}], "een termijn zoals"),
        ([{"een_van_deze": [A], "feit": "tbsOpgelegd"}], "kan niets staan"),
    ],
)
def test_what_cannot_be_read_is_named(given: object, says: str) -> None:
    with pytest.raises(RuleSetError, match=says) as error:
        read_all(given, "S0")
    assert str(error.value).startswith("S0: ")
