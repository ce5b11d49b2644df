from datetime import date

import pytest

from plan_schema.process.gemeente_steps import confirmation_steps, question_steps
from tests.plan_schema.process.step_plans import TODAY, plan, turns


def test_each_gemeente_is_asked_whether_he_is_theirs() -> None:
    steps = list(confirmation_steps(plan(), TODAY))
    assert turns(steps) == [("GEMEENTE_BEVESTIGEN", "GEMEENTE", "0202"), ("GEMEENTE_BEVESTIGEN", "GEMEENTE", "0268")]
    assert [step.about for step in steps] == ["terugkeer.herkomstgemeente", "terugkeer.vestigingsgemeente"]
    assert {step.due for step in steps} == {date(2026, 2, 2)}


def test_a_gemeente_that_says_no_gives_the_inrichting_something_to_find_out() -> None:
    answered = plan(
        terugkeer={
            "herkomstgemeente": "0202",
            "herkomstgemeenteBevestigd": "JA",
            "vestigingsgemeente": "0268",
            "vestigingsgemeenteBevestigd": "NEE",
        }
    )
    assert turns(confirmation_steps(answered, TODAY)) == [("GEMEENTE_UITZOEKEN", "DJI", None)]
    assert list(confirmation_steps(plan(terugkeer={}), TODAY)) == []
    assert list(confirmation_steps(plan(status="AFGESLOTEN"), TODAY)) == []


@pytest.mark.parametrize(
    ("status", "open_"),
    [(None, True), ("GESTELD", True), ("ONBEKEND", True), ("IN_BEHANDELING", False), ("BEANTWOORD", False)],
)
def test_a_hulpvraag_waits_until_somebody_takes_it_up(status: str | None, *, open_: bool) -> None:
    asked = plan(onderdak={"hulpvraag": "Een kamer", **({"hulpvraagStatus": status} if status else {})})
    steps = list(question_steps(asked, TODAY))
    assert turns(steps) == ([("HULPVRAAG_BEANTWOORDEN", "GEMEENTE", "0202")] if open_ else [])
    assert all(step.about == "onderdak.hulpvraag" and "onderdak.hulpvraagStatus" in step.rests_on for step in steps)


def test_a_hulpvraag_is_for_the_new_gemeente_once_that_has_confirmed() -> None:
    moved = plan(zorg={"hulpvraag": "Een behandelaar"})
    moved["terugkeer"]["vestigingsgemeenteBevestigd"] = "JA"
    moved["detentie"]["datumInvrijheidstelling"] = "2026-06-01"
    (step,) = question_steps(moved, TODAY)
    assert (step.actor.gemeente, step.due) == ("0268", date(2026, 6, 1))
    assert list(question_steps(plan(onderdak={"hulpvraagStatus": "GESTELD"}), TODAY)) == []
