from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process.regie import (
    RegieSoort,
    casusregie,
    casusregie_by_supervision,
    procesregie,
    recorded_regie,
    regie,
)
from plan_schema.sections.afronding import RegieHouder
from tests.strategies import Document, documents, examples

TODAY: Final = date(2026, 6, 1)
OUT: Final = "2026-05-20"


def _plan(title: str | None = None, framework: str | None = None, **groups: Any) -> Document:
    detention: Document = {"datumInvrijheidstelling": OUT, "einddatumStatus": "DEFINITIEF"}
    if title:
        detention["justitieleTitelNaDetentie"] = title
    return {"detentie": detention, **({"toezicht": {"kader": framework}} if framework else {}), **groups}


# cooperation.md §3.2, phase 4, and design §10.10; what no titel says the toezichtkader does.
@pytest.mark.parametrize(
    ("title", "framework", "holder"),
    [
        ("VOORWAARDELIJKE_GEVANGENISSTRAF", None, RegieHouder.RECLASSERING),
        ("VOORWAARDELIJKE_INVRIJHEIDSTELLING", "GEEN", RegieHouder.RECLASSERING),
        ("GEEN", None, RegieHouder.GEMEENTE),
        ("GEEN", "VOORWAARDELIJKE_INVRIJHEIDSTELLING", RegieHouder.GEMEENTE),
        ("ONBEKEND", "VOORWAARDELIJKE_VEROORDELING", RegieHouder.RECLASSERING),
        (None, "ISD_EXTRAMURAAL", RegieHouder.RECLASSERING),
        (None, "VRIJWILLIG", RegieHouder.GEMEENTE),
        (None, "GEEN", RegieHouder.GEMEENTE),
        (None, "ONBEKEND", RegieHouder.DJI),
        (None, None, RegieHouder.DJI),
    ],
)
def test_after_release_the_titel_decides(title: str | None, framework: str | None, holder: RegieHouder) -> None:
    assert casusregie(_plan(title, framework), TODAY).holder is holder


@pytest.mark.parametrize("title", ["GEEN", "VOORWAARDELIJKE_INVRIJHEIDSTELLING", None])
def test_until_a_final_release_has_come_it_is_djis(title: str | None) -> None:
    plan = _plan(title)
    assert casusregie(plan, date(2026, 5, 19)).holder is RegieHouder.DJI
    plan["detentie"]["einddatumStatus"] = "VERWACHT"
    assert casusregie(plan, TODAY).holder is RegieHouder.DJI


def test_when_supervision_has_ended_the_gemeente_takes_over() -> None:
    plan = _plan("VOORWAARDELIJKE_INVRIJHEIDSTELLING")
    plan["toezicht"] = {"einde": "2026-05-31"}
    plan["terugkeer"] = {"herkomstgemeente": "0202"}
    found = casusregie(plan, TODAY)
    assert (found.holder, found.gemeente, found.since) == (RegieHouder.GEMEENTE, "0202", date(2026, 5, 31))
    plan["toezicht"] = {"einde": "2026-06-01"}
    assert casusregie(plan, TODAY).holder is RegieHouder.RECLASSERING


@pytest.mark.parametrize(
    ("terugkeer", "gemeente"),
    [
        ({"herkomstgemeente": "0202"}, "0202"),
        ({"herkomstgemeente": "0202", "vestigingsgemeente": "0268"}, "0202"),
        ({"herkomstgemeente": "0202", "vestigingsgemeente": "0268", "vestigingsgemeenteBevestigd": "NEE"}, "0202"),
        ({"herkomstgemeente": "0202", "vestigingsgemeente": "0268", "vestigingsgemeenteBevestigd": "JA"}, "0268"),
        ({"vestigingsgemeente": "0268"}, "0268"),
        ({}, None),
    ],
)
def test_a_new_gemeente_counts_once_it_has_confirmed(terugkeer: Document, gemeente: str | None) -> None:
    found = procesregie({"terugkeer": terugkeer}, TODAY)
    assert (found.kind, found.holder, found.gemeente) == (RegieSoort.PROCESREGIE, RegieHouder.GEMEENTE, gemeente)


def test_who_may_not_read_the_titel_is_told_by_the_toezichtkader_or_not_at_all() -> None:
    plan = _plan("GEEN")
    assert casusregie_by_supervision(plan, TODAY) is None
    plan["toezicht"] = {"kader": "GEEN"}
    found = casusregie_by_supervision(plan, TODAY)
    assert found is not None
    assert found.holder is RegieHouder.GEMEENTE
    assert "detentie.justitieleTitelNaDetentie" not in found.rests_on
    assert "detentie.justitieleTitelNaDetentie" in casusregie(plan, TODAY).rests_on


def test_what_was_recorded_stands_beside_what_the_rules_come_to() -> None:
    plan = _plan("GEEN", overdracht={"casusregie": "RECLASSERING", "procesregie": "GEMEENTE"})
    found = {entry.kind: entry for entry in recorded_regie(plan, TODAY)}
    assert (found[RegieSoort.CASUSREGIE].holder, found[RegieSoort.CASUSREGIE].agrees) == ("RECLASSERING", False)
    assert found[RegieSoort.PROCESREGIE].agrees
    assert recorded_regie(_plan("GEEN"), TODAY) == []


def test_what_was_agreed_for_after_release_agrees_before_it() -> None:
    plan = _plan("GEEN", overdracht={"casusregie": "GEMEENTE", "warmeOverdrachtOp": "2026-05-01"})
    before = date(2026, 5, 2)
    assert casusregie(plan, before).holder is RegieHouder.DJI
    assert [entry.agrees for entry in recorded_regie(plan, before)] == [True]
    del plan["overdracht"]["warmeOverdrachtOp"]
    assert [entry.agrees for entry in recorded_regie(plan, before)] == [False]


@given(plan=documents(("detentie", "toezicht", "terugkeer", "overdracht")), day=st.dates(date(1990, 1, 1)))
@examples(150)
def test_at_every_moment_exactly_one_has_the_casusregie(plan: Document, day: date) -> None:
    # IND-23: and never nobody, a gemeente that says nothing, or a value that stands for not knowing.
    found = casusregie(plan, day)
    assert found.holder in {RegieHouder.DJI, RegieHouder.RECLASSERING, RegieHouder.GEMEENTE}
    assert found.kind is RegieSoort.CASUSREGIE
    assert found.reason
    assert len([entry for entry in regie(plan, day) if entry == found]) >= 1
    # On the day after, it is the same one unless somebody is released, or supervision ends.
    following = casusregie(plan, day + timedelta(days=1))
    if following.holder is not found.holder:
        turning = (plan["detentie"].get("datumInvrijheidstelling"), plan.get("toezicht", {}).get("einde"))
        assert {day.isoformat(), (day + timedelta(days=1)).isoformat()} & {*map(str, turning)}
