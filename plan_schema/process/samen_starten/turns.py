"""Whose turn it is in Samen starten: the step that each status waits for, with its term (002:L590-L1109; design 10.2)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from plan_schema.process.basis import Basis
from plan_schema.process.samen_starten.status import (
    BEKENDHEID,
    DUIDING,
    HEROPENING,
    INZET,
    SIGNAAL,
    contributions,
    detention_over,
    status_of,
)
from plan_schema.process.samen_starten.status import SamenStartenStatus as S
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.process.track import is_closed, is_short, start_of_clock, worker
from plan_schema.sections.samen_starten import BijdrageStatus, Regiehouder
from plan_schema.values import Node

_BACKOFFICE: Final = Actor("DJI", "BACKOFFICE")
_CASEMANAGER: Final = Actor("DJI", "CASEMANAGER")

Waits: TypeAlias = Callable[[Basis, Terms], Iterator[Step]]
"""What a status waits for. The basis has looked at the status already."""


def samen_starten_steps(document: Node, today: date, terms: Terms = STANDARD) -> Iterator[Step]:
    """The open steps of Samen starten; at an end there are none, but for inzet that was asked for and a change of juridische status."""
    basis = Basis(document)
    if is_closed(basis):
        return
    status = status_of(basis, today)
    if status in _WAITS:
        yield from _WAITS[status](basis, terms)
    elif status is S.BEVINDINGEN_AFGESTEMD:
        yield from _talk(basis, terms)
    elif status in (S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE):
        yield from _reassess(basis)
    yield from _effort(document, today)


def _leader(basis: Basis) -> Actor:
    leads = basis.value(f"{DUIDING}.regiehouder")
    return worker(basis) if leads == Regiehouder.RECLASSERINGSWERKER else _CASEMANAGER


def _step(kind: StepKind, actor: Actor, since: date | None, due: date | None, basis: Basis, source: str) -> Step:
    return Step(kind, actor, since, due, basis.rests_on, source)


def _signaal(basis: Basis, terms: Terms) -> Iterator[Step]:
    start = start_of_clock(basis)
    due = None if start is None else terms.werkdagen(start, terms.signal)
    yield _step(StepKind.SIGNAAL_GEVEN, _BACKOFFICE, start, due, basis, "002:L54, L590-L602")


def _assessment(basis: Basis, terms: Terms) -> Iterator[Step]:
    given, actor = basis.day(f"{SIGNAAL}.afgegevenOp"), worker(basis)
    due = None if given is None else terms.werkdagen(given, terms.assessment)
    yield _step(StepKind.BEKENDHEID_BEOORDELEN, actor, given, due, basis, "002:L56, L641")


def _sharing(basis: Basis, terms: Terms) -> Iterator[Step]:
    found, actor = basis.day(f"{BEKENDHEID}.beoordeeldOp"), worker(basis)
    due = None if found is None else terms.werkdagen(found, terms.sharing)
    yield _step(StepKind.INFORMATIE_DELEN, actor, found, due, basis, "002:L791-L815; design 10.2")


def _duiding(basis: Basis, terms: Terms) -> Iterator[Step]:
    """Where it stalls (002:L909-L919): who leads plans it, the reclasseringswerker records it, the casemanager confirms."""
    held = basis.day(f"{DUIDING}.gehoudenOp")
    recorded = held is not None and basis.yes(f"{DUIDING}.akkoord3ro")
    if recorded and basis.value(f"{DUIDING}.akkoordDji") != "NEE":
        due = None if held is None else terms.werkdagen(held, terms.duiding)
        yield _step(StepKind.DUIDING_BEVESTIGEN, _CASEMANAGER, held, due, basis, "002:L805-L809; design 10.2")
        return
    since = basis.day(f"{HEROPENING}.heropendOp") or basis.day(f"{BEKENDHEID}.gedeeldOp")
    due = None if since is None else terms.werkdagen(since, terms.duiding)
    leader = _leader(basis)
    if held is None and leader is _CASEMANAGER and basis.day(f"{DUIDING}.geplandOp") is None:
        yield _step(StepKind.DUIDING_PLANNEN, leader, since, due, basis, "002:L923-L925, L1233; design 10.3")
    else:
        actor = worker(basis)
        yield _step(StepKind.DUIDING_VASTLEGGEN, actor, since, due, basis, "002:L815-L827; design 10.2")


def _decision(basis: Basis, _: Terms) -> Iterator[Step]:
    if basis.yes(f"{DUIDING}.actieveBijdrage"):
        since = basis.day(f"{DUIDING}.besluitOp")
        yield _step(StepKind.BIJDRAGE_AANVRAGEN, _CASEMANAGER, since, None, basis, "002:L839-L843")
    else:
        since, actor = basis.day(f"{DUIDING}.gehoudenOp"), _leader(basis)
        yield _step(StepKind.BIJDRAGE_BESLUITEN, actor, since, None, basis, "002:L807-L809, L835")


def _contribution(basis: Basis, terms: Terms) -> Iterator[Step]:
    """Started and aligned before the first trajectgesprek, which is held within four weeks (002:L998-L1000, L1097)."""
    stands, actor, start = contributions(basis), worker(basis), start_of_clock(basis)
    due = None if start is None else terms.weeks(start, terms.plan)
    started = (BijdrageStatus.IN_UITVOERING, BijdrageStatus.AFGESTEMD, BijdrageStatus.GELEVERD)
    if not stands or any(stand not in started for stand in stands.values()):
        asked = [basis.day(f"{item}.aanvraag.aanvraagOp") for item, stand in stands.items() if stand not in started]
        if not stands:
            asked = [basis.day(f"{DUIDING}.deelnameAfgesprokenOp")]
        since = min((day for day in asked if day is not None), default=None)
        yield _step(StepKind.BIJDRAGE_STARTEN, actor, since, due, basis, "002:L994-L998")
    if BijdrageStatus.IN_UITVOERING in stands.values():
        yield _step(StepKind.BEVINDINGEN_AFSTEMMEN, actor, None, due, basis, "002:L998-L1000")


def _talk(basis: Basis, terms: Terms) -> Iterator[Step]:
    # Otherwise the rhythm asks for it: every plan but that of a short stay has a first trajectgesprek.
    start = start_of_clock(basis)
    if start is not None and is_short(basis, start, terms):
        due = terms.weeks(start, terms.plan)
        yield _step(StepKind.TRAJECTGESPREK_HOUDEN, _CASEMANAGER, start, due, basis, "002:L1002, L1097")


def _delivery(basis: Basis, _: Terms) -> Iterator[Step]:
    aligned = [basis.day(f"{item}.resultaat.afgestemdOp") for item in contributions(basis)]
    since = max((day for day in aligned if day is not None), default=None)
    yield _step(StepKind.INBRENG_LEVEREN, worker(basis), since, None, basis, "002:L1002-L1004")


def _concept(basis: Basis, _: Terms) -> Iterator[Step]:
    delivered = [basis.day(f"{item}.resultaat.geleverdOp") for item in contributions(basis)]
    since = max((day for day in delivered if day is not None), default=None)
    yield _step(StepKind.CONCEPT_IN_MDO_BRENGEN, _CASEMANAGER, since, None, basis, "002:L1004-L1006")


_WAITS: Final[Mapping[S, Waits]] = {
    S.INSTROOM: _signaal,
    S.SIGNAAL_AFGEGEVEN: _assessment,
    S.INFORMATIE_VERZAMELEN: _sharing,
    S.INFORMATIE_GEDEELD: _duiding,
    S.GEDUID: _decision,
    S.BIJDRAGE_AANGEVRAAGD: _contribution,
    S.BIJDRAGE_IN_UITVOERING: _contribution,
    S.TRAJECTGESPREK_GEHOUDEN: _delivery,
    S.INBRENG_GELEVERD: _concept,
}


def _reassess(basis: Basis) -> Iterator[Step]:
    """Preventief gehecht became onherroepelijk veroordeeld after the stop: 3RO is more often active then (002:L950-L958)."""
    if basis.value("detentie.instroomtitel") != "VOORLOPIG_GEHECHT":
        return
    if basis.value("detentie.statusGedetineerde") != "ONHERROEPELIJK_VEROORDEELD":
        return
    changed = basis.recorded_on("detentie.statusGedetineerde")
    stopped = basis.day(f"{DUIDING}.besluitOp") or basis.day(f"{BEKENDHEID}.beoordeeldOp")
    if changed is not None and stopped is not None and changed > stopped:
        kind = StepKind.BIJDRAGE_HERBEOORDELEN
        yield _step(kind, _CASEMANAGER, changed, None, basis, "002:L950-L958, L2548-L2550")


def _effort(document: Node, today: date) -> Iterator[Step]:
    """Inzet that DJI asked for and that nobody started or refused, whatever became of Samen starten (002:L1105-L1109)."""
    for item in Basis(document).items(INZET):
        basis = Basis(document)
        is_closed(basis)
        asked = basis.day(f"{item}.aanvraag.gevraagdOp")
        if asked is None or detention_over(basis, today):
            continue
        refused = basis.value(f"{item}.status") in ("AFGEWEZEN", "AFGEROND")
        if refused or basis.day(f"{item}.gestartOp") is not None:
            continue
        actor = worker(basis)
        yield Step(StepKind.INZET_STARTEN, actor, asked, None, basis.rests_on, "002:L1105-L1109", about=item)
