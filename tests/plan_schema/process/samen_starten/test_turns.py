"""Whose turn it is in every status of Samen starten, and by when."""

from datetime import date
from typing import Any, Final

import pytest

from plan_schema.process.samen_starten import closing, contributing, opening
from plan_schema.process.samen_starten.status import ENDS
from plan_schema.process.samen_starten.status import SamenStartenStatus as S
from plan_schema.process.samen_starten.turns import samen_starten_steps
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import Terms
from plan_schema.sections.samen_starten import Regiehouder, VervolgHeropening
from tests.plan_schema.process.samen_starten.story import (
    AUTHOR,
    START,
    TODAY,
    after,
    in_every_status,
    interpreted,
)

CM: Final = Actor("DJI", "CASEMANAGER")
RN: Final = Actor("RECLASSERING", "RECLASSERINGSWERKER", "00000099200000001000")

# Everything happens on Monday 2 February 2026; the detention began on Monday 5 January.
TURNS: Final = {
    S.INSTROOM: (StepKind.SIGNAAL_GEVEN, Actor("DJI", "BACKOFFICE"), date(2026, 1, 5), date(2026, 1, 6)),
    S.SIGNAAL_AFGEGEVEN: (StepKind.BEKENDHEID_BEOORDELEN, RN, TODAY, date(2026, 2, 5)),
    S.INFORMATIE_VERZAMELEN: (StepKind.INFORMATIE_DELEN, RN, TODAY, date(2026, 2, 9)),
    S.INFORMATIE_GEDEELD: (StepKind.DUIDING_PLANNEN, CM, TODAY, date(2026, 2, 9)),
    S.GEDUID: (StepKind.BIJDRAGE_BESLUITEN, CM, TODAY, None),
    S.BIJDRAGE_AANGEVRAAGD: (StepKind.BIJDRAGE_STARTEN, RN, TODAY, date(2026, 2, 2)),
    S.BIJDRAGE_IN_UITVOERING: (StepKind.BEVINDINGEN_AFSTEMMEN, RN, None, date(2026, 2, 2)),
    S.TRAJECTGESPREK_GEHOUDEN: (StepKind.INBRENG_LEVEREN, RN, TODAY, None),
    S.INBRENG_GELEVERD: (StepKind.CONCEPT_IN_MDO_BRENGEN, CM, TODAY, None),
}


def _steps(document: dict[str, Any], terms: Terms | None = None) -> list[Step]:
    return list(samen_starten_steps(document, TODAY, terms or Terms()))


@pytest.mark.parametrize(("status", "expected"), TURNS.items(), ids=list(TURNS))
def test_every_status_waits_for_one_party(
    status: S, expected: tuple[StepKind, Actor, date | None, date | None]
) -> None:
    (step,) = _steps(in_every_status()[status])
    assert (step.kind, step.actor, step.since, step.due) == expected
    assert "detentie.datumInvrijheidstelling" in step.rests_on
    assert step.source


def test_an_end_waits_for_nobody() -> None:
    assert [status for status in ENDS if _steps(in_every_status()[status])] == []
    assert _steps(in_every_status()[S.SIGNAAL_AFGEGEVEN] | {"status": "AFGESLOTEN"}) == []
    assert _steps(in_every_status()[S.CONCEPT_IN_MDO]) == _steps(in_every_status()[S.UITVOERING]) == []


def test_terms_are_settings() -> None:
    terms = Terms(assessment=1, free=frozenset({date(2026, 2, 3)}))
    assert [step.due for step in _steps(in_every_status()[S.SIGNAAL_AFGEGEVEN], terms)] == [date(2026, 2, 4)]


def _turn(document: dict[str, Any]) -> list[tuple[StepKind, Actor]]:
    return [(step.kind, step.actor) for step in _steps(document)]


def _with_duiding(**fields: Any) -> dict[str, Any]:
    document = in_every_status()[S.INFORMATIE_GEDEELD]
    own = document["samenStarten"]
    return document | {"samenStarten": own | {"duiding": own["duiding"] | fields}}


def test_the_duiding_goes_from_who_leads_to_who_records_to_who_confirms() -> None:
    assert _turn(_with_duiding(geplandOp="2026-02-04")) == [(StepKind.DUIDING_VASTLEGGEN, RN)]
    assert _turn(_with_duiding(regiehouder=Regiehouder.RECLASSERINGSWERKER)) == [(StepKind.DUIDING_VASTLEGGEN, RN)]
    recorded = after(in_every_status()[S.INFORMATIE_GEDEELD], opening.record_duiding(interpreted()))
    assert _turn(recorded) == [(StepKind.DUIDING_BEVESTIGEN, CM)]
    refused = after(recorded, opening.confirm_duiding(agrees=False))
    assert _turn(refused) == [(StepKind.DUIDING_VASTLEGGEN, RN)]


