"""What an informatieblad still lacks, and whose turn it is to add it: the sheet went out thin, and nobody was told (001:L136, L507)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plan_schema.process.sheets.leefgebieden import NAME_OF, SECTION_OF
from plan_schema.process.sheets.seen import Seen
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.detentie import EinddatumStatus
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken
from plan_schema.sections.terugkeer import TerugkeeradresStatus


class Supplier(StrEnum):
    """Wie iets aan kan vullen dat nog ontbreekt."""

    DJI = "DJI"
    RECLASSERING = "RECLASSERING"
    GEMEENTE = "GEMEENTE"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: the path of the field, what to say of it (Dutch), and who can add it."""

    path: str
    message: str
    supplier: Supplier


_REACHABLE: Final = ("contacten[].rol", "contacten[].telefoon", "contacten[].email", "contacten[].tot")
_EXPECTED: Final = (
    ({ContactRol.CASEMANAGER, ContactRol.SENIOR_CASEMANAGER}, "de casemanager", Supplier.DJI),
    ({ContactRol.RECLASSERINGSWERKER, ContactRol.TOEZICHTHOUDER}, "de reclassering", Supplier.RECLASSERING),
    ({ContactRol.NAZORGCOORDINATOR, ContactRol.CONTACTPUNT_GEMEENTE}, "de gemeente", Supplier.GEMEENTE),
)


def missing(seen: Seen, reachable: Sequence[tuple[ContactRol, str | None]]) -> Iterator[Missing]:
    """What is missing, as far as the reader may know; of the contacts on the sheet role and a way to reach them are given."""
    if not seen.hides(*_REACHABLE):
        yield from _contacts(reachable)
    yield from _dates(seen)
    if not seen.hides("screening.communicatiebehoefte") and seen.value("screening.communicatiebehoefte") is None:
        yield Missing(
            "screening.communicatiebehoefte",
            "Er staat niet wat betrokkene nodig heeft om informatie te begrijpen.",
            Supplier.DJI,
        )
    yield from _return(seen)
    for kind, section in SECTION_OF.items():
        yield from _leefgebied(seen, section, NAME_OF[kind])


def _contacts(reachable: Sequence[tuple[ContactRol, str | None]]) -> Iterator[Missing]:
    for roles, who, supplier in _EXPECTED:
        ways = [way for role, way in reachable if role in roles]
        if not ways:
            yield Missing("contacten[].rol", f"Er staat geen contactpersoon van {who}.", supplier)
        elif not any(ways):
            yield Missing(
                "contacten[].telefoon", f"Van {who} staat er geen telefoonnummer en geen e-mailadres.", supplier
            )


def _dates(seen: Seen) -> Iterator[Missing]:
    end, status = "detentie.datumInvrijheidstelling", "detentie.einddatumStatus"
    if seen.hides(end, status):
        return
    if seen.value(end) is None:
        yield Missing(end, "De einddatum van de detentie is niet bekend.", Supplier.DJI)
    elif seen.value(status) in (None, EinddatumStatus.ONBEKEND):
        yield Missing(status, "Er staat niet of de einddatum verwacht of definitief is.", Supplier.DJI)


def _return(seen: Seen) -> Iterator[Missing]:
    address, status, gemeente = (
        f"terugkeer.{name}" for name in ("terugkeeradres", "terugkeeradresStatus", "vestigingsgemeente")
    )
    if not seen.hides(gemeente) and seen.value(gemeente) is None:
        yield Missing(gemeente, "De gemeente van vestiging is niet bekend.", Supplier.DJI)
    if seen.hides(address, status):
        return
    if seen.value(address) is None:
        yield Missing(address, "Er staat geen terugkeeradres.", Supplier.DJI)
    elif seen.value(status) != TerugkeeradresStatus.BEVESTIGD:
        yield Missing(status, "Het terugkeeradres is niet bevestigd.", Supplier.DJI)


def _leefgebied(seen: Seen, section: str, name: str) -> Iterator[Missing]:
    standing, request, status = (f"{section}.{field}" for field in ("standVanZaken", "hulpvraag", "hulpvraagStatus"))
    if seen.hides(standing, request, status):
        return
    if seen.value(standing) in (None, StandVanZaken.ONBEKEND):
        yield Missing(standing, f"{name}: de stand van zaken is niet bekend.", Supplier.DJI)
    answered = seen.value(status) in (HulpvraagStatus.GEEN_HULPVRAAG, HulpvraagStatus.BEANTWOORD)
    if seen.value(standing) == StandVanZaken.NIET_OP_ORDE and seen.value(request) is None and not answered:
        yield Missing(request, f"{name}: er staat niet in woorden welke hulp nodig is.", Supplier.DJI)
