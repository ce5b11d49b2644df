"""Who has the regie: casusregie by phase and justitiële titel, procesregie, and the gemeente on which both come down.

Two concepts that stay apart (001:L354, L545, L715): procesregie lies with the gemeente in all phases, casusregie moves at release. At
every moment exactly one party has the casusregie: while nobody knows whether there is a titel, it stays where it was.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.process.basis import Basis
from plan_schema.sections.afronding import RegieHouder
from plan_schema.values import Node

_RELEASE: Final = "detentie.datumInvrijheidstelling"
_TITLED: Final = frozenset({"VOORWAARDELIJKE_GEVANGENISSTRAF", "VOORWAARDELIJKE_INVRIJHEIDSTELLING"})
_OBLIGATORY: Final = frozenset(
    {
        "VOORWAARDELIJKE_INVRIJHEIDSTELLING",
        "VOORWAARDELIJKE_VEROORDELING",
        "PENITENTIAIR_PROGRAMMA",
        "SCHORSING_VOORLOPIGE_HECHTENIS",
        "ISD_EXTRAMURAAL",
    }
)
_VOLUNTARY: Final = frozenset({"VRIJWILLIG", "GEEN"})


class RegieSoort(StrEnum):
    """Welke regie."""

    CASUSREGIE = "CASUSREGIE"
    PROCESREGIE = "PROCESREGIE"


@dataclass(frozen=True, slots=True)
class Regie:
    """Who has a regie and since when, with the reason (Dutch) and the source. `gemeente`: which one, where it is a gemeente."""

    kind: RegieSoort
    holder: RegieHouder
    gemeente: str | None
    since: date | None
    reason: str
    source: str
    rests_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecordedRegie:
    """What the plan itself says of a regie, and whether that is what the rules come to."""

    kind: RegieSoort
    holder: RegieHouder
    agrees: bool
    rests_on: frozenset[str]


def final_release(basis: Basis) -> date | None:
    """The day of release, when it is final; an expected date ends nothing."""
    day = basis.day(_RELEASE)
    return day if basis.text("detentie.einddatumStatus") == "DEFINITIEF" else None


def released(basis: Basis, today: date) -> date | None:
    """The day of release, when it is final and has come."""
    day = final_release(basis)
    return day if day is not None and day <= today else None


def responsible_gemeente(basis: Basis) -> str | None:
    """The gemeente on which the traject falls: that of vestiging once it has confirmed, until then that of herkomst.

    A gemeente that has not accepted somebody cannot end the duty of the one where he last lived (001:L631, 004:L19).
    """
    herkomst = basis.text("terugkeer.herkomstgemeente")
    vestiging = basis.text("terugkeer.vestigingsgemeente")
    confirmed = basis.yes("terugkeer.vestigingsgemeenteBevestigd")
    return vestiging if vestiging is not None and (confirmed or herkomst is None) else herkomst


def casusregie(document: Node, today: date) -> Regie:
    """Who has the casusregie on a day; always exactly one (001:L469, L711; design §10.10)."""
    basis = Basis(document)
    out = released(basis, today)
    if out is None:
        return _by_dji(basis)
    title = basis.text("detentie.justitieleTitelNaDetentie")
    if title == "GEEN":
        return _by_gemeente(basis, out, "Er is geen justitiële titel na detentie.")
    if title in _TITLED:
        return _while_supervised(basis, out, today, "Er is een justitiële titel na detentie.")
    framework = basis.text("toezicht.kader")
    if framework in _OBLIGATORY:
        return _while_supervised(basis, out, today, "Er is verplicht reclasseringstoezicht na detentie.")
    if framework in _VOLUNTARY:
        return _by_gemeente(basis, out, "Er is geen verplicht reclasseringstoezicht na detentie.")
    return Regie(
        RegieSoort.CASUSREGIE,
        RegieHouder.DJI,
        None,
        None,
        "Het is niet vastgelegd of er een justitiële titel is: tot dat vaststaat, houdt de inrichting de casusregie.",
        "001:L717, L841; design 10.10",
        basis.rests_on,
    )


def casusregie_by_supervision(document: Node, today: date) -> Regie | None:
    """The casusregie as far as the toezichtkader alone tells, for who may not read the titel; None when it does not tell."""
    basis = Basis(document)
    out = released(basis, today)
    if out is None:
        return _by_dji(basis)
    framework = basis.text("toezicht.kader")
    if framework in _OBLIGATORY:
        return _by_reclassering(basis, out, "Er is verplicht reclasseringstoezicht na detentie.")
    if framework in _VOLUNTARY:
        return _by_gemeente(basis, out, "Er is geen verplicht reclasseringstoezicht na detentie.")
    return None


def procesregie(document: Node, _: date) -> Regie:
    """Who has the procesregie: the gemeente, in every phase (001:L354, L434)."""
    basis = Basis(document)
    return Regie(
        RegieSoort.PROCESREGIE,
        RegieHouder.GEMEENTE,
        responsible_gemeente(basis),
        basis.day("detentie.datumAanvang"),
        "De gemeente heeft de regie op het gehele proces, in nauwe samenwerking met de inrichting.",
        "001:L354, L434",
        basis.rests_on,
    )


def regie(document: Node, today: date) -> list[Regie]:
    """Every reading of who has the regie, the most certain of each kind first."""
    found = [casusregie(document, today), casusregie_by_supervision(document, today), procesregie(document, today)]
    return [entry for entry in found if entry is not None]


def recorded_regie(document: Node, today: date) -> list[RecordedRegie]:
    """What was recorded of each regie, beside what the rules come to; after a warm handover, what they come to on the day of release."""
    found = []
    for path, rule in (("overdracht.casusregie", casusregie), ("overdracht.procesregie", procesregie)):
        basis = Basis(document)
        recorded = basis.text(path)
        if recorded is None:
            continue
        computed = [rule(document, today)]
        if basis.day("overdracht.warmeOverdrachtOp") is not None:
            out = basis.day(_RELEASE)
            computed += [] if out is None else [rule(_as_final(document), max(out, today))]
        rests_on = basis.rests_on.union(*(entry.rests_on for entry in computed))
        agrees = any(entry.holder == recorded for entry in computed)
        found.append(RecordedRegie(computed[0].kind, RegieHouder(recorded), agrees, rests_on))
    return found


def casusregie_after_release(document: Node, today: date) -> Regie:
    """Who will have the casusregie when this person is released on the day that is expected."""
    out = Basis(document).day(_RELEASE)
    return casusregie(_as_final(document), today if out is None else max(out, today))


def _as_final(document: Node) -> Node:
    return {**document, "detentie": {**(document.get("detentie") or {}), "einddatumStatus": "DEFINITIEF"}}


def _by_dji(basis: Basis) -> Regie:
    return Regie(
        RegieSoort.CASUSREGIE,
        RegieHouder.DJI,
        None,
        basis.day("detentie.datumAanvang"),
        "Tijdens detentie heeft de casemanager van de inrichting de casusregie.",
        "001:L120, L545, L715",
        basis.rests_on,
    )


def _while_supervised(basis: Basis, out: date, today: date, reason: str) -> Regie:
    end = basis.day("toezicht.einde")
    if end is not None and end < today:
        return _by_gemeente(basis, end, "Het reclasseringstoezicht is geëindigd.")
    return _by_reclassering(basis, out, reason)


def _by_reclassering(basis: Basis, since: date, reason: str) -> Regie:
    return Regie(
        RegieSoort.CASUSREGIE,
        RegieHouder.RECLASSERING,
        None,
        since,
        f"{reason} De toezichthouder heeft de casusregie en stemt af met de gemeente.",
        "001:L469, L711, L839; design 10.10",
        basis.rests_on,
    )


def _by_gemeente(basis: Basis, since: date, reason: str) -> Regie:
    gemeente = responsible_gemeente(basis)
    return Regie(
        RegieSoort.CASUSREGIE,
        RegieHouder.GEMEENTE,
        gemeente,
        since,
        f"{reason} De gemeente heeft de casusregie.",
        "001:L469, L711, L839; design 10.10",
        basis.rests_on,
    )
