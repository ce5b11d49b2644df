from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from api.access.facts import PlanFacts
from api.access.relation import aftercare_limit, phase_of, relations_of
from policies.context import Phase, Relation
from tests.api.access.callers import AFTERCARE_MONTHS, access, caller

TODAY: Final = date(2026, 7, 1)
RN: Final = "00000099200000001000"
SVG: Final = "00000099200000002000"
PLAN: Final = PlanFacts(
    skn="1234567",
    inrichting="PI Arnhem",
    earlier_inrichtingen=frozenset(),
    start="2026-01-01",
    release=None,
    release_is_final=False,
    herkomstgemeente="0202",
    vestigingsgemeente="0268",
    signal_given=True,
    assigned=frozenset(),
    supervisor=None,
    care_needed=False,
    closed=False,
    shieldings=(),
)
_NONE: Final[set[Relation]] = set()


@pytest.mark.parametrize(
    ("persona", "changes", "expected"),
    [
        ("casemanager-arnhem", {}, {Relation.EIGEN_PI}),
        ("casemanager-zaanstad", {}, _NONE),
        ("casemanager-arnhem", {"inrichting": None}, _NONE),
        ("casemanager-arnhem", {"inrichting": "PI arnhem"}, _NONE),
        ("casemanager-zaanstad", {"earlier_inrichtingen": {"JC Zaanstad"}}, {Relation.VORIGE_PI}),
        ("casemanager-arnhem", {"earlier_inrichtingen": {"PI Arnhem"}}, {Relation.EIGEN_PI}),
        ("fg", {}, _NONE),
        ("inspectie", {}, _NONE),
        ("betrokkene", {}, _NONE),
        ("betrokkene", {"skn": None}, _NONE),
        ("betrokkene", {"skn": "88000001"}, {Relation.ZELF}),
        ("betrokkene", {"skn": "88000001", "inrichting": None, "closed": True}, {Relation.ZELF}),
        ("casemanager-zaanstad", {"skn": "88000001"}, _NONE),
        ("reclassering-rn-arnhem", {"signal_given": False}, _NONE),
        ("reclassering-rn-arnhem", {"signal_given": False, "assigned": {RN}}, _NONE),
        ("reclassering-rn-arnhem", {}, {Relation.SIGNAAL}),
        ("reclassering-rn-arnhem", {"inrichting": "PI Elders"}, _NONE),
        ("reclassering-rn-arnhem", {"assigned": {RN}}, {Relation.TOEGEWEZEN}),
        ("reclassering-rn-arnhem", {"assigned": {RN, SVG}, "inrichting": None}, {Relation.TOEGEWEZEN}),
        ("reclassering-rn-arnhem", {"assigned": {SVG}}, _NONE),
        ("reclassering-rn-arnhem", {"assigned": {SVG}, "supervisor": RN}, {Relation.TOEGEWEZEN}),
        ("gemeente-arnhem", {}, {Relation.HERKOMST}),
        ("gemeente-nijmegen", {}, {Relation.VESTIGING}),
        ("gemeente-arnhem", {"vestigingsgemeente": "0202"}, {Relation.HERKOMST, Relation.VESTIGING}),
        ("gemeente-utrecht", {}, _NONE),
        ("gemeente-arnhem", {"start": "2026-07-01"}, {Relation.HERKOMST}),
        ("gemeente-arnhem", {"start": "2026-07-02"}, _NONE),
        ("gemeente-arnhem", {"start": None}, {Relation.HERKOMST}),
        ("gemeente-arnhem", {"release": "2025-07-01", "release_is_final": True}, {Relation.HERKOMST}),
        ("gemeente-arnhem", {"release": "2025-06-30", "release_is_final": True}, _NONE),
        ("gemeente-arnhem", {"release": "2020-01-01", "release_is_final": False}, {Relation.HERKOMST}),
        ("gemeente-arnhem", {"release": None, "release_is_final": True}, {Relation.HERKOMST}),
    ],
)
def test_who_is_tied_how_to_a_plan(persona: str, changes: dict[str, Any], expected: set[Relation]) -> None:
    given: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in changes.items()
    }
    assert relations_of(caller(persona), replace(PLAN, **given), TODAY, AFTERCARE_MONTHS) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Phase.DETENTIE),
        ({"signal_given": False}, Phase.INSTROOM),
        ({"release": "2026-07-01", "release_is_final": True}, Phase.NA_DETENTIE),
        ({"release": "2026-07-02", "release_is_final": True}, Phase.DETENTIE),
        ({"release": "2026-06-01", "release_is_final": False}, Phase.DETENTIE),
        ({"release": None, "release_is_final": True, "signal_given": False}, Phase.INSTROOM),
        ({"release": "2026-06-01", "release_is_final": True, "signal_given": False}, Phase.NA_DETENTIE),
        ({"release": "2026-06-01", "release_is_final": True, "closed": True}, Phase.AFGESLOTEN),
        ({"closed": True, "signal_given": False}, Phase.AFGESLOTEN),
    ],
)
def test_the_phase_of_a_plan(changes: dict[str, Any], expected: Phase) -> None:
    assert phase_of(replace(PLAN, **changes), TODAY) is expected


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 7, 1), 12, "2025-07-01"),
        (date(2024, 2, 29), 12, "2023-02-28"),
        (date(2026, 3, 31), 1, "2026-02-28"),
        (date(2026, 7, 1), 0, "2026-07-01"),
    ],
)
def test_aftercare_counts_calendar_months(today: date, months: int, expected: str) -> None:
    assert aftercare_limit(today, months) == expected


def test_a_relation_without_any_right_is_none() -> None:
    supervised = replace(PLAN, assigned=frozenset({RN}))
    assert access("toezichthouder-rn", TODAY).rights(supervised) is None
    released = replace(supervised, release="2026-06-01", release_is_final=True)
    assert access("toezichthouder-rn", TODAY).rights(released) is not None
    assert access("gemeente-arnhem", TODAY).rights(replace(PLAN, closed=True)) is None
    assert access("gemeente-arnhem", TODAY, []).rights(PLAN) is None


def test_two_relations_give_the_rights_of_both() -> None:
    both = access("gemeente-arnhem", TODAY).rights(replace(PLAN, vestigingsgemeente="0202"))
    one = access("gemeente-arnhem", TODAY).rights(PLAN)
    assert both is not None
    assert one is not None
    assert both.masks.best_write & one.masks.best_write == one.masks.best_write
    assert both.masks.best_write != one.masks.best_write


def test_who_is_nobody_in_particular_is_not_the_one_that_a_plan_about_nobody_known_is_about() -> None:
    nobody = replace(caller("betrokkene"), person=None)
    assert relations_of(nobody, replace(PLAN, skn=None), TODAY, AFTERCARE_MONTHS) == _NONE
