"""Moving steps in time."""

from datetime import timedelta

from api.demo.shift import shifted
from api.demo.step import Step


def test_dates_and_moments_move_and_nothing_else_does() -> None:
    step = Step(
        "casemanager-arnhem",
        "88000001",
        {
            "detentie": {"datumAanvang": "2026-12-30", "afdeling": "2026-12-30", "onbekend": ["zittingsdatum"]},
            "samenStarten": {"signaal": {"afgegevenOp": "2026-12-31T23:30:00+00:00"}},
            "doelen": {
                "toevoegen": [{"streefdatum": "2027-01-01", "acties": {"wijzigen": [{"termijn": None}]}}],
                "verwijderen": ["2026-12-30"],
            },
        },
        reference_date="2026-12-30",
    )
    moved = shifted(step, timedelta(weeks=1))
    assert moved.reference_date == "2027-01-06"
    assert moved.patch == {
        "detentie": {"datumAanvang": "2027-01-06", "afdeling": "2026-12-30", "onbekend": ["zittingsdatum"]},
        "samenStarten": {"signaal": {"afgegevenOp": "2027-01-07T23:30:00+00:00"}},
        "doelen": {
            "toevoegen": [{"streefdatum": "2027-01-08", "acties": {"wijzigen": [{"termijn": None}]}}],
            "verwijderen": ["2026-12-30"],
        },
    }
    assert step.patch["detentie"]["datumAanvang"] == "2026-12-30"


def test_what_is_no_date_is_left_for_the_api_to_refuse() -> None:
    step = Step("casemanager-arnhem", "88000001", {"detentie": {"datumAanvang": "morgen"}})
    assert shifted(step, timedelta(weeks=1)) == step
