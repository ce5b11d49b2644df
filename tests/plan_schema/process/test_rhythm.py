"""The rhythm of the plan: worked out by hand for a detention that began on Monday 5 January 2026."""

from datetime import date
from typing import Any, Final

import pytest

from plan_schema.process.rhythm import rhythm_steps
from plan_schema.process.step import Step
from plan_schema.process.step import StepKind as K
from plan_schema.process.terms import Terms

TODAY: Final = date(2026, 1, 12)
LONG: Final[dict[str, Any]] = {"detentie": {"datumAanvang": "2026-01-05", "datumInvrijheidstelling": "2026-12-31"}}
FIRST_WEEKS: Final = [
    (K.EERSTE_CONTACT, "DJI", date(2026, 1, 5), date(2026, 1, 19)),
    (K.INTAKE, "DJI", date(2026, 1, 5), date(2026, 1, 15)),
    (K.SOM_INVULLEN, "DJI", date(2026, 1, 19), date(2026, 2, 2)),
    (K.GEZAMENLIJK_OVERLEG, "DJI", date(2026, 1, 5), date(2026, 2, 2)),
    (K.PLAN_OPSTELLEN, "DJI", date(2026, 1, 5), date(2026, 2, 2)),
    (K.TRAJECTGESPREK_HOUDEN, "DJI", date(2026, 1, 5), date(2026, 2, 2)),
    (K.MDO_WEEK_4, "DJI", date(2026, 1, 5), date(2026, 2, 2)),
    (K.AFSTEMMING_VOOR_VRIJLATING, "DJI", date(2026, 11, 19), date(2026, 12, 31)),
]


def _steps(document: dict[str, Any], today: date = TODAY, terms: Terms | None = None) -> list[Step]:
    return list(rhythm_steps(document, today, terms or Terms()))


def _of(kind: K, document: dict[str, Any], today: date = TODAY) -> list[Step]:
    return [step for step in _steps(document, today) if step.kind is kind]


def _with(**groups: Any) -> dict[str, Any]:
    return {name: LONG.get(name, {}) | value for name, value in groups.items()} | {
        name: value for name, value in LONG.items() if name not in groups
    }


def test_the_first_weeks() -> None:
    steps = _steps(LONG)
    assert [(step.kind, step.actor.kind, step.since, step.due) for step in steps] == FIRST_WEEKS
    assert [step.kind for step in steps if step.done_on] == []
    assert [step.kind for step in steps if step.late(date(2026, 1, 20))] == [K.EERSTE_CONTACT, K.INTAKE]


def test_clocks_run_from_binnenkomst_and_a_transfer_starts_none_anew() -> None:
    arrived = _with(detentie={"datumBinnenkomst": "2026-01-12"})
    assert _of(K.GEZAMENLIJK_OVERLEG, arrived)[0].due == date(2026, 2, 9)
    moved = _with(detentie={"datumBinnenkomst": "2026-01-12", "plaatsingen": [{"id": "p", "inrichting": "PI Zwolle"}]})
    assert _of(K.GEZAMENLIJK_OVERLEG, moved)[0].due == date(2026, 2, 2)
    assert _steps({"detentie": {"datumInvrijheidstelling": "2026-12-31"}}) == []


@pytest.mark.parametrize(
    "detention",
    [
        {"datumAanvang": "2026-01-05", "datumInvrijheidstelling": "2026-02-01"},
        {"datumAanvang": "2026-01-05", "verwachteVerblijfsduurDagen": 27},
    ],
)
def test_a_short_stay_has_the_minimal_track(detention: dict[str, Any]) -> None:
    kinds = [step.kind for step in _steps({"detentie": detention})]
    assert kinds[:2] == [K.EERSTE_CONTACT, K.INTAKE]
    assert set(kinds[2:]) <= {K.AFSTEMMING_VOOR_VRIJLATING}


