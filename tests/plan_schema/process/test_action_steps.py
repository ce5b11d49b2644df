from datetime import date
from typing import Any

import pytest

from plan_schema.process.action_steps import action_steps
from tests.plan_schema.process.step_plans import ARNHEM, PI, RN, TODAY, plan, turns

ABOUT = "doelen[d].acties[a]"


def _with(goal: str | None = None, release: str | None = None, **action: Any) -> dict[str, Any]:
    made = plan(doelen=[{"id": "d", "acties": [{"id": "a", **action}], **({"status": goal} if goal else {})}])
    if release:
        made["detentie"] |= {"datumInvrijheidstelling": release, "einddatumStatus": "DEFINITIEF"}
    return made


@pytest.mark.parametrize(
    ("action", "actor"),
    [
        ({"uitvoerder": "CASEMANAGER"}, ("DJI", None)),
        ({"uitvoerder": "MENTOR", "uitvoerderOrganisatie": PI}, ("DJI", None)),
        ({"uitvoerder": "GEDETINEERDE"}, ("DJI", None)),
        ({"uitvoerder": "RECLASSERINGSWERKER", "uitvoerderOrganisatie": RN}, ("RECLASSERING", RN)),
        ({"uitvoerder": "GEMEENTE", "uitvoerderOrganisatie": ARNHEM}, ("GEMEENTE", ARNHEM)),
        ({"uitvoerder": "GEMEENTE"}, ("GEMEENTE", "0202")),
    ],
)
def test_an_action_is_the_turn_of_who_carries_it_out(action: dict[str, Any], actor: tuple[str, str | None]) -> None:
    (step,) = action_steps(_with(**action, termijn="2026-04-01"), TODAY)
    assert turns([step]) == [("ACTIE_UITVOEREN", *actor)]
    assert (step.about, step.due) == (ABOUT, date(2026, 4, 1))
    assert {f"{ABOUT}.status", f"{ABOUT}.uitvoerder", f"{ABOUT}.termijn", "doelen[d].status"} <= step.rests_on


def test_an_organisation_that_was_filled_in_for_its_author_does_not_carry_it_out() -> None:
    made = _with(
        uitvoerder="GEMEENTE",
        uitvoerderOrganisatie=PI,
        herkomst=[{"velden": ["uitvoerder"], "organisatie": PI, "organisatieSoort": "DJI"}],
    )
    assert turns(action_steps(made, TODAY)) == [("ACTIE_UITVOEREN", "GEMEENTE", "0202")]


@pytest.mark.parametrize("status", ["AFGEROND", "VERVALLEN"])
def test_what_is_done_waits_for_nobody(status: str) -> None:
    assert list(action_steps(_with(status=status), TODAY)) == []
    assert list(action_steps(_with(goal="VERVALLEN", status="OPEN"), TODAY)) == []


def test_what_goes_on_after_detention_waits_from_release_and_the_rest_until_it() -> None:
    goes_on = _with(release="2026-03-02", status="VOORTZETTEN_NA_DETENTIE", uitvoerder="GEMEENTE")
    assert [step.since for step in action_steps(goes_on, date(2026, 2, 1))] == [date(2026, 3, 2)]
    inside = _with(release="2026-03-02", status="OPEN", uitvoerder="GEMEENTE")
    assert len(list(action_steps(inside, date(2026, 3, 1)))) == 1
    assert list(action_steps(inside, TODAY)) == []
    assert list(action_steps(_with(status="VOORTZETTEN_NA_DETENTIE"), TODAY)) == []
