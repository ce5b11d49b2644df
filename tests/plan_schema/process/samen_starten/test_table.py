"""The table against the machine: nothing moves outside it, all of it can be walked, and nobody ends up where nothing leads on."""

from typing import Final

import pytest

from plan_schema.plan import PATHS
from plan_schema.problems import ProblemCode
from plan_schema.process.samen_starten.status import ENDS
from plan_schema.process.samen_starten.status import SamenStartenStatus as S
from plan_schema.process.samen_starten.table import BY_EVENT, TRANSITIONS, Event
from plan_schema.process.samen_starten.taking import possible_events
from plan_schema.tree import Leaf
from tests.plan_schema.process.samen_starten.story import EXAMPLES, TODAY, commands, in_every_status, moves, taken

TABLE_OF_THE_DOMAIN: Final = """
    INSTROOM geefSignaalNieuweDetentie SIGNAAL_AFGEGEVEN
    INSTROOM zieAfVanSignaal GEEN_SIGNAAL_GEGEVEN
    GEEN_SIGNAAL_GEGEVEN geefSignaalNieuweDetentie SIGNAAL_AFGEGEVEN
    SIGNAAL_AFGEGEVEN beoordeelBekendheid GESTOPT_GEEN_RELEVANTE_INFORMATIE
    SIGNAAL_AFGEGEVEN beoordeelBekendheid INFORMATIE_VERZAMELEN
    SIGNAAL_AFGEGEVEN beoordeelBekendheid INFORMATIE_GEDEELD
    INFORMATIE_VERZAMELEN deelInformatie INFORMATIE_GEDEELD
    INFORMATIE_GEDEELD bevestigGezamenlijkeDuiding GEDUID
    GEDUID besluitActieveBijdrage GESTOPT_GEEN_ACTIEVE_BIJDRAGE
    GEDUID vraagAanvullendeAnalyse BIJDRAGE_AANGEVRAAGD
    GEDUID vraagReclasseringsadviesAan BIJDRAGE_AANGEVRAAGD
    GEDUID spreekDeelnameTrajectgesprekAf BIJDRAGE_AANGEVRAAGD
    BIJDRAGE_AANGEVRAAGD startBijdrage BIJDRAGE_IN_UITVOERING
    BIJDRAGE_IN_UITVOERING stemBevindingenAf BEVINDINGEN_AFGESTEMD
    BEVINDINGEN_AFGESTEMD registreerTrajectgesprek TRAJECTGESPREK_GEHOUDEN
    TRAJECTGESPREK_GEHOUDEN leverInbreng INBRENG_GELEVERD
    INBRENG_GELEVERD brengConceptInMDO CONCEPT_IN_MDO
    CONCEPT_IN_MDO startInzetUitvoering UITVOERING
    TRAJECTGESPREK_GEHOUDEN startInzetUitvoering UITVOERING
    GESTOPT_GEEN_RELEVANTE_INFORMATIE heropenSamenStarten INFORMATIE_GEDEELD
    GESTOPT_GEEN_ACTIEVE_BIJDRAGE heropenSamenStarten INFORMATIE_GEDEELD
    GESTOPT_GEEN_RELEVANTE_INFORMATIE heropenSamenStarten BIJDRAGE_AANGEVRAAGD
    GESTOPT_GEEN_ACTIEVE_BIJDRAGE heropenSamenStarten BIJDRAGE_AANGEVRAAGD
    GESTOPT_GEEN_RELEVANTE_INFORMATIE startInzetUitvoering UITVOERING
    GESTOPT_GEEN_ACTIEVE_BIJDRAGE startInzetUitvoering UITVOERING
"""
"""The transitions of `samen-starten.md` §1.8, apart from the end of the detention."""


def test_every_status_is_reached() -> None:
    assert in_every_status().keys() == set(S)


def test_every_transition_of_the_domain_can_be_made() -> None:
    wanted = {tuple(line.split()) for line in TABLE_OF_THE_DOMAIN.strip().splitlines()}
    assert wanted <= {(move.source.value, move.event.value, move.target.value) for move in moves()}


