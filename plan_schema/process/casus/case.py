"""The case that is made of a plan: traits as far as the crowd allows, and the situation in values of lists.

No text is passed on, whoever wrote it: a text that was not written for this may name anybody. Nor are numbers, dates and names. What is
shown is named here one by one, so that a new field of the plan is not in a case until somebody decides so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from plan_schema.process.casus.crowd import Crowd
from plan_schema.process.casus.traits import BASE_PATHS, OFFENCE_PATH, OffenceKind, Traits, offence_of, traits_of
from plan_schema.process.sheets.leefgebieden import SECTION_OF
from plan_schema.process.sheets.seen import Seen
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken

SITUATION: Final = {
    "identiteitsbewijs": ("aanwezig", "aanvraagStatus"),
    "onderdak": ("verblijfNaDetentie", "behoudMogelijk", "ingeschrevenAlsWoningzoekende"),
    "werkEnInkomen": ("uitkeringAanvraag", "bankrekening", "voorschot"),
    "schulden": ("schuldenAanwezig", "ondersteuningGewenst", "schuldhulpverlening"),
    "zorgverzekering": ("herstart",),
    "zorg": ("zorgNodig", "indicatie"),
    "sociaalNetwerk": (),
}
"""What a case tells of each leefgebied beside how it stands: values of lists, which say what is arranged."""

_SHARED: Final = ("standVanZaken", "hulpvraagStatus")
_COMMUNICATION: Final = "screening.communicatiebehoefte"

CORE: Final = BASE_PATHS
"""What a case cannot do without: who may never read these gets none."""

CASE_PATHS: Final = frozenset(
    {*BASE_PATHS, OFFENCE_PATH, _COMMUNICATION, "contacten[].rol", "contacten[].tot"}
    | {f"{section}.{name}" for section, names in SITUATION.items() for name in (*_SHARED, *names)}
)
"""Every field that a case rests on."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a list in a leefgebied: the name of the field and the value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CasePart:
    """One leefgebied; `withheld`: the asker may see nothing of it."""

    kind: LeefgebiedSoort
    withheld: bool
    standing: StandVanZaken | None
    request: HulpvraagStatus | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case. Of the traits what is None is not told; `adapted`: whether information must be adapted to him, None: withheld."""

    traits: Traits
    offence: OffenceKind | None
    adapted: bool | None
    roles: tuple[ContactRol, ...]
    parts: tuple[CasePart, ...]


def case_of(seen: Seen, crowd: Crowd, today: date) -> Case | None:
    """The case, of what the asker may see; None when there are too few people for one."""
    if not crowd.told:
        return None
    told = crowd.of(traits_of(seen.plan, today))
    offence = None if seen.hides(OFFENCE_PATH) else crowd.offence(told, offence_of(seen.plan))
    return Case(
        traits=told,
        offence=offence,
        adapted=None if seen.hides(_COMMUNICATION) else seen.value(_COMMUNICATION) is not None,
        roles=_roles(seen, today),
        parts=tuple(_part(seen, kind, section) for kind, section in SECTION_OF.items()),
    )


def _roles(seen: Seen, today: date) -> tuple[ContactRol, ...]:
    """Who is on the case, by role; how many of each is not told."""
    items = (Seen(item) for item in seen.items("contacten"))
    here = {item.text("rol") for item in items if (item.text("tot") or today.isoformat()) >= today.isoformat()}
    return tuple(role for role in ContactRol if role in here)


def _part(seen: Seen, kind: LeefgebiedSoort, section: str) -> CasePart:
    standing, request = (seen.text(f"{section}.{name}") for name in _SHARED)
    values = ((name, seen.text(f"{section}.{name}")) for name in SITUATION[section])
    return CasePart(
        kind=kind,
        withheld=seen.hides_all(f"{section}.{name}" for name in (*_SHARED, *SITUATION[section])),
        standing=None if standing is None else StandVanZaken(standing),
        request=None if request is None else HulpvraagStatus(request),
        facts=tuple(Fact(name, value) for name, value in values if value is not None),
    )
