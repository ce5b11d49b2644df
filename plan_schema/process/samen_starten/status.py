"""Where Samen starten stands: three statuses that follow from the plan and are never set by themselves.

They are independent (002:L165-L167): the reclassering can go on while Samen starten has stopped, and the plan has a status of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.plan import PlanStatus
from plan_schema.process.basis import Basis
from plan_schema.sections.samen_starten import BijdrageStatus
from plan_schema.sections.uitvoering import GrondInzet, InzetStatus
from plan_schema.values import Node


class SamenStartenStatus(StrEnum):
    """Stand van Samen starten."""

    INSTROOM = "INSTROOM"
    """Betrokkene is ingesloten; er is nog geen signaal."""
    GEEN_SIGNAAL_GEGEVEN = "GEEN_SIGNAAL_GEGEVEN"
    """Er is met een reden afgezien van het signaal."""
    SIGNAAL_AFGEGEVEN = "SIGNAAL_AFGEGEVEN"
    """De reclassering kan de mate van bekendheid beoordelen."""
    GESTOPT_GEEN_RELEVANTE_INFORMATIE = "GESTOPT_GEEN_RELEVANTE_INFORMATIE"
    """Gestopt na stap 1; de casemanager kan heropenen."""
    INFORMATIE_VERZAMELEN = "INFORMATIE_VERZAMELEN"
    """De reclassering verzamelt wat zij kan delen."""
    INFORMATIE_GEDEELD = "INFORMATIE_GEDEELD"
    """De gezamenlijke duiding is aan de beurt."""
    GEDUID = "GEDUID"
    """De duiding is vastgelegd en door beide partijen bevestigd."""
    GESTOPT_GEEN_ACTIEVE_BIJDRAGE = "GESTOPT_GEEN_ACTIEVE_BIJDRAGE"
    """Gestopt na stap 2; de casemanager kan heropenen."""
    BIJDRAGE_AANGEVRAAGD = "BIJDRAGE_AANGEVRAAGD"
    """Een bijdrage van de reclassering is gevraagd of afgesproken."""
    BIJDRAGE_IN_UITVOERING = "BIJDRAGE_IN_UITVOERING"
    """De reclassering werkt aan een bijdrage."""
    BEVINDINGEN_AFGESTEMD = "BEVINDINGEN_AFGESTEMD"
    """De bevindingen zijn afgestemd met de casemanager."""
    TRAJECTGESPREK_GEHOUDEN = "TRAJECTGESPREK_GEHOUDEN"
    """Het eerste trajectgesprek is gehouden."""
    INBRENG_GELEVERD = "INBRENG_GELEVERD"
    """De inbreng van de reclassering is bij de casemanager."""
    CONCEPT_IN_MDO = "CONCEPT_IN_MDO"
    """Het concept-plan met de inbreng is in het MDO gebracht."""
    UITVOERING = "UITVOERING"
    """De reclassering voert inzet uit, op wettelijke taak of op verzoek."""
    DETENTIE_BEEINDIGD = "DETENTIE_BEEINDIGD"
    """De detentie is geëindigd."""


class Reclasseringsbetrokkenheid(StrEnum):
    """Of de reclassering bij betrokkene bezig is, ook buiten Samen starten om."""

    GEEN = "GEEN"
    """De reclassering is niet bezig."""
    LOPEND = "LOPEND"
    """De reclassering is bezig met een bijdrage, met inzet of met toezicht."""


ENDS: Final = frozenset(
    {
        SamenStartenStatus.GEEN_SIGNAAL_GEGEVEN,
        SamenStartenStatus.GESTOPT_GEEN_RELEVANTE_INFORMATIE,
        SamenStartenStatus.GESTOPT_GEEN_ACTIEVE_BIJDRAGE,
        SamenStartenStatus.DETENTIE_BEEINDIGD,
    }
)
"""The named ends: from these nothing has to follow, though from all but the last it can."""

SS: Final = "samenStarten"
SIGNAAL: Final = f"{SS}.signaal"
BEKENDHEID: Final = f"{SS}.bekendheid"
DUIDING: Final = f"{SS}.duiding"
BIJDRAGEN: Final = f"{SS}.bijdragen"
HEROPENING: Final = f"{SS}.heropening"
BEEINDIGING: Final = f"{SS}.beeindiging"
GESPREKKEN: Final = "overleggen.gesprekken"
MDO: Final = "overleggen.mdo"
INZET: Final = "reclasseringsinzet"

GROUNDS: Final = frozenset({GrondInzet.WETTELIJKE_TAAK, GrondInzet.SPECIFIEKE_NOODZAAK_DENR_PLAN})
"""On which the reclassering carries out inzet (002:L1101-L1109)."""

_PROGRESS: Final[Mapping[str | None, int]] = {
    BijdrageStatus.IN_UITVOERING: 1,
    BijdrageStatus.AFGESTEMD: 2,
    BijdrageStatus.GELEVERD: 3,
}
_AFTER_START: Final = frozenset(
    {
        SamenStartenStatus.TRAJECTGESPREK_GEHOUDEN,
        SamenStartenStatus.INBRENG_GELEVERD,
        SamenStartenStatus.CONCEPT_IN_MDO,
        SamenStartenStatus.GESTOPT_GEEN_RELEVANTE_INFORMATIE,
        SamenStartenStatus.GESTOPT_GEEN_ACTIEVE_BIJDRAGE,
    }
)


def status_of(basis: Basis, today: date) -> SamenStartenStatus:
    """The status of Samen starten, read through a basis that keeps what it follows from; no more of it than is needed."""
    if detention_over(basis, today):
        return SamenStartenStatus.DETENTIE_BEEINDIGD
    if basis.value(f"{SIGNAAL}.afgegevenOp") is None:
        refrained = basis.value(f"{SIGNAAL}.redenGeenSignaal") is not None
        return SamenStartenStatus.GEEN_SIGNAAL_GEGEVEN if refrained else SamenStartenStatus.INSTROOM
    stage = _stage(basis, today)
    if stage in _AFTER_START and _effort_started(basis, today):
        return SamenStartenStatus.UITVOERING
    return stage


def detention_over(basis: Basis, today: date) -> bool:
    """Whether the day of release has come for certain."""
    release = basis.day("detentie.datumInvrijheidstelling")
    return release is not None and release <= today and basis.value("detentie.einddatumStatus") == "DEFINITIEF"


def _stage(basis: Basis, today: date) -> SamenStartenStatus:
    follow = basis.value(f"{HEROPENING}.vervolg")
    if follow != "BIJDRAGE":
        shares = basis.value(f"{BEKENDHEID}.informatieDelen")
        if shares not in ("JA", "NEE"):
            return SamenStartenStatus.SIGNAAL_AFGEGEVEN
        if follow != "DUIDING":
            if shares == "NEE":
                return SamenStartenStatus.GESTOPT_GEEN_RELEVANTE_INFORMATIE
            if basis.value(f"{BEKENDHEID}.gedeeldOp") is None:
                return SamenStartenStatus.INFORMATIE_VERZAMELEN
        if not _interpreted(basis):
            return SamenStartenStatus.INFORMATIE_GEDEELD
    if basis.value(f"{DUIDING}.actieveBijdrage") == "NEE":
        return SamenStartenStatus.GESTOPT_GEEN_ACTIEVE_BIJDRAGE
    return _contribution(basis, today)


def _interpreted(basis: Basis) -> bool:
    # Joint: held, and confirmed by each for itself (002:L805-L809).
    held = basis.day(f"{DUIDING}.gehoudenOp") is not None
    return held and basis.yes(f"{DUIDING}.akkoord3ro") and basis.yes(f"{DUIDING}.akkoordDji")


def _contribution(basis: Basis, today: date) -> SamenStartenStatus:
    progress = [_PROGRESS.get(stand, 0) for stand in contributions(basis).values()]
    if not progress:
        agreed = basis.yes(f"{DUIDING}.deelnameTrajectgesprek")
        return SamenStartenStatus.BIJDRAGE_AANGEVRAAGD if agreed else SamenStartenStatus.GEDUID
    if max(progress) == 0:
        return SamenStartenStatus.BIJDRAGE_AANGEVRAAGD
    if min(progress) < _PROGRESS[BijdrageStatus.AFGESTEMD]:
        return SamenStartenStatus.BIJDRAGE_IN_UITVOERING
    if first_talk(basis, today) is None:
        return SamenStartenStatus.BEVINDINGEN_AFGESTEMD
    if min(progress) < _PROGRESS[BijdrageStatus.GELEVERD]:
        return SamenStartenStatus.TRAJECTGESPREK_GEHOUDEN
    if any(item["inbrengVerwerkt"] in ("JA", "NEE") for item in basis.every(MDO, "inbrengVerwerkt")):
        return SamenStartenStatus.CONCEPT_IN_MDO
    return SamenStartenStatus.INBRENG_GELEVERD


def contributions(basis: Basis) -> dict[str, str | None]:
    """The contributions that were not dropped, by the paths of their items, with where each stands."""
    items = basis.every(BIJDRAGEN, "resultaat.status")
    return {
        item["id"]: item["resultaat.status"] for item in items if item["resultaat.status"] != BijdrageStatus.VERVALLEN
    }


def first_talk(basis: Basis, today: date) -> date | None:
    """The day on which the first trajectgesprek was held; None when it was not."""
    talks = basis.every(GESPREKKEN, "soort", "eerste", "datum")
    held = [
        date.fromisoformat(talk["datum"])
        for talk in talks
        if talk["soort"] == "TRAJECTGESPREK" and talk["eerste"] == "JA" and talk["datum"] is not None
    ]
    return min((day for day in held if day <= today), default=None)


def _effort_started(basis: Basis, today: date) -> bool:
    started = basis.every(INZET, "grond", "gestartOp")
    return any(
        item["grond"] in GROUNDS and item["gestartOp"] is not None and item["gestartOp"] <= today.isoformat()
        for item in started
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the statuses, with the paths that it follows from, in the order in which they were looked at."""

    value: str
    rests_on: tuple[str, ...]


def samen_starten_status(document: Node, today: date) -> Standing:
    """The status of Samen starten (002; table of `samen-starten.md` §1.8)."""
    basis = Basis(document)
    return Standing(status_of(basis, today), basis.looked_at)


def involvement(document: Node, today: date) -> Standing:
    """Whether the reclassering is at work, also outside Samen starten (002:L165-L167)."""
    basis = Basis(document)
    running = any(item["status"] == InzetStatus.LOPEND for item in basis.every(INZET, "status"))
    start, end = basis.day("toezicht.start"), basis.day("toezicht.einde")
    supervised = start is not None and start <= today and (end is None or end >= today)
    stands = contributions(basis).values()
    contributing = any(stand in (BijdrageStatus.IN_UITVOERING, BijdrageStatus.AFGESTEMD) for stand in stands)
    busy = running or supervised or contributing
    value = Reclasseringsbetrokkenheid.LOPEND if busy else Reclasseringsbetrokkenheid.GEEN
    return Standing(value, basis.looked_at)


def plan_status(document: Node, _: date) -> Standing:
    """Where the D&R-plan itself stands; ONBEKEND where nobody recorded it."""
    basis = Basis(document)
    return Standing(basis.text("status") or PlanStatus.ONBEKEND, basis.looked_at)
