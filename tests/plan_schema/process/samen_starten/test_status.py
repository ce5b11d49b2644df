"""The three statuses follow from the plan alone, and from nothing that they do not name."""

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given

from plan_schema.process.samen_starten.status import (
    Reclasseringsbetrokkenheid,
    SamenStartenStatus,
    involvement,
    plan_status,
    samen_starten_status,
)
from plan_schema.process.samen_starten.turns import samen_starten_steps
from tests.plan_schema.process.samen_starten.story import START, TODAY, in_every_status, moves, status
from tests.plan_schema.process.thinning import PROCESS, thinned
from tests.strategies import Document, documents, examples

_LOOKED: Final = (samen_starten_status, involvement, plan_status)


@examples(100)
@given(documents(PROCESS))
def test_a_status_follows_from_what_it_names_and_nothing_else(document: Document) -> None:
    for rule in _LOOKED:
        standing = rule(document, TODAY)
        assert rule(thinned(document, standing.rests_on), TODAY) == standing


@examples(100)
@given(documents(PROCESS))
def test_every_plan_has_each_status(document: Document) -> None:
    assert samen_starten_status(document, TODAY).value in set(SamenStartenStatus)
    assert involvement(document, TODAY).value in set(Reclasseringsbetrokkenheid)


@pytest.mark.parametrize("at", list(SamenStartenStatus))
def test_what_the_plan_says_elsewhere_changes_no_status(at: SamenStartenStatus) -> None:
    document = in_every_status()[at] | {"onderdak": {"hulpvraag": "iets"}, "status": "VASTGESTELD"}
    assert status(document) is at


def test_a_definite_release_ends_it_without_more() -> None:
    release = {"datumInvrijheidstelling": TODAY.isoformat(), "einddatumStatus": "DEFINITIEF"}
    document = START | {"detentie": START["detentie"] | release}
    assert samen_starten_status(document, TODAY).value == SamenStartenStatus.DETENTIE_BEEINDIGD
    assert samen_starten_status(document, TODAY - timedelta(days=1)).value == SamenStartenStatus.INSTROOM
    expected = START | {"detentie": START["detentie"] | release | {"einddatumStatus": "VERWACHT"}}
    assert samen_starten_status(expected, TODAY).value == SamenStartenStatus.INSTROOM


@pytest.mark.parametrize(
    ("groups", "busy"),
    [
        ({}, False),
        ({"reclasseringsinzet": [{"id": "1", "status": "LOPEND"}]}, True),
        ({"reclasseringsinzet": [{"id": "1", "status": "AFGEROND"}]}, False),
        ({"toezicht": {"start": "2026-02-02"}}, True),
        ({"toezicht": {"start": "2026-02-03"}}, False),
        ({"toezicht": {"start": "2026-01-01", "einde": "2026-02-01"}}, False),
        ({"samenStarten": {"bijdragen": [{"id": "1", "resultaat": {"status": "IN_UITVOERING"}}]}}, True),
        ({"samenStarten": {"bijdragen": [{"id": "1", "resultaat": {"status": "VERVALLEN"}}]}}, False),
    ],
)
def test_the_reclassering_is_at_work_or_not_whatever_samen_starten_does(groups: Document, *, busy: bool) -> None:
    expected = Reclasseringsbetrokkenheid.LOPEND if busy else Reclasseringsbetrokkenheid.GEEN
    assert involvement(START | groups, TODAY).value == expected


def test_the_plan_has_a_status_of_its_own() -> None:
    assert plan_status(START, TODAY).value == "CONCEPT"
    assert plan_status({}, TODAY).value == "ONBEKEND"


def test_in_every_status_it_follows_from_what_it_names() -> None:
    """Documents at random seldom come far: these are all that commands lead to."""
    played = [move.document for move in moves()] + list(in_every_status().values())
    assert {status(document) for document in played} == set(SamenStartenStatus)
    for document in played:
        for rule in _LOOKED:
            standing = rule(document, TODAY)
            assert rule(thinned(document, standing.rests_on), TODAY) == standing
        for step in samen_starten_steps(document, TODAY):
            assert step in list(samen_starten_steps(thinned(document, step.rests_on), TODAY))
