"""What has to be settled around release, so that somebody has the regie and knows it: titel, akkoorden, overdracht, overname."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from plan_schema.process.basis import Basis
from plan_schema.process.regie import casusregie, final_release
from plan_schema.process.step import Actor, Step, StepKind
from plan_schema.process.terms import STANDARD, Terms
from plan_schema.sections.afronding import RegieHouder
from plan_schema.values import Node

_CASEMANAGER: Final = Actor("DJI", "CASEMANAGER")
_RELEASE: Final = "detentie.datumInvrijheidstelling"
_TITLE: Final = "detentie.justitieleTitelNaDetentie"
_AGREEMENTS: Final = "overdracht.akkoorden"
_ADOPTED: Final = frozenset({"VASTGESTELD", "IN_UITVOERING", "BIJGESTELD", "OVERGEDRAGEN"})
_UNKNOWN: Final = frozenset({None, "ONBEKEND"})

_TITLE_BEFORE: Final = timedelta(days=105)
"""From then on it must be known what follows detention: the advice on v.i. is due then."""

_HANDOVER_BEFORE: Final = timedelta(weeks=6)
"""One MDO before release; the reports give no number (001:L465)."""

ROLE_OF: Final = {"DJI": "CASEMANAGER", "RECLASSERING": "RECLASSERINGSWERKER", "GEMEENTE": "NAZORGCOORDINATOR"}
"""Who acts for a party."""


def title_steps(document: Node, _: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """Somebody must record which titel there is after release, and no other than the toezichtkader that was recorded (001:L469)."""
    basis = Basis(document)
    title, framework, day = basis.text(_TITLE), basis.text("toezicht.kader"), basis.day(_RELEASE)
    if day is None or basis.text("status") == "AFGESLOTEN":
        return
    since = day - _TITLE_BEFORE
    if title in _UNKNOWN:
        yield Step(StepKind.TITEL_VASTLEGGEN, _CASEMANAGER, since, day, basis.rests_on, "001:L469, L711; design 10.10")
    elif framework not in _UNKNOWN and (title == "GEEN") != (framework in {"GEEN", "VRIJWILLIG"}):
        kind = StepKind.TITEL_EN_KADER_VERGELIJKEN
        yield Step(kind, _CASEMANAGER, since, day, basis.rests_on, "001:L469, L711; design 10.10")


def agreement_steps(document: Node, _: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """The casemanager asks every party to agree with an adopted plan, and each that was asked answers (design §10.9)."""
    yield from _to_ask(document)
    for item in Basis(document).items(_AGREEMENTS):
        basis = Basis(document)
        answer, party = basis.text(f"{item}.akkoord"), basis.text(f"{item}.partij")
        if answer not in _UNKNOWN or basis.text("status") == "AFGESLOTEN":
            continue
        # A betrokkene has no work list: his casemanager asks him.
        actor = Actor(party, ROLE_OF[party], basis.text(f"{item}.organisatie")) if party in ROLE_OF else _CASEMANAGER
        due = basis.day(_RELEASE)
        yield Step(StepKind.AKKOORD_GEVEN, actor, None, due, basis.rests_on, "design 10.9; 001:L442", about=item)


def _to_ask(document: Node) -> Iterator[Step]:
    basis = Basis(document)
    if basis.text("status") not in _ADOPTED:
        return
    assigned = basis.value("samenStarten.toewijzing.organisaties")
    needed = {"DJI", "GEMEENTE", *(["RECLASSERING"] if assigned else [])}
    asked = {entry["partij"] for entry in basis.every(_AGREEMENTS, "partij")}
    if not needed <= asked:
        due = basis.day(_RELEASE)
        yield Step(StepKind.AKKOORD_VRAGEN, _CASEMANAGER, None, due, basis.rests_on, "design 10.9; 001:L442")


def handover_steps(document: Node, _: date, _terms: Terms = STANDARD) -> Iterator[Step]:
    """The PI hands over before release; from that day who receives takes over, and supervision begins where there is a titel."""
    basis = Basis(document)
    day = basis.day(_RELEASE)
    if day is None or basis.text("status") == "AFGESLOTEN":
        return
    if basis.day("overdracht.warmeOverdrachtOp") is None:
        since = day - _HANDOVER_BEFORE
        yield Step(StepKind.WARME_OVERDRACHT, _CASEMANAGER, since, day, basis.rests_on, "001:L465, L679, L823")
    yield from _takeovers(document)
    yield from _supervision(document)


def _takeovers(document: Node) -> Iterator[Step]:
    for item in Basis(document).items(_AGREEMENTS):
        basis = Basis(document)
        party, out = basis.text(f"{item}.partij"), final_release(basis)
        if out is None or party not in {"GEMEENTE", "RECLASSERING"}:
            continue
        rests_on: frozenset[str] = frozenset()
        if party == "RECLASSERING":
            # A gemeente has its own task after release, whoever has the regie; reclassering only with a titel.
            regie = casusregie(document, out)
            if regie.holder is not RegieHouder.RECLASSERING:
                continue
            rests_on = regie.rests_on
        if basis.day(f"{item}.overgenomenOp") is not None:
            continue
        role = "NAZORGCOORDINATOR" if party == "GEMEENTE" else "TOEZICHTHOUDER"
        actor = Actor(party, role, basis.text(f"{item}.organisatie"))
        rests_on |= basis.rests_on
        yield Step(StepKind.OVERNEMEN, actor, out, out, rests_on, "001:L469, L679, L711", about=item)


def _supervision(document: Node) -> Iterator[Step]:
    basis = Basis(document)
    out = final_release(basis)
    if out is None:
        return
    regie = casusregie(document, out)
    if regie.holder is RegieHouder.RECLASSERING and basis.day("toezicht.start") is None:
        actor = Actor("RECLASSERING", "TOEZICHTHOUDER", basis.text("toezicht.toezichthouderOrganisatie"))
        rests_on = basis.rests_on | regie.rests_on
        yield Step(StepKind.TOEZICHT_STARTEN, actor, out, out, rests_on, "001:L679, L693, L703")