def test_who_leads_the_duiding_decides_and_the_casemanager_asks() -> None:
    confirmed = in_every_status()[S.GEDUID]
    own = confirmed["samenStarten"]
    led = confirmed | {"samenStarten": own | {"duiding": own["duiding"] | {"regiehouder": "RECLASSERINGSWERKER"}}}
    assert _turn(led) == [(StepKind.BIJDRAGE_BESLUITEN, RN)]
    decided = after(led, contributing.decide(AUTHOR, None, active=True))
    assert _turn(decided) == [(StepKind.BIJDRAGE_AANVRAGEN, CM)]


def test_a_participation_without_opdracht_is_started_too() -> None:
    agreed = after(in_every_status()[S.GEDUID], contributing.agree_participation(AUTHOR))
    (step,) = _steps(agreed)
    assert (step.kind, step.since) == (StepKind.BIJDRAGE_STARTEN, TODAY)


def test_of_two_contributions_each_has_its_turn() -> None:
    running = in_every_status()[S.BIJDRAGE_IN_UITVOERING]
    both = after(running, contributing.request_analysis(AUTHOR, None))
    assert [kind for kind, _ in _turn(both)] == [StepKind.BIJDRAGE_STARTEN, StepKind.BEVINDINGEN_AFSTEMMEN]


def test_a_short_stay_has_its_trajectgesprek_only_when_3ro_contributes() -> None:
    aligned = in_every_status()[S.BEVINDINGEN_AFGESTEMD]
    assert _turn(aligned) == []
    short = aligned | {"detentie": aligned["detentie"] | {"datumAanvang": "2026-01-20", "einddatumStatus": "VERWACHT"}}
    assert _turn(short) == [(StepKind.TRAJECTGESPREK_HOUDEN, CM)]


def test_before_assignment_any_reclasseringswerker_of_the_pi_can_take_the_turn() -> None:
    document = in_every_status()[S.SIGNAAL_AFGEGEVEN]
    for assigned in (None, ["00000099200000001000", "00000099200000002000"]):
        own = document["samenStarten"] | {"toewijzing": {"organisaties": assigned}}
        assert _turn(document | {"samenStarten": own}) == [
            (StepKind.BEKENDHEID_BEOORDELEN, Actor("RECLASSERING", "RECLASSERINGSWERKER"))
        ]


def test_a_reopened_traject_counts_from_its_reopening() -> None:
    stopped = in_every_status()[S.GESTOPT_GEEN_RELEVANTE_INFORMATIE]
    reopened = after(stopped, closing.reopen(AUTHOR, "uit de intake", VervolgHeropening.DUIDING, None))
    (step,) = _steps(reopened)
    assert (step.kind, step.since, step.due) == (StepKind.DUIDING_PLANNEN, TODAY, date(2026, 2, 9))


def _sentenced(document: dict[str, Any], day: str) -> dict[str, Any]:
    records = [{"velden": ["statusGedetineerde"], "peildatum": day}]
    changed = {"statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "herkomst": records}
    return document | {"detentie": document["detentie"] | changed}


@pytest.mark.parametrize("end", [S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE])
def test_a_verdict_after_the_stop_asks_for_another_look(end: S) -> None:
    stopped = in_every_status()[end]
    assert _turn(_sentenced(stopped, "2026-02-03")) == [(StepKind.BIJDRAGE_HERBEOORDELEN, CM)]
    assert _turn(_sentenced(stopped, "2026-02-02")) == []
    already = stopped | {"detentie": stopped["detentie"] | {"instroomtitel": "ONHERROEPELIJK_VEROORDEELD"}}
    assert _turn(_sentenced(already, "2026-02-03")) == []


def test_inzet_that_dji_asked_for_waits_for_the_reclassering() -> None:
    asked = {"aanvraag": {"gevraagdOp": "2026-02-01"}}
    efforts = [
        {"id": "i1", **asked},
        {"id": "i2", **asked, "gestartOp": "2026-02-02"},
        {"id": "i3", **asked, "status": "AFGEWEZEN"},
        {"id": "i4", "soort": "OVERIG"},
    ]
    document = in_every_status()[S.GEEN_SIGNAAL_GEGEVEN] | {"reclasseringsinzet": efforts}
    (step,) = _steps(document)
    assert (step.kind, step.actor, step.since, step.about) == (
        *(StepKind.INZET_STARTEN, RN),
        *(date(2026, 2, 1), "reclasseringsinzet[i1]"),
    )
    assert (
        _steps(
            START | {"detentie": START["detentie"] | {"einddatumStatus": "DEFINITIEF"}, "reclasseringsinzet": efforts}
        )
        == []
    )
