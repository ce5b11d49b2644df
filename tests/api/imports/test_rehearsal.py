"""A rehearsal: what would happen, and nothing of it."""

from tests.api.imports.importing import SIGNAAL, Imports, codes, results


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL])
    before, plans = imports.counts(), imports.documents("plannen")
    # The second record is of the plan that the first would make, as another file numbers it.
    other = {"sknNummer": "88100002", "naamGedetineerde": "Proefveld, Cas", "begindatumDetentie": "2026-01-05"}
    records = [
        SIGNAAL | other,
        SIGNAAL | other | {"kenmerk": "nogmaals", "afdeling": "Afdeling B", "peildatum": "2026-01-06"},
        SIGNAAL | {"afdeling": "Afdeling A"},
        SIGNAAL | {"sknNummer": "88100003", "pi": "JC Zaanstad"},
    ]
    rehearsed = imports.records("signaallijst", records, rehearsed=True)
    assert results(rehearsed) == ["NIEUW_PLAN", "GEWIJZIGD", "GEWIJZIGD", "GEWEIGERD"]
    assert [entry.plan_id for entry in rehearsed.entries[:2]] == [None, None]
    assert list(rehearsed.lines())[-1] == "Dit was een proef: er is niets gewijzigd."
    assert (imports.counts(), imports.documents("plannen")) == (before, plans)
    in_earnest = imports.records("signaallijst", records)
    assert results(in_earnest) == results(rehearsed)
    assert codes(in_earnest) == codes(rehearsed)
