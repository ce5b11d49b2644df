from datetime import date
from typing import Any, Final

import pytest

from plan_schema.process.handover_commands import ask_for_agreement, give_agreement, hand_over, take_over
from tests.plan_schema.process.step_plans import ARNHEM, PI, RN, TODAY, plan

OUT: Final = date(2026, 6, 1)


def _asked(*parties: str, **fields: Any) -> dict[str, Any]:
    return {"akkoorden": [{"id": party, "partij": party, "organisatie": ARNHEM, **fields} for party in parties]}


def _ready(title: str | None = "GEEN", **groups: Any) -> dict[str, Any]:
    made = plan(**{"overdracht": _asked("GEMEENTE"), **groups})
    made["detentie"] |= {"datumInvrijheidstelling": OUT.isoformat(), "einddatumStatus": "DEFINITIEF"}
    made["detentie"] |= {"justitieleTitelNaDetentie": title} if title else {}
    return made


def test_a_party_is_asked_once() -> None:
    order = ask_for_agreement("GEMEENTE", ARNHEM)(plan(), TODAY)
    assert order.patch == {"overdracht": {"akkoorden": {"toevoegen": [{"partij": "GEMEENTE", "organisatie": ARNHEM}]}}}
    again = ask_for_agreement("GEMEENTE", ARNHEM)(plan(overdracht=_asked("GEMEENTE")), TODAY)
    assert [problem.code for problem in again.problems] == ["tegenstrijdig"]
    other = ask_for_agreement("GEMEENTE", RN)(plan(overdracht=_asked("GEMEENTE")), TODAY)
    assert other.problems == ()


def test_an_answer_goes_where_it_was_asked_and_looks_at_nothing_of_others() -> None:
    asked = plan(overdracht=_asked("GEMEENTE"))
    asked["overdracht"]["akkoorden"].append({"id": "x", "partij": "DJI", "organisatie": PI})
    order = give_agreement("GEMEENTE", ARNHEM, "NEE", "Geen woning")(asked, TODAY)
    item = {"id": "GEMEENTE", "partij": "GEMEENTE", "akkoord": "NEE", "datum": "2026-03-02"}
    assert order.patch == {"overdracht": {"akkoorden": {"wijzigen": [item | {"toelichting": "Geen woning"}]}}}
    assert order.rests_on == ("overdracht.akkoorden[GEMEENTE].organisatie",)
    unasked = give_agreement("RECLASSERING", RN, "JA", None)(asked, TODAY)
    added = {"partij": "RECLASSERING", "organisatie": RN, "akkoord": "JA", "datum": "2026-03-02"}
    assert unasked.patch == {"overdracht": {"akkoorden": {"toevoegen": [added]}}}
    assert unasked.rests_on == ()


def test_who_receives_takes_over_from_the_day_of_release() -> None:
    early = take_over("GEMEENTE", ARNHEM)(_ready(), date(2026, 5, 31))
    assert [problem.path for problem in early.problems] == ["detentie.datumInvrijheidstelling"]
    order = take_over("GEMEENTE", ARNHEM)(_ready(), OUT)
    (item,) = order.patch["overdracht"]["akkoorden"]["wijzigen"]
    assert item["overgenomenOp"] == "2026-06-01"
    expected = _ready()
    expected["detentie"]["einddatumStatus"] = "VERWACHT"
    assert take_over("GEMEENTE", ARNHEM)(expected, OUT).problems


def test_a_plan_is_handed_over_to_who_has_the_regie_after_release() -> None:
    order = hand_over("Zoek een kamer")(_ready(), TODAY)
    assert order.patch == {
        "status": "OVERGEDRAGEN",
        "overdracht": {
            "warmeOverdrachtOp": "2026-03-02",
            "casusregie": "GEMEENTE",
            "procesregie": "GEMEENTE",
            "openstaandePunten": "Zoek een kamer",
        },
    }
    titled = _ready("VOORWAARDELIJKE_INVRIJHEIDSTELLING", overdracht=_asked("GEMEENTE", "RECLASSERING"))
    titled["overdracht"]["procesregie"] = "ZORG_EN_VEILIGHEIDSHUIS"
    handed = hand_over(None)(titled, TODAY).patch["overdracht"]
    assert (handed["casusregie"], handed.get("procesregie")) == ("RECLASSERING", None)


@pytest.mark.parametrize(
    ("document", "paths"),
    [
        (_ready(None), ["detentie.justitieleTitelNaDetentie"]),
        (_ready("VOORWAARDELIJKE_INVRIJHEIDSTELLING"), ["overdracht.akkoorden"]),
        (_ready(overdracht={}), ["overdracht.akkoorden"]),
        (_ready(overdracht=_asked("GEMEENTE") | {"warmeOverdrachtOp": "2026-02-01"}), ["overdracht.warmeOverdrachtOp"]),
        (
            plan(overdracht=_asked("GEMEENTE")),
            ["detentie.datumInvrijheidstelling", "detentie.justitieleTitelNaDetentie"],
        ),
    ],
)
def test_nothing_is_handed_over_to_nobody(document: dict[str, Any], paths: list[str]) -> None:
    order = hand_over(None)(document, TODAY)
    assert [problem.path for problem in order.problems] == paths
    assert order.patch == {}