def test_four_weeks_are_not_short() -> None:
    assert K.PLAN_OPSTELLEN in [
        step.kind
        for step in _steps({"detentie": {"datumAanvang": "2026-01-05", "datumInvrijheidstelling": "2026-02-02"}})
    ]
    assert K.PLAN_OPSTELLEN in [
        step.kind for step in _steps({"detentie": {"datumAanvang": "2026-01-05", "verwachteVerblijfsduurDagen": 28}})
    ]


def test_after_release_there_is_no_rhythm() -> None:
    over = _with(detentie={"einddatumStatus": "DEFINITIEF", "datumInvrijheidstelling": "2026-01-12"})
    assert _steps(over) == []
    assert _steps(over, date(2026, 1, 11)) != []
    assert _steps(LONG | {"status": "AFGESLOTEN"}) == []


def test_what_was_done_is_told_with_its_day() -> None:
    screened = ("identiteitsbewijs", "onderdak", "werkEnInkomen", "schulden", "zorgverzekering", "sociaalNetwerk")
    document = (
        LONG
        | {name: {"vastgesteldOp": f"2026-01-0{number}"} for number, name in enumerate(screened, 4)}
        | {"terugkeer": {"contactGemeenteOp": "2026-01-09"}, "vastgesteldOp": "2026-01-30"}
        | {"som": {"deel1": {"datumScreening": "2026-01-21"}}}
    )
    done = {step.kind: step.done_on for step in _steps(document) if step.done_on}
    assert done == {
        K.EERSTE_CONTACT: date(2026, 1, 9),
        K.INTAKE: date(2026, 1, 9),
        K.PLAN_OPSTELLEN: date(2026, 1, 30),
        K.SOM_INVULLEN: date(2026, 1, 21),
    }
    part = [step for step in _steps(document) if step.kind is K.SOM_INVULLEN and step.done_on is None]
    assert [(step.actor.kind, step.since, step.about) for step in part] == [
        ("RECLASSERING", date(2026, 1, 21), "som.deel2")
    ]
    without = {name: value for name, value in document.items() if name != "schulden"}
    assert _of(K.INTAKE, without)[0].done_on is None


def _meetings(*days: str, kind: str = "MDO") -> dict[str, Any]:
    return {"overleggen": {"mdo": [{"id": day, "soort": kind, "datum": day} for day in days]}}


def _talks(*days: str, kind: str = "TRAJECTGESPREK") -> dict[str, Any]:
    return {"overleggen": {"gesprekken": [{"id": day, "soort": kind, "datum": day} for day in days]}}


def _mdo(document: dict[str, Any], today: date) -> list[tuple[K, date | None, date | None]]:
    kinds = (K.MDO_WEEK_4, K.MDO_WEEK_9, K.MDO_VERVOLG)
    return [(step.kind, step.due, step.done_on) for step in _steps(document, today) if step.kind in kinds]


def test_the_mdo_comes_in_week_4_and_9_and_then_every_six_weeks() -> None:
    first = (K.MDO_WEEK_4, date(2026, 2, 2), date(2026, 2, 3))
    assert _mdo(LONG | _meetings("2026-02-03"), date(2026, 2, 10)) == [first, (K.MDO_WEEK_9, date(2026, 3, 9), None)]
    second = (K.MDO_WEEK_9, date(2026, 3, 9), date(2026, 3, 9))
    both = LONG | _meetings("2026-02-03", "2026-03-09")
    assert _mdo(both, date(2026, 3, 10)) == [first, second, (K.MDO_VERVOLG, date(2026, 4, 20), None)]
    assert _mdo(both, date(2026, 3, 8))[1] == (K.MDO_WEEK_9, date(2026, 3, 9), None)
    more = LONG | _meetings("2026-02-03", "2026-03-09", "2026-04-15")
    # Six weeks after 15 April is 27 May, a Wednesday.
    assert _mdo(more, date(2026, 5, 1))[2] == (K.MDO_VERVOLG, date(2026, 5, 27), None)
    assert _mdo(LONG | _meetings("2026-02-03", kind="TBO"), date(2026, 2, 10))[0][2] is None


