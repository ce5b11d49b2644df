from datetime import date

from plan_schema.process.agreements import agreements, unasked
from tests.plan_schema.process.step_plans import ARNHEM, RN, TODAY, plan


def test_every_akkoord_is_told_with_what_it_rests_on() -> None:
    item = {"id": "a", "partij": "GEMEENTE", "organisatie": ARNHEM, "akkoord": "JA", "datum": "2026-03-01"}
    waiting = {"id": "b", "partij": "DJI", "akkoord": "ONBEKEND"}
    given, open_ = agreements(plan(overdracht={"akkoorden": [item, waiting]}), TODAY)
    assert (given.party, given.organisation, given.answer, given.given_on) == (
        "GEMEENTE",
        ARNHEM,
        "JA",
        date(2026, 3, 1),
    )
    assert "overdracht.akkoorden[a].akkoord" in given.rests_on
    assert (open_.party, open_.answer) == ("DJI", None)


def test_reclassering_is_a_party_once_it_is_assigned() -> None:
    assert [entry.party for entry in unasked(plan(), TODAY)] == ["DJI", "GEMEENTE"]
    assigned = plan(
        samenStarten={"toewijzing": {"organisaties": [RN]}},
        overdracht={"akkoorden": [{"id": "a", "partij": "GEMEENTE"}]},
    )
    assert [entry.party for entry in unasked(assigned, TODAY)] == ["DJI", "RECLASSERING"]
    assert all("overdracht.akkoorden[].partij" in entry.rests_on for entry in unasked(assigned, TODAY))
