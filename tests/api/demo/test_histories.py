"""Every case, form and generated plan is accepted step by step: by the definition, by the rules, by the policy."""

from datetime import date, timedelta

import pytest

from api.demo.folder import WRITTEN_ON, demo_histories
from api.demo.generator import generate
from api.identity.organisations import OrganisationTable
from plan_schema import identifiers
from policies.context import OrganisationKind
from tests.api.demo.replay import replay

DAYS = [WRITTEN_ON, WRITTEN_ON + timedelta(days=6), date(2028, 2, 29), date(2026, 1, 1)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_demo_histories_are_accepted_whenever_they_are_loaded(today: date) -> None:
    for history in demo_histories(today):
        assert replay(history, today).faults == []


def test_generated_plans_are_accepted() -> None:
    for history in generate(500, seed=3, today=WRITTEN_ON):
        assert replay(history, WRITTEN_ON).faults == []


def test_the_first_demo_plan_is_rich() -> None:
    history = demo_histories(WRITTEN_ON)[0]
    played = replay(history, WRITTEN_ON)
    document = played.document
    assert len(set(played.values)) >= 250
    assert document["detentie"]["inrichting"] == "PI Arnhem"
    assert document["terugkeer"]["herkomstgemeente"] == "0202"
    assert document["terugkeer"]["vestigingsgemeente"] == "0268"
    assert document["samenStarten"]["toewijzing"]["organisaties"] == ["00000099200000001000"]
    assert {"casemanager-arnhem", "reclassering-rn-arnhem", "gemeente-arnhem", "gemeente-nijmegen"} <= {
        step.persona for step in history
    }


def test_every_demo_person_has_a_number_of_his_own_that_is_kept_for_testing() -> None:
    numbers = [
        history[0].patch["betrokkene"]["burgerservicenummer"]
        for history in demo_histories(WRITTEN_ON)
        if "burgerservicenummer" in history[0].patch["betrokkene"]
    ]
    assert len(numbers) == len(set(numbers)) == 9
    assert all(number.startswith("999") and identifiers.bsn(number) for number in numbers)


def test_demo_plans_lie_in_inrichtingen_of_the_organisation_table() -> None:
    known = {name for row in OrganisationTable.load() if row.kind is OrganisationKind.DJI for name in row.inrichtingen}
    used = {history[0].patch["detentie"]["inrichting"] for history in demo_histories(WRITTEN_ON)}
    assert used == known
