"""What of a record becomes a change: only what is new, and nothing that the plan holds later."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.changes import Provenance, apply
from plan_schema.patch import resolve
from plan_schema.plan import PLAN
from plan_schema.process.imports.settlement import FIRST_TIME, SYSTEM, Earlier, HeldReason, Settlement, opening, settle
from tests.plan_schema.process.imports.reading import record_of

ZONE = ZoneInfo("Europe/Amsterdam")
STAND, REQUEST = "Huisvesting: stand van zaken", "Huisvesting: hulpvraag"
HELD = "onderdak.standVanZaken"


def written(
    patch: dict[str, Any],
    *,
    on: str,
    role: str = "CASEMANAGER",
    source: str | None = None,
    as_of: str | None = None,
    plan: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A plan in which somebody wrote this on a day, at noon."""
    ids = iter(f"0000000{number}-0000-7000-8000-000000000000" for number in range(1, 9))
    base = plan or {"_id": "p"}
    wrote = Provenance("o", "O", "DJI", role, 1, source, as_of, datetime.fromisoformat(f"{on}T12:00:00+00:00"))
    return apply(base, resolve(PLAN, base, patch, lambda: next(ids)).changes, wrote)


def stand(value: str) -> dict[str, Any]:
    return {"onderdak": {"standVanZaken": value}}


def tulp(plan: dict[str, Any], earlier: Earlier = FIRST_TIME, **cells: str) -> Settlement:
    return settle(plan, record_of("tulp-11", **cells), earlier, ZONE)


def reasons(settlement: Settlement) -> dict[str, HeldReason]:
    return {held.path: held.reason for held in settlement.held}


def test_what_the_plan_does_not_hold_is_written() -> None:
    settlement = tulp({"_id": "p"})
    assert settlement.patch == {
        "betrokkene": {"sknNummer": "88100001"},
        "onderdak": {"standVanZaken": "OP_ORDE"},
    }
    assert settlement.held == ()


def test_what_the_plan_holds_already_is_nothing() -> None:
    plan = written({"betrokkene": {"sknNummer": "88100001"}, **stand("OP_ORDE")}, on="2026-05-01")
    assert tulp(plan) == Settlement({})


# The record is of 5 January. Who wrote, when, from which source, as of which day; whether the plan keeps its value.
WRITERS = [
    ("CASEMANAGER", "2026-01-04", None, None, None),
    ("CASEMANAGER", "2026-01-05", None, None, HeldReason.LATER_GEWIJZIGD),
    ("CASEMANAGER", "2026-01-06", None, None, HeldReason.LATER_GEWIJZIGD),
    # When somebody wrote counts, and not as of which day he knew it.
    ("CASEMANAGER", "2026-01-06", None, "2025-12-01", HeldReason.LATER_GEWIJZIGD),
    ("NAZORGCOORDINATOR", "2026-01-06", "Suite", "2025-12-01", HeldReason.LATER_GEWIJZIGD),
    # Of systems the peildatum counts: an old list can be imported late.
    (SYSTEM, "2026-01-06", "TULP tabblad 11", "2026-01-04", None),
    (SYSTEM, "2026-01-06", "TULP tabblad 11", "2026-01-05", None),
    (SYSTEM, "2026-01-06", "TULP tabblad 11", "2026-01-06", HeldReason.NIEUWERE_BRON),
    (SYSTEM, "2026-01-06", "Informatieblad", "2026-01-04", None),
    (SYSTEM, "2026-01-06", "Informatieblad", "2026-01-05", HeldReason.NIEUWERE_BRON),
    (SYSTEM, "2026-01-04", "Suite", None, None),
    (SYSTEM, "2026-01-06", "Suite", None, HeldReason.NIEUWERE_BRON),
]


@pytest.mark.parametrize(("role", "on", "source", "as_of", "reason"), WRITERS)
def test_who_wrote_later_wins(
    role: str, on: str, source: str | None, as_of: str | None, reason: HeldReason | None
) -> None:
    plan = written(stand("NIET_OP_ORDE"), on=on, role=role, source=source, as_of=as_of)
    settlement = tulp(plan)
    assert ("onderdak" in settlement.patch) is (reason is None)
    assert reasons(settlement) == ({} if reason is None else {HELD: reason})


def test_a_day_begins_where_the_plans_are_kept() -> None:
    # In UTC the 4th, in Amsterdam the 5th: the day of the record.
    plan = written(stand("NIET_OP_ORDE"), on="2026-01-04")
    plan["onderdak"]["herkomst"][0]["geregistreerdOp"] = datetime(2026, 1, 4, 23, 30, tzinfo=UTC)
    assert reasons(tulp(plan)) == {HELD: HeldReason.LATER_GEWIJZIGD}


def test_what_somebody_took_away_later_stays_away() -> None:
    plan = written(stand("NIET_OP_ORDE"), on="2026-01-01")
    emptied = written({"onderdak": {"standVanZaken": None}}, on="2026-01-08", plan=plan)
    assert reasons(tulp(emptied)) == {HELD: HeldReason.LATER_GEWIJZIGD}


def test_a_source_that_does_not_know_takes_nothing_away_and_says_so_where_nothing_stands() -> None:
    plan = written(stand("NIET_OP_ORDE"), on="2026-01-01")
    said = {"Huisvesting: toelichting": "onbekend", STAND: "onbekend"}
    settlement = settle(plan, record_of("tulp-11", **said), FIRST_TIME, ZONE)
    assert settlement == Settlement(
        {"betrokkene": {"sknNummer": "88100001"}, "onderdak": {"onbekend": ["toelichting"]}}
    )


