"""The rhythm of the D&R-plan: which contacts, meetings and preparations are due when, and which were held.

Sources: `plan-and-som.md` §3.2 (000:L473-L510, L978-L998), `cooperation.md` §3.1 (001:L440-L465). A term warns, never blocks.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, TypeAlias

from plan_schema.process.basis import Basis
from plan_schema.process.samen_starten.status import GESPREKKEN, INZET, MDO, detention_over
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.process.track import is_closed, is_short, release_of, start_of_clock, worker
from plan_schema.values import Node

_CASEMANAGER: Final = Actor("DJI", "CASEMANAGER")

_SCREENED: Final = (
    *("identiteitsbewijs", "onderdak", "werkEnInkomen"),
    *("schulden", "zorgverzekering", "sociaalNetwerk"),
)
"""The leefgebieden that the intake maps: the basisvoorwaarden and the network; of care only its insurance (000:L480)."""

_SUPERVISED: Final = frozenset({"VOORWAARDELIJKE_INVRIJHEIDSTELLING", "VOORWAARDELIJKE_GEVANGENISSTRAF"})

Part: TypeAlias = Callable[["_Case"], Iterator[Step]]


class _Case:
    """One plan on one day; every step has a basis of its own, so that it rests on no more than it needs."""

    def __init__(self, looked: Basis, today: date, terms: Terms, start: date) -> None:
        self.today = today
        self.terms = terms
        self.start = start
        self._looked = looked

    def basis(self) -> Basis:
        """A basis that has looked at what every step rests on: the clock, whether the detention is over, how long the stay is."""
        return self._looked.copy()

    def held(self, basis: Basis, path: str, kind: str) -> list[date]:
        """The days on which meetings of a kind were held, in order."""
        days = [date.fromisoformat(item["datum"]) for item in basis.every(path, "soort", "datum") if _is(item, kind)]
        return sorted(day for day in days if day <= self.today)


def _is(item: object, kind: str) -> bool:
    return isinstance(item, dict) and item["soort"] == kind and isinstance(item["datum"], str)


def rhythm_steps(document: Node, today: date, terms: Terms = STANDARD) -> Iterator[Step]:
    """The steps of the rhythm, done and open; none once the detention is over, and for a short stay only what cannot wait."""
    basis = Basis(document)
    start = start_of_clock(basis)
    if start is None or is_closed(basis) or detention_over(basis, today):
        return
    short = is_short(basis, start, terms)
    case = _Case(basis, today, terms, start)
    for part in _MINIMAL if short else _FULL:
        yield from part(case)


def _contact(case: _Case) -> Iterator[Step]:
    basis, due = case.basis(), case.terms.werkdagen(case.start, case.terms.contact)
    done = basis.day("terugkeer.contactGemeenteOp")
    yield Step(StepKind.EERSTE_CONTACT, _CASEMANAGER, case.start, due, basis.rests_on, "001:L440", done)


def _intake(case: _Case) -> Iterator[Step]:
    basis, due = case.basis(), case.start + timedelta(days=case.terms.intake)
    screened = [basis.day(f"{leefgebied}.vastgesteldOp") for leefgebied in _SCREENED]
    known = [day for day in screened if day is not None]
    done = max(known) if len(known) == len(screened) else None
    yield Step(StepKind.INTAKE, _CASEMANAGER, case.start, due, basis.rests_on, "000:L480-L482; 001:L501", done)


def _som(case: _Case) -> Iterator[Step]:
    """In the third or fourth week, the casemanager first (000:L1177, L1277-L1278, L2061-L2064)."""
    since, due = case.start + timedelta(weeks=case.terms.som_from), case.terms.weeks(case.start, case.terms.som)
    basis = case.basis()
    first = basis.day("som.deel1.datumScreening")
    source = "000:L1177, L2061-L2064"
    yield Step(StepKind.SOM_INVULLEN, _CASEMANAGER, since, due, basis.rests_on, source, first, "som.deel1")
    if first is not None:
        second = basis.day("som.deel2.datumScreening")
        since, actor = max(since, first), worker(basis)
        yield Step(StepKind.SOM_INVULLEN, actor, since, due, basis.rests_on, source, second, "som.deel2")


def _joint(case: _Case) -> Iterator[Step]:
    basis, due = case.basis(), case.terms.weeks(case.start, case.terms.plan)
    done = next(iter(case.held(basis, GESPREKKEN, "GEZAMENLIJK_OVERLEG")), None)
    yield Step(StepKind.GEZAMENLIJK_OVERLEG, _CASEMANAGER, case.start, due, basis.rests_on, "001:L442, L791", done)


def _plan(case: _Case) -> Iterator[Step]:
    basis, due = case.basis(), case.terms.weeks(case.start, case.terms.plan)
    done = basis.day("vastgesteldOp")
    yield Step(StepKind.PLAN_OPSTELLEN, _CASEMANAGER, case.start, due, basis.rests_on, "Pbw 18a; 001:L452, L473", done)


def _talks(case: _Case) -> Iterator[Step]:
    """The first around the first MDO, then periodically (000:L497; 001:L463; 002:L1097)."""
    basis, terms = case.basis(), case.terms
    source = "000:L497; 001:L463; 002:L1097"
    held = case.held(basis, GESPREKKEN, "TRAJECTGESPREK")
    due = terms.weeks(case.start, terms.plan)
    first = held[0] if held else None
    yield Step(StepKind.TRAJECTGESPREK_HOUDEN, _CASEMANAGER, case.start, due, basis.rests_on, source, first)
    if held:
        due = terms.months(held[-1], terms.talk)
        yield Step(StepKind.TRAJECTGESPREK_HOUDEN, _CASEMANAGER, held[-1], due, basis.rests_on, source)


def _mdo(case: _Case) -> Iterator[Step]:
    """Week 4, week 9, then every six weeks; once in three months for langgestraften (000:L495-L496, L510; 001:L463)."""
    basis, terms = case.basis(), case.terms
    held = case.held(basis, MDO, "MDO")
    rests_on, source = basis.rests_on, "000:L495-L496"
    for kind, number, weeks in (
        (StepKind.MDO_WEEK_4, 0, terms.first_mdo),
        (StepKind.MDO_WEEK_9, 1, terms.second_mdo),
    ):
        since = case.start if number == 0 else held[0] if held else None
        if since is not None:
            due = terms.weeks(case.start, weeks)
            done = held[number] if len(held) > number else None
            yield Step(kind, _CASEMANAGER, since, due, rests_on, source, done)
    if len(held) > 1:
        groups = basis.value("detentie.doelgroep")
        long = isinstance(groups, list) and "LANGGESTRAFT" in groups
        last = held[-1]
        due = terms.months(last, terms.next_mdo_long) if long else terms.weeks(last, terms.next_mdo)
        source = "000:L510" if long else "000:L496; 001:L463"
        yield Step(StepKind.MDO_VERVOLG, _CASEMANAGER, last, due, basis.rests_on, source)


def _advice(case: _Case) -> Iterator[Step]:
    basis, terms = case.basis(), case.terms
    release, title = release_of(basis), basis.value("detentie.justitieleTitelNaDetentie")
    if release is None or title != "VOORWAARDELIJKE_INVRIJHEIDSTELLING":
        return
    due = release - timedelta(days=terms.early_release_advice)
    kinds = basis.every(INZET, "adviestype", "gestartOp", "aanvraag.gevraagdOp")
    known = [item["aanvraag.gevraagdOp"] or item["gestartOp"] for item in kinds if item["adviestype"] == "VI_ADVIES"]
    done = min((date.fromisoformat(day) for day in known if day is not None), default=None)
    since = due - timedelta(days=terms.supervisor)
    yield Step(StepKind.VI_ADVIES, worker(basis), since, due, basis.rests_on, "000:L978; 002:L1119", done)


def _supervisor(case: _Case) -> Iterator[Step]:
    """Assigned and introduced before release (000:L986, L998; 001:L695)."""
    basis, terms = case.basis(), case.terms
    release = release_of(basis)
    supervised = basis.yes("detentie.toezichtNaDetentie")
    if release is None or not (supervised or basis.value("detentie.justitieleTitelNaDetentie") in _SUPERVISED):
        return
    introduced = basis.day("toezicht.kennismakingOp")
    done = introduced if basis.text("toezicht.toezichthouderNaam") is not None else None
    due = release - timedelta(days=terms.supervisor)
    since = due - timedelta(days=terms.supervisor)
    kind = StepKind.TOEZICHTHOUDER_AANWIJZEN
    yield Step(kind, worker(basis), since, due, basis.rests_on, "000:L986, L998; 001:L695", done)


def _alignment(case: _Case) -> Iterator[Step]:
    """PI, reclassering and gemeente go through what was done, goes on and begins (001:L465, L823)."""
    basis, terms = case.basis(), case.terms
    release = release_of(basis)
    if release is None:
        return
    since = max(case.start, release - timedelta(days=terms.alignment))
    held = [day for day in case.held(basis, GESPREKKEN, "GEZAMENLIJK_OVERLEG") if day >= since]
    done = held[0] if held else None
    kind = StepKind.AFSTEMMING_VOOR_VRIJLATING
    yield Step(kind, _CASEMANAGER, since, release, basis.rests_on, "001:L465, L599, L823", done)


_MINIMAL: Final[tuple[Part, ...]] = (_contact, _intake, _alignment)
_FULL: Final[tuple[Part, ...]] = (
    *(_contact, _intake, _som, _joint, _plan, _talks, _mdo),
    *(_advice, _supervisor, _alignment),
)
