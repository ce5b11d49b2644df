"""Cases of generated plans, and somebody who tries to find out whose they are."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import Any, Final

import orjson

from api.demo.generator import generate
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.casus.case import CASE_PATHS, CORE, SITUATION, Case, case_of
from plan_schema.process.casus.crowd import Crowd, K, crowd_of
from plan_schema.process.casus.traits import OFFENCE_PATH, offence_of, traits_of
from plan_schema.process.sheets.leefgebieden import SECTION_OF
from plan_schema.process.sheets.seen import Seen
from plan_schema.tree import Leaf
from plan_schema.values import flatten, schema_path, value_at
from tests.api.demo.replay import replay
from tests.strategies import full_document

TODAY: Final = date(2026, 3, 2)
NUMBER: Final = 300


@cache
def _plans() -> tuple[dict[str, Any], ...]:
    return tuple(replay(history, TODAY).document for history in generate(NUMBER, seed=11, today=TODAY))


@cache
def _crowd() -> Crowd:
    return crowd_of(Counter((traits_of(plan, TODAY), offence_of(plan)) for plan in _plans()))


def _case(plan: dict[str, Any], *withheld: str) -> Case:
    case = case_of(Seen(plan, frozenset(withheld)), _crowd(), TODAY)
    assert case is not None
    return case


def _traits_only(case: Case) -> tuple[Any, ...]:
    return (*case.traits, case.offence)


def _known(plan: dict[str, Any]) -> tuple[str, ...]:
    """What an outsider could know of somebody."""
    paths = (*CORE, OFFENCE_PATH, "betrokkene.nationaliteit", "terugkeer.herkomstgemeente", "detentie.inrichting")
    return tuple(str(value_at(plan, path)) for path in paths)


def test_its_fields_are_those_of_the_plan_and_none_but_values_of_lists_and_what_becomes_a_band() -> None:
    leaves = {path: PATHS.node(path) for path in CASE_PATHS}
    assert all(isinstance(leaf, Leaf) for leaf in leaves.values())
    free = {path for path, leaf in leaves.items() if isinstance(leaf, Leaf) and leaf.kind.choices is None}
    banded = {*CORE, OFFENCE_PATH} - {"betrokkene.geslacht"}
    assert free == banded | {"contacten[].tot", "screening.communicatiebehoefte"}
    assert SITUATION.keys() == set(SECTION_OF.values())


def test_no_name_number_date_place_or_text_of_a_plan_is_in_its_case() -> None:
    """Looks for every value that is no value of a list in the case as it leaves."""
    looked_for = 0
    for plan in (*_plans(), full_document()):
        case = orjson.dumps(asdict(_case(plan)), default=list).decode()
        for path, value in flatten(plan, PLAN):
            leaf = PATHS.node(schema_path(path))
            if not isinstance(leaf, Leaf) or leaf.kind.choices is not None:
                continue
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, str) and len(entry) > 2:
                    looked_for += 1
                    assert entry not in case, path
        assert str(plan.get("_id", "no id")) not in case
    assert looked_for > 10_000


def test_the_traits_of_every_case_are_those_of_at_least_k_cases() -> None:
    groups = Counter(_traits_only(_case(plan)) for plan in _plans())
    assert min(groups.values()) >= K
    assert sum(groups.values()) == NUMBER


def test_a_case_still_tells_something() -> None:
    cases = [_case(plan) for plan in _plans()]
    assert sum(case.traits.age is not None for case in cases) >= 0.9 * NUMBER
    assert sum(case.traits.stayed is not None for case in cases) >= 0.7 * NUMBER
    assert sum(case.offence is not None for case in cases) >= 0.1 * NUMBER
    assert all(any(part.standing for part in case.parts) for case in cases)


def test_somebody_who_knows_the_person_and_how_cases_are_made_can_not_single_out_his_case() -> None:
    """He knows day of birth, sex, nationality, gemeente, inrichting, both dates and the article of everybody, and has every case.

    He makes for everybody what would be told of him, and takes the cases of which that is told.
    """
    known = Counter(_known(plan) for plan in _plans())
    assert sum(number == 1 for number in known.values()) >= 0.99 * NUMBER, "his knowledge singles nearly everybody out"
    cases = [_traits_only(_case(plan)) for plan in _plans()]
    for plan in _plans():
        told = _crowd().of(traits_of(plan, TODAY))
        expected = (*told, _crowd().offence(told, offence_of(plan)))
        assert cases.count(expected) >= K


def test_without_widening_he_would_have_singled_people_out() -> None:
    fine = Counter((traits_of(plan, TODAY), offence_of(plan)) for plan in _plans())
    assert sum(number < K for number in fine.values()) > 10


def test_who_may_not_see_the_offence_is_told_the_same_whatever_it_is() -> None:
    """Not even how much is told of the other traits depends on it."""
    for plan in _plans()[:50]:
        there = _case(plan, OFFENCE_PATH)
        assert there.offence is None
        assert replace(_case(plan), offence=None) == there


def test_two_askers_who_put_their_cases_together_learn_no_more_than_one_of_them() -> None:
    for plan in _plans()[:50]:
        assert _case(plan, OFFENCE_PATH, "schulden.standVanZaken").traits == _case(plan).traits


def test_what_is_withheld_is_said_to_be() -> None:
    of_zorg = [path for path in CASE_PATHS if path.startswith("zorg.")]
    case = _case(_plans()[0], *of_zorg, "screening.communicatiebehoefte")
    assert [part.kind for part in case.parts if part.withheld] == ["ZORG"]
    assert case.adapted is None


def test_where_too_few_people_are_there_is_none() -> None:
    assert case_of(Seen(_plans()[0]), crowd_of(Counter()), TODAY) is None
