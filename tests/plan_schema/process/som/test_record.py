"""What the SOM may look at."""

from datetime import date

from plan_schema.process.som.evaluation import Verdict, evaluate
from plan_schema.process.som.record import Record, shielded_paths
from plan_schema.process.som.rule_sets import in_force
from tests.plan_schema.process.som.plans import TODAY, plan_with

RISC = {"screening.risc.recidiverisico": "LAAG", "screening.risc.datum": "2026-08-01"}
SHARED = {"screening.risc.gedeeld": "JA"}
SHIELDED = {"afschermingen[x].pad": "screening.risc.recidiverisico", "afschermingen[x].einddatum": "2026-09-01"}


def _fires(values: dict[str, str], today: date = TODAY) -> bool:
    found = evaluate(plan_with(values), today, in_force(today))
    return {finding.criterion.id: finding for finding in found.findings}["S2"].verdict is Verdict.HIT


def test_what_is_not_shared_counts_for_nothing() -> None:
    assert not _fires(RISC)
    assert not _fires(RISC | {"screening.risc.gedeeld": "NEE"})
    assert _fires(RISC | SHARED)


def test_what_is_shielded_counts_for_nothing_until_the_shielding_ends() -> None:
    assert not _fires(RISC | SHARED | SHIELDED)
    assert _fires(RISC | SHARED | SHIELDED, date(2026, 9, 2))
    assert not _fires(RISC | SHARED | {"afschermingen[x].pad": "screening"})
    assert not _fires(RISC | SHARED | {"afschermingen[x].pad": "screening.risc.gedeeld"})


def test_what_is_out_of_use_is_not_looked_at() -> None:
    plan = plan_with(RISC | SHARED | SHIELDED)
    record = Record(plan, shielded_paths(plan, TODAY))
    assert record.value("screening.risc.recidiverisico") is None
    assert not record.is_unknown("screening.risc.recidiverisico")
    assert record.value("screening.risc.datum") == "2026-08-01"
    assert record.rests_on == {"screening.risc.datum"}
    hidden = plan_with(RISC)
    assert "screening.risc.recidiverisico" not in evaluate(hidden, TODAY, in_force(TODAY)).outcome.rests_on


def test_a_shielding_that_begins_later_shields_nothing_yet() -> None:
    plan = plan_with(
        {
            "afschermingen[x].pad": "schulden",
            "afschermingen[x].ingangsdatum": "2026-09-02",
            "afschermingen[y].pad": "zorg",
        }
    )
    assert list(shielded_paths(plan, TODAY)) == ["zorg"]
