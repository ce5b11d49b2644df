from datetime import date
from typing import Any

import pytest

from plan_schema.process.release_steps import agreement_steps, handover_steps, title_steps
from tests.plan_schema.process.step_plans import ARNHEM, RN, TODAY, plan, turns


def _released(title: str | None = None, *, final: bool = True, **groups: Any) -> dict[str, Any]:
    made = plan(**groups)
    made["detentie"] |= {"datumInvrijheidstelling": "2026-06-01"}
    made["detentie"] |= {"einddatumStatus": "DEFINITIEF"} if final else {}
    made["detentie"] |= {"justitieleTitelNaDetentie": title} if title else {}
    return made


def _agreement(party: str, oin: str, **fields: Any) -> dict[str, Any]:
    return {"id": party, "partij": party, "organisatie": oin} | fields


@pytest.mark.parametrize("title", [None, "ONBEKEND"])
def test_the_titel_must_be_known_before_release(title: str | None) -> None:
    (step,) = title_steps(_released(title), TODAY)
    assert (step.kind, step.since, step.due) == ("TITEL_VASTLEGGEN", date(2026, 2, 16), date(2026, 6, 1))
    assert list(title_steps(plan(), TODAY)) == []


@pytest.mark.parametrize(
    ("title", "framework", "differs"),
    [
        ("GEEN", "GEEN", False),
        ("GEEN", "VRIJWILLIG", False),
        ("GEEN", "VOORWAARDELIJKE_VEROORDELING", True),
        ("VOORWAARDELIJKE_INVRIJHEIDSTELLING", "GEEN", True),
        ("VOORWAARDELIJKE_INVRIJHEIDSTELLING", "VOORWAARDELIJKE_INVRIJHEIDSTELLING", False),
        ("GEEN", "ONBEKEND", False),
    ],
)
def test_titel_and_toezichtkader_say_the_same(title: str, framework: str, *, differs: bool) -> None:
    steps = list(title_steps(_released(title, toezicht={"kader": framework}), TODAY))
    assert [step.kind.value for step in steps] == (["TITEL_EN_KADER_VERGELIJKEN"] if differs else [])


def test_every_party_is_asked_to_agree_once_the_plan_is_adopted() -> None:
    assert list(agreement_steps(plan(), TODAY)) == []
    adopted = plan(status="VASTGESTELD", overdracht={"akkoorden": [_agreement("DJI", "d", akkoord="JA")]})
    assert turns(agreement_steps(adopted, TODAY)) == [("AKKOORD_VRAGEN", "DJI", None)]
    adopted["overdracht"]["akkoorden"].append(_agreement("GEMEENTE", ARNHEM))
    assert turns(agreement_steps(adopted, TODAY)) == [("AKKOORD_GEVEN", "GEMEENTE", ARNHEM)]
    adopted["samenStarten"] = {"toewijzing": {"organisaties": [RN]}}
    assert ("AKKOORD_VRAGEN", "DJI", None) in turns(agreement_steps(adopted, TODAY))


def test_an_answer_of_a_party_rests_on_its_own_item_alone() -> None:
    asked = plan(status="VASTGESTELD", overdracht={"akkoorden": [_agreement("GEMEENTE", ARNHEM)]})
    (step,) = [step for step in agreement_steps(asked, TODAY) if step.kind == "AKKOORD_GEVEN"]
    assert {path for path in step.rests_on if path.startswith("overdracht")} == {
        f"overdracht.akkoorden[GEMEENTE].{name}" for name in ("akkoord", "partij", "organisatie")
    }
    asked["overdracht"]["akkoorden"][0] |= {"partij": "BETROKKENE"}
    assert ("AKKOORD_GEVEN", "DJI", None) in turns(agreement_steps(asked, TODAY))


def test_the_inrichting_hands_over_before_release() -> None:
    (step,) = handover_steps(_released(final=False), TODAY)
    assert (step.kind, step.actor.kind, step.since, step.due) == (
        "WARME_OVERDRACHT",
        "DJI",
        date(2026, 4, 20),
        date(2026, 6, 1),
    )
    assert list(handover_steps(_released(final=False, overdracht={"warmeOverdrachtOp": "2026-05-20"}), TODAY)) == []


@pytest.mark.parametrize(
    ("title", "receivers"),
    [
        ("GEEN", [("OVERNEMEN", "GEMEENTE", ARNHEM)]),
        (
            "VOORWAARDELIJKE_GEVANGENISSTRAF",
            [
                ("OVERNEMEN", "GEMEENTE", ARNHEM),
                ("OVERNEMEN", "RECLASSERING", RN),
                ("TOEZICHT_STARTEN", "RECLASSERING", RN),
            ],
        ),
    ],
)
def test_who_receives_takes_over_from_the_day_of_release(title: str, receivers: list[tuple[str, str, str]]) -> None:
    asked = [_agreement("GEMEENTE", ARNHEM), _agreement("RECLASSERING", RN)]
    made = _released(title, overdracht={"warmeOverdrachtOp": "2026-05-20", "akkoorden": asked})
    made["toezicht"] = {"toezichthouderOrganisatie": RN}
    steps = list(handover_steps(made, TODAY))
    assert turns(steps) == receivers
    assert {step.since for step in steps} == {date(2026, 6, 1)}
    for item in asked:
        item["overgenomenOp"] = "2026-06-01"
    made["toezicht"]["start"] = "2026-06-01"
    assert list(handover_steps(made, TODAY)) == []


def test_what_the_gemeente_takes_over_tells_it_nothing_of_a_titel() -> None:
    made = _released("GEEN", overdracht={"akkoorden": [_agreement("GEMEENTE", ARNHEM)]})
    (step,) = [step for step in handover_steps(made, TODAY) if step.kind == "OVERNEMEN"]
    assert not [path for path in step.rests_on if "itel" in path or path.startswith("toezicht")]