def test_what_a_source_only_repeats_says_nothing_against_what_was_written_since() -> None:
    plan = written(stand("NIET_OP_ORDE"), on="2026-01-04")
    earlier = Earlier(frozenset({HELD, "betrokkene.sknNummer"}))
    assert tulp(plan, earlier) == Settlement({})
    assert "standVanZaken" not in tulp(plan, earlier, **{"Huisvesting: toelichting": "nieuw"}).patch["onderdak"]


# Lists ----------------------------------------------------------------------------------------------------------------


def signaal(plan: dict[str, Any], **cells: str) -> Settlement:
    return settle(plan, record_of("signaallijst", Casemanager="Bert Voorbeeld", **cells), FIRST_TIME, ZONE)


def test_a_person_on_the_case_is_added_once() -> None:
    added = signaal({"_id": "p"}).patch["contacten"]
    assert added == {"toevoegen": [{"rol": "CASEMANAGER", "naam": "Bert Voorbeeld"}]}
    plan = written({"contacten": added}, on="2026-01-02")
    assert "contacten" not in signaal(plan).patch


def test_another_casemanager_stands_beside_the_first() -> None:
    plan = written({"contacten": {"toevoegen": [{"rol": "CASEMANAGER", "naam": "Carla Oud"}]}}, on="2026-01-02")
    assert "toevoegen" in signaal(plan).patch["contacten"]


def test_what_is_new_of_a_known_person_is_added_to_him() -> None:
    plan = written({"contacten": {"toevoegen": [{"rol": "CASEMANAGER", "naam": "Bert Voorbeeld"}]}}, on="2026-01-08")
    cells = {"Casemanager": "Bert Voorbeeld", "Telefoon casemanager": "026 000 00 00"}
    patch = settle(plan, record_of("informatieblad", **cells), FIRST_TIME, ZONE).patch
    found = plan["contacten"][0]["id"]
    assert patch["contacten"] == {"wijzigen": [{"id": found, "telefoon": "026 000 00 00"}]}


ITEM = "00000001-0000-7000-8000-000000000000"


def iris(plan: dict[str, Any], earlier: Earlier = FIRST_TIME, **cells: str) -> Settlement:
    return settle(plan, record_of("iris-ract", **cells), earlier, ZONE)


def test_a_registration_is_one_item_and_changes_that_item() -> None:
    added = iris({"_id": "p"}).patch["reclasseringsinzet"]
    assert added == {"toevoegen": [{"soort": "OVERIG"}]}
    plan = written({"reclasseringsinzet": added}, on="2026-01-05", role=SYSTEM, source="IRIS/RACT", as_of="2026-01-05")
    earlier = Earlier(frozenset({"reclasseringsinzet[].soort"}), ITEM)
    changed = iris(plan, earlier, Stand="afgerond").patch["reclasseringsinzet"]
    assert changed == {"wijzigen": [{"id": ITEM, "status": "AFGEROND"}]}


def test_an_item_that_somebody_removed_stays_away() -> None:
    settlement = iris({"_id": "p"}, Earlier(frozenset({"reclasseringsinzet[].soort"}), ITEM), Stand="afgerond")
    assert "reclasseringsinzet" not in settlement.patch
    assert reasons(settlement) == {f"reclasseringsinzet[{ITEM}]": HeldReason.VERWIJDERD}


# What goes without saying ----------------------------------------------------------------------------------------------


def test_what_goes_without_saying_comes_only_with_what_it_goes_with() -> None:
    first = opening(record_of("signaallijst", **{"Einddatum detentie": "01-12-2026"}))
    assert first["detentie"]["einddatumStatus"] == "VERWACHT"
    unknown = opening(record_of("signaallijst"))
    assert unknown["detentie"]["einddatumStatus"] == "ONBEKEND"
    plan = written(
        {"detentie": {"datumInvrijheidstelling": "2026-12-01", "einddatumStatus": "DEFINITIEF"}}, on="2026-01-02"
    )
    same = signaal(plan, **{"Einddatum detentie": "01-12-2026"}).patch
    assert "einddatumStatus" not in same["detentie"]
    other = signaal(plan, **{"Einddatum detentie": "02-12-2026"}).patch
    assert other["detentie"]["einddatumStatus"] == "VERWACHT"


VALUES = st.sampled_from(["", "onbekend", "op orde", "niet op orde"])


@given(
    before=st.dictionaries(st.just("standVanZaken"), st.sampled_from(["OP_ORDE", "NIET_OP_ORDE"])),
    says=VALUES,
    day=st.dates(date(2025, 12, 1), date(2026, 2, 1)),
)
def test_what_was_settled_once_is_settled(before: dict[str, str], says: str, day: date) -> None:
    plan = written({"onderdak": before}, on=day.isoformat()) if before else {"_id": "p"}
    cells = {STAND: says, "Huisvesting: toelichting": "tekst"}
    settlement = settle(plan, record_of("tulp-11", **cells), FIRST_TIME, ZONE)
    after = written(dict(settlement.patch), on="2026-01-05", role=SYSTEM, source="TULP tabblad 11", as_of="2026-01-05", plan=plan)  # fmt: skip
    again = settle(after, record_of("tulp-11", **cells), FIRST_TIME, ZONE)
    assert again.patch == {}
    assert again.held == settlement.held
