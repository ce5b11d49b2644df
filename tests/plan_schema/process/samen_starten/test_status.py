"""The three statuses follow from the plan alone, and from nothing that they do not name."""

from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process.samen_starten.status import (
    Reclasseringsbetrokkenheid,
    SamenStartenStatus,
    involvement,
    plan_status,
    samen_starten_status,
)
from plan_schema.values import schema_path
from tests.plan_schema.process.samen_starten.story import START, TODAY, in_every_status, status
from tests.strategies import Document, documents

_LOOKED: Final = (samen_starten_status, involvement, plan_status)


def _without(document: Document, kept: set[str]) -> Document:
    """The document with only the values at these schema paths, and the items of its lists."""

    def thin(node: Any, prefix: str) -> Any:
        if isinstance(node, list):
            return [thin(entry, f"{prefix}[]") for entry in node]
        fields: Document = {"id": node["id"]} if "id" in node else {}
        for name, value in node.items():
            path = f"{prefix}.{name}" if prefix else name
            if (isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]) or (
                isinstance(value, dict) and "onbekend" not in value
            ):
                fields[name] = thin(value, path)
            elif path in kept:
                fields[name] = value
        return fields

    return dict(thin(document, ""))


@given(documents())
def test_a_status_follows_from_what_it_names_and_nothing_else(document: Document) -> None:
    for rule in _LOOKED:
        standing = rule(document, TODAY)
        thinned = _without(document, {schema_path(path) for path in standing.rests_on})
        assert rule(thinned, TODAY) == standing


@given(documents())
def test_every_plan_has_each_status(document: Document) -> None:
    assert samen_starten_status(document, TODAY).value in set(SamenStartenStatus)
    assert involvement(document, TODAY).value in set(Reclasseringsbetrokkenheid)


@given(st.sampled_from(sorted(SamenStartenStatus)))
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