def test_for_langgestraften_it_comes_once_in_three_months() -> None:
    detention = LONG["detentie"] | {"doelgroep": ["LANGGESTRAFT"]}
    document = {"detentie": detention} | _meetings("2026-02-03", "2026-03-09")
    assert _mdo(document, date(2026, 3, 10))[2] == (K.MDO_VERVOLG, date(2026, 6, 9), None)


def test_trajectgesprekken_go_on_after_the_first() -> None:
    first, following = _of(K.TRAJECTGESPREK_HOUDEN, LONG | _talks("2026-02-02"), date(2026, 2, 3))
    assert (first.done_on, following.since, following.due) == (date(2026, 2, 2), date(2026, 2, 2), date(2026, 5, 4))
    assert len(_of(K.TRAJECTGESPREK_HOUDEN, LONG | _talks("2026-02-02"), date(2026, 2, 1))) == 1


def test_the_vi_advice_is_due_105_days_before_the_end() -> None:
    title = {"justitieleTitelNaDetentie": "VOORWAARDELIJKE_INVRIJHEIDSTELLING"}
    (step,) = _of(K.VI_ADVIES, _with(detentie=title))
    assert (step.actor.kind, step.due, step.done_on) == ("RECLASSERING", date(2026, 9, 17), None)
    asked = {"reclasseringsinzet": [{"id": "i", "adviestype": "VI_ADVIES", "aanvraag": {"gevraagdOp": "2026-09-01"}}]}
    assert _of(K.VI_ADVIES, _with(detentie=title) | asked)[0].done_on == date(2026, 9, 1)
    assert _of(K.VI_ADVIES, LONG) == []


@pytest.mark.parametrize(
    ("detention", "asked"),
    [
        ({"toezichtNaDetentie": "JA"}, True),
        ({"justitieleTitelNaDetentie": "VOORWAARDELIJKE_GEVANGENISSTRAF"}, True),
        ({"toezichtNaDetentie": "ONBEKEND"}, False),
        ({"justitieleTitelNaDetentie": "GEEN"}, False),
    ],
)
def test_a_toezichthouder_is_known_and_introduced_before_release(detention: dict[str, Any], *, asked: bool) -> None:
    steps = _of(K.TOEZICHTHOUDER_AANWIJZEN, _with(detentie=detention))
    assert [step.due for step in steps] == ([date(2026, 12, 3)] if asked else [])


def test_a_toezichthouder_counts_when_he_has_met_the_person() -> None:
    document = _with(detentie={"toezichtNaDetentie": "JA"})
    named = document | {"toezicht": {"toezichthouderNaam": "Iemand"}}
    met = document | {"toezicht": {"toezichthouderNaam": "Iemand", "kennismakingOp": "2026-11-20"}}
    assert _of(K.TOEZICHTHOUDER_AANWIJZEN, named)[0].done_on is None
    assert _of(K.TOEZICHTHOUDER_AANWIJZEN, met)[0].done_on == date(2026, 11, 20)


def test_the_alignment_before_release_is_another_meeting_than_that_of_the_first_weeks() -> None:
    early = LONG | _talks("2026-01-20", kind="GEZAMENLIJK_OVERLEG")
    assert _of(K.GEZAMENLIJK_OVERLEG, early, date(2026, 12, 1))[0].done_on == date(2026, 1, 20)
    assert _of(K.AFSTEMMING_VOOR_VRIJLATING, early, date(2026, 12, 1))[0].done_on is None
    late = LONG | _talks("2026-01-20", "2026-11-25", kind="GEZAMENLIJK_OVERLEG")
    assert _of(K.AFSTEMMING_VOOR_VRIJLATING, late, date(2026, 12, 1))[0].done_on == date(2026, 11, 25)


def test_every_step_names_its_source_and_what_it_follows_from() -> None:
    for step in _steps(_with(detentie={"toezichtNaDetentie": "JA"})):
        assert step.source
        assert {"detentie.datumAanvang", "detentie.datumInvrijheidstelling"} <= step.rests_on
        assert not any(path.startswith("samenStarten") for path in step.rests_on) or step.actor.kind == "RECLASSERING"