@pytest.mark.parametrize("status", list(S), ids=str)
def test_any_detention_can_end(status: S) -> None:
    assert any(move.event is Event.BEEINDIG_DETENTIE for move in moves() if move.source is status)


def test_nothing_moves_outside_the_table() -> None:
    outside = [
        (move.event, move.source, move.target)
        for move in moves()
        if move.source not in BY_EVENT[move.event].sources or move.target not in BY_EVENT[move.event].target
    ]
    assert outside == []


def test_every_source_of_the_table_is_one() -> None:
    possible = {(move.event, move.source) for move in moves()}
    assert possible == {(row.event, source) for row in TRANSITIONS for source in row.sources}


def test_out_of_turn_is_refused_with_a_stable_code() -> None:
    tried = 0
    for status, document in in_every_status().items():
        for event, command in commands():
            if status in BY_EVENT[event].sources:
                continue
            problems = taken(document, command)
            assert isinstance(problems, tuple)
            assert [problem.code for problem in problems] == [ProblemCode.STAP_NIET_MOGELIJK], (status, event)
            tried += 1
    assert tried > 200


def test_who_is_not_at_an_end_can_go_on_and_every_way_leads_to_the_end() -> None:
    """The only status from which nothing follows is the end of the detention; all others lead there and, short of it, onwards."""
    onwards = {status: {move.target for move in moves() if move.source is status} - {status} for status in S}
    assert {status for status in S if not onwards[status]} == {S.DETENTIE_BEEINDIGD}
    beyond_release = {status for status in S if not onwards[status] - {S.DETENTIE_BEEINDIGD}}
    assert beyond_release == {S.UITVOERING, S.DETENTIE_BEEINDIGD}
    assert {
        S.GEEN_SIGNAAL_GEGEVEN,
        S.GESTOPT_GEEN_RELEVANTE_INFORMATIE,
        S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE,
        S.DETENTIE_BEEINDIGD,
    } == ENDS


def test_the_table_has_every_event_once_with_fields_of_the_plan() -> None:
    assert len(TRANSITIONS) == len(Event) == len(EXAMPLES)
    for row in TRANSITIONS:
        assert row.who
        assert row.writes
        assert all(isinstance(PATHS.node(path), Leaf) for path in row.writes), row.event


def test_what_an_event_always_writes_is_in_every_order() -> None:
    """`writes` is what a caller is refused for before anybody looks at a plan: it must not name too much."""
    for document in in_every_status().values():
        for event, command in commands():
            before = {path for path in BY_EVENT[event].writes if "[]" not in path}
            result = taken(document, command)
            if isinstance(result, dict):
                assert all(_value(result, path) is not None for path in before), event


def _value(document: dict[str, object], path: str) -> object:
    node: object = document
    for name in path.split("."):
        node = node.get(name) if isinstance(node, dict) else None
    return node


@pytest.mark.parametrize("status", list(S), ids=str)
def test_what_can_be_done_now_is_what_the_table_says(status: S) -> None:
    document = in_every_status()[status]
    expected = {row.event for row in TRANSITIONS if status in row.sources}
    if status is S.DETENTIE_BEEINDIGD:
        # That it ended is recorded; it could be as long as nobody did.
        expected -= {Event.BEEINDIG_DETENTIE}
    assert {found.event for found in possible_events(document, TODAY)} == expected


def test_what_can_be_done_rests_on_no_more_than_it_needs() -> None:
    """The backoffice gives a signaal and ends a detention, and may not read what lies in between."""
    (ending,) = possible_events(in_every_status()[S.UITVOERING], TODAY)
    assert ending.rests_on == ("samenStarten.beeindiging.beeindigdOp",)
    first = next(iter(possible_events(in_every_status()[S.INSTROOM], TODAY)))
    assert {path.rpartition(".")[0] for path in first.rests_on} == {"detentie", "samenStarten.signaal"}
