from datetime import date
from typing import Any

import pytest

from plan_schema.process.contact_steps import contact_steps
from tests.plan_schema.process.step_plans import RN, TODAY, plan, turns


def _contact(role: str, **fields: Any) -> dict[str, Any]:
    return {"id": role, "rol": role, "naam": "Fictief", "email": "a@voorbeeld.example", "organisatie": RN} | fields


def test_every_party_that_is_missing_is_asked_for_its_contact() -> None:
    assigned = plan(samenStarten={"toewijzing": {"organisaties": [RN]}})
    assert turns(contact_steps(assigned, TODAY)) == [
        ("CONTACT_INVULLEN", "DJI", None),
        ("CONTACT_INVULLEN", "GEMEENTE", "0202"),
        ("CONTACT_INVULLEN", "RECLASSERING", RN),
    ]
    assert {step.due for step in contact_steps(assigned, TODAY)} == {date(2026, 2, 2)}


@pytest.mark.parametrize(
    ("contact", "reached"),
    [
        (_contact("CASEMANAGER"), True),
        (_contact("CASEMANAGER", email=None, telefoon="0612345678"), True),
        (_contact("CASEMANAGER", email=None), False),
        (_contact("CASEMANAGER", naam=None), False),
        (_contact("CASEMANAGER", tot="2026-03-01"), False),
        (_contact("CASEMANAGER", tot="2026-03-02"), True),
        (_contact("MENTOR"), False),
    ],
)
def test_a_contact_counts_when_he_can_be_reached_today(contact: dict[str, Any], *, reached: bool) -> None:
    asked = turns(contact_steps(plan(contacten=[contact]), TODAY))
    assert (("CONTACT_INVULLEN", "DJI", None) not in asked) is reached


def test_another_reclassering_is_no_contact_for_the_one_that_is_assigned() -> None:
    assigned = plan(
        samenStarten={"toewijzing": {"organisaties": [RN]}},
        contacten=[_contact("RECLASSERINGSWERKER", organisatie="00000099200000002000")],
    )
    assert ("CONTACT_INVULLEN", "RECLASSERING", RN) in turns(contact_steps(assigned, TODAY))
    assigned["contacten"][0]["organisatie"] = RN
    assert ("CONTACT_INVULLEN", "RECLASSERING", RN) not in turns(contact_steps(assigned, TODAY))


def test_that_nobody_is_there_rests_on_every_contact() -> None:
    (step,) = [step for step in contact_steps(plan(), TODAY) if step.actor.kind == "DJI"]
    assert {"contacten[].rol", "contacten[].naam", "contacten[].tot", "status"} <= step.rests_on
    assert list(contact_steps(plan(status="AFGESLOTEN"), TODAY)) == []
