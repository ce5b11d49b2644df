"""The informatieblad for the gemeente, as it was asked for: hulpvragen in words, who to call, until when, and what is missing.

The old form said yes or no, and named nobody (001:L136, L507, L541, L565-L567; I-12, I-31, I-71).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from plan_schema.process.sheets.leefgebieden import SECTION_OF
from plan_schema.process.sheets.missing import Missing, missing
from plan_schema.process.sheets.seen import Seen
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.detentie import EinddatumStatus
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken
from plan_schema.sections.terugkeer import TerugkeeradresStatus
from plan_schema.values import Node

_ROLES: Final = (
    ContactRol.CASEMANAGER,
    ContactRol.SENIOR_CASEMANAGER,
    ContactRol.RECLASSERINGSWERKER,
    ContactRol.ADVISEUR,
    ContactRol.TOEZICHTHOUDER,
    ContactRol.NAZORGCOORDINATOR,
    ContactRol.CONTACTPUNT_GEMEENTE,
)
"""Whose contact data a gemeente needs, in the order of the sheet."""

_CONTACT: Final = ("rol", "naam", "organisatienaam", "functie", "telefoon", "email", "vanaf", "tot")
_SHARED: Final = ("standVanZaken", "toelichting", "hulpvraag", "hulpvraagStatus", "gewensteActie", "vastgesteldOp")
_FURTHER: Final = {LeefgebiedSoort.SOCIAAL_NETWERK: ("hulpvraagThuissituatie", "hulpvraagGezinsleden")}
_PERSON: Final = ("geslachtsnaam", "voorvoegsel", "voornamen", "geboortedatum")
_DETENTION: Final = ("datumAanvang", "datumInvrijheidstelling", "einddatumStatus", "inrichting")
_RETURN: Final = ("herkomstgemeente", "vestigingsgemeente", "terugkeeradres", "terugkeeradresStatus", "postadres")
_COMMUNICATION: Final = "screening.communicatiebehoefte"

CORE: Final = ("detentie.inrichting", "detentie.datumInvrijheidstelling", "contacten[].rol")
"""What a sheet cannot do without: who may never read these gets none."""


def _paths() -> frozenset[str]:
    parts = {"betrokkene": _PERSON, "detentie": _DETENTION, "terugkeer": _RETURN, "contacten[]": _CONTACT}
    for kind, section in SECTION_OF.items():
        parts[section] = (*_SHARED, *_FURTHER.get(kind, ()))
    return frozenset(f"{group}.{name}" for group, names in parts.items() for name in names) | {_COMMUNICATION}


SHEET_PATHS: Final = _paths()
"""Every field that the sheet shows, or from whose absence it concludes something."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to call."""

    role: ContactRol
    name: str | None
    organisation: str | None
    function: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class LeefgebiedPart:
    """One leefgebied: how it stands, and what help is asked, in words.

    `further` are hulpvragen that this leefgebied has beside its own; `withheld`: the reader may see nothing of it.
    """

    kind: LeefgebiedSoort
    withheld: bool
    standing: StandVanZaken | None
    explanation: str | None
    request: str | None
    request_status: HulpvraagStatus | None
    further: tuple[str, ...]
    wanted: str | None
    screened_on: str | None


@dataclass(frozen=True, slots=True)
class Informatieblad:
    """What stands on the sheet. Dates are ISO text, gemeenten are codes; None: not recorded, not known, or withheld.

    `withheld`: the parts of the sheet, by section, of which the reader may not see everything.
    """

    family_name: str | None
    prefix: str | None
    given_names: str | None
    born_on: str | None
    begun_on: str | None
    ends_on: str | None
    end_status: EinddatumStatus | None
    inrichting: str | None
    from_gemeente: str | None
    to_gemeente: str | None
    address: str | None
    address_status: TerugkeeradresStatus | None
    postal_address: str | None
    contacts: tuple[Person, ...]
    parts: tuple[LeefgebiedPart, ...]
    communication: str | None
    missing: tuple[Missing, ...]
    withheld: tuple[str, ...]


def informatieblad(seen: Seen, today: date) -> Informatieblad:
    """The sheet of a plan, as far as its reader may see it, on a day."""
    contacts = _contacts(seen, today)
    end_status = seen.text("detentie.einddatumStatus")
    address_status = seen.text("terugkeer.terugkeeradresStatus")
    return Informatieblad(
        family_name=seen.text("betrokkene.geslachtsnaam"),
        prefix=seen.text("betrokkene.voorvoegsel"),
        given_names=seen.text("betrokkene.voornamen"),
        born_on=seen.text("betrokkene.geboortedatum"),
        begun_on=seen.text("detentie.datumAanvang"),
        ends_on=seen.text("detentie.datumInvrijheidstelling"),
        end_status=None if end_status is None else EinddatumStatus(end_status),
        inrichting=seen.text("detentie.inrichting"),
        from_gemeente=seen.text("terugkeer.herkomstgemeente"),
        to_gemeente=seen.text("terugkeer.vestigingsgemeente"),
        address=seen.text("terugkeer.terugkeeradres"),
        address_status=None if address_status is None else TerugkeeradresStatus(address_status),
        postal_address=seen.text("terugkeer.postadres"),
        contacts=tuple(contacts),
        parts=tuple(_part(seen, kind, section) for kind, section in SECTION_OF.items()),
        communication=seen.text(_COMMUNICATION),
        missing=tuple(missing(seen, [(person.role, person.phone or person.email) for person in contacts])),
        withheld=tuple(sorted({path.partition(".")[0].removesuffix("[]") for path in SHEET_PATHS & seen.withheld})),
    )


def _contacts(seen: Seen, today: date) -> list[Person]:
    found = [_person(item) for item in seen.items("contacten") if _active(item, today)]
    return sorted((person for person in found if person.role in _ROLES), key=lambda person: _ROLES.index(person.role))


def _active(item: Node, today: date) -> bool:
    until = item.get("tot")
    return not isinstance(until, str) or until >= today.isoformat()


def _person(item: Node) -> Person:
    # By way of Seen: what is recorded as unknown is no text to show.
    of = Seen(item).text
    return Person(
        ContactRol(of("rol") or ContactRol.ONBEKEND),
        of("naam"),
        of("organisatienaam"),
        of("functie"),
        of("telefoon"),
        of("email"),
    )


def _part(seen: Seen, kind: LeefgebiedSoort, section: str) -> LeefgebiedPart:
    standing, status = (seen.text(f"{section}.{name}") for name in ("standVanZaken", "hulpvraagStatus"))
    further = (seen.text(f"{section}.{name}") for name in _FURTHER.get(kind, ()))
    return LeefgebiedPart(
        kind=kind,
        withheld=seen.hides_all(f"{section}.{name}" for name in _SHARED),
        standing=None if standing is None else StandVanZaken(standing),
        explanation=seen.text(f"{section}.toelichting"),
        request=seen.text(f"{section}.hulpvraag"),
        request_status=None if status is None else HulpvraagStatus(status),
        further=tuple(text for text in further if text is not None),
        wanted=seen.text(f"{section}.gewensteActie"),
        screened_on=seen.text(f"{section}.vastgesteldOp"),
    )
