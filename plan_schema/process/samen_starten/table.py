"""The transitions of Samen starten: from which status an event leads where, and who makes it.

After the table of `samen-starten.md` §1.8. `needs` says in Dutch what an event asks for, `writes` which fields it writes whatever
the plan holds. Who may write these is decided by the policy; `who` is what the process means, and a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plan_schema.process.samen_starten.status import (
    BEEINDIGING,
    BEKENDHEID,
    BIJDRAGEN,
    DUIDING,
    GESPREKKEN,
    HEROPENING,
    INZET,
    MDO,
    SIGNAAL,
)
from plan_schema.process.samen_starten.status import SamenStartenStatus as S


class Event(StrEnum):
    """Opdracht in Samen starten, met de naam van de mutatie."""

    GEEF_SIGNAAL = "geefSignaalNieuweDetentie"
    ZIE_AF_VAN_SIGNAAL = "zieAfVanSignaal"
    BEOORDEEL_BEKENDHEID = "beoordeelBekendheid"
    DEEL_INFORMATIE = "deelInformatie"
    LEG_DUIDING_VAST = "legGezamenlijkeDuidingVast"
    BEVESTIG_DUIDING = "bevestigGezamenlijkeDuiding"
    BESLUIT = "besluitActieveBijdrage"
    VRAAG_ANALYSE = "vraagAanvullendeAnalyse"
    VRAAG_ADVIES = "vraagReclasseringsadviesAan"
    SPREEK_DEELNAME_AF = "spreekDeelnameTrajectgesprekAf"
    START_BIJDRAGE = "startBijdrage"
    STEM_BEVINDINGEN_AF = "stemBevindingenAf"
    REGISTREER_TRAJECTGESPREK = "registreerTrajectgesprek"
    LEVER_INBRENG = "leverInbreng"
    BRENG_CONCEPT_IN_MDO = "brengConceptInMDO"
    START_INZET = "startInzetUitvoering"
    HEROPEN = "heropenSamenStarten"
    BEEINDIG_DETENTIE = "beeindigDetentie"


BACKOFFICE, CASEMANAGER, HOOFD = "BACKOFFICE", "CASEMANAGER", "HOOFD_DENR"
RECLASSERINGSWERKER: Final = "RECLASSERINGSWERKER"
_PI: Final = frozenset({BACKOFFICE, CASEMANAGER, HOOFD})
_CASE: Final = frozenset({CASEMANAGER, HOOFD})
"""The hoofd D&R can do what a casemanager can (access.md §2)."""
_3RO: Final = frozenset({RECLASSERINGSWERKER})
_BOTH: Final = _CASE | _3RO
_CONTRIBUTING: Final = frozenset({S.GEDUID, S.BIJDRAGE_AANGEVRAAGD, S.BIJDRAGE_IN_UITVOERING})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `target`: where it leads, several where that follows from what is given with it."""

    event: Event
    sources: frozenset[S]
    target: frozenset[S]
    who: frozenset[str]
    needs: str
    writes: frozenset[str]
    source: str


def _row(
    event: Event, sources: Iterable[S], target: Iterable[S], who: frozenset[str], needs: str, writes: str, source: str
) -> Transition:
    return Transition(event, frozenset(sources), frozenset(target), who, needs, frozenset(writes.split()), source)


TRANSITIONS: Final[tuple[Transition, ...]] = (
    _row(
        Event.GEEF_SIGNAAL,
        {S.INSTROOM, S.GEEN_SIGNAAL_GEGEVEN},
        {S.SIGNAAL_AFGEGEVEN},
        _PI,
        "naam, SKN-nummer, inrichting of afdeling, en als titel voorlopig gehecht of onherroepelijk veroordeeld",
        f"{SIGNAAL}.afgegevenOp {SIGNAAL}.afgegevenDoor",
        "002:L590-L602",
    ),
    _row(
        Event.ZIE_AF_VAN_SIGNAAL,
        {S.INSTROOM},
        {S.GEEN_SIGNAAL_GEGEVEN},
        _PI,
        "een reden",
        f"{SIGNAAL}.redenGeenSignaal {SIGNAAL}.afgezienOp {SIGNAAL}.afgezienDoor",
        "002:L618-L622, L1927-L1931",
    ),
    _row(
        Event.BEOORDEEL_BEKENDHEID,
        {S.SIGNAAL_AFGEGEVEN},
        # Step 1 and 2a in one go must be possible (002:L746-L754).
        {S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, S.INFORMATIE_VERZAMELEN, S.INFORMATIE_GEDEELD},
        _3RO,
        "uitkomst, de drie criteria (niet als betrokkene niet bekend is) en een terugkoppeling; om te delen ook de aantekening RPI",
        " ".join(
            f"{BEKENDHEID}.{name}"
            for name in (
                *("uitkomst", "informatieDelen", "terugkoppeling", "terugkoppelingOp"),
                *("beoordeeldDoor", "beoordeeldOp"),
            )
        ),
        "002:L641-L706",
    ),
    _row(
        Event.DEEL_INFORMATIE,
        {S.INFORMATIE_VERZAMELEN},
        {S.INFORMATIE_GEDEELD},
        _3RO,
        "ten minste één stuk informatie",
        f"{BEKENDHEID}.gedeeldOp",
        "002:L813-L815, L883-L885",
    ),
    _row(
        Event.LEG_DUIDING_VAST,
        {S.INFORMATIE_GEDEELD},
        # Recorded by the reclasseringswerker; with the confirmation of DJI already there it is complete.
        {S.INFORMATIE_GEDEELD, S.GEDUID},
        _3RO,
        "samenvatting, onderbouwing van de conclusie en afspraken",
        " ".join(
            f"{DUIDING}.{name}" for name in ("gehoudenOp", "samenvatting", "onderbouwing", "afspraken", "akkoord3ro")
        ),
        "002:L805-L827",
    ),
    _row(
        Event.BEVESTIG_DUIDING,
        {S.INFORMATIE_GEDEELD},
        {S.GEDUID, S.INFORMATIE_GEDEELD},
        _CASE,
        "een vastgelegde duiding",
        f"{DUIDING}.akkoordDji",
        "002:L805-L809",
    ),
    _row(
        Event.BESLUIT,
        {S.GEDUID},
        {S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE, S.GEDUID},
        _BOTH,
        "een onderbouwing",
        f"{DUIDING}.actieveBijdrage {DUIDING}.besluitOp {DUIDING}.beslotenDoor",
        "002:L821-L823, L835",
    ),
    _row(
        Event.VRAAG_ANALYSE,
        _CONTRIBUTING,
        {S.BIJDRAGE_AANGEVRAAGD, S.BIJDRAGE_IN_UITVOERING},
        _CASE,
        "",
        f"{BIJDRAGEN}[].aanvraag.soort {BIJDRAGEN}[].aanvraag.aanvraagOp {BIJDRAGEN}[].aanvraag.aanvraagVia",
        "002:L839-L841",
    ),
    _row(
        Event.VRAAG_ADVIES,
        _CONTRIBUTING,
        {S.BIJDRAGE_AANGEVRAAGD, S.BIJDRAGE_IN_UITVOERING},
        _CASE,
        "het kenmerk van de aanvraag in JD-online",
        f"{BIJDRAGEN}[].aanvraag.soort {BIJDRAGEN}[].aanvraag.aanvraagOp {BIJDRAGEN}[].aanvraag.externeReferentie",
        "002:L841-L843",
    ),
    _row(
        Event.SPREEK_DEELNAME_AF,
        {S.GEDUID},
        {S.BIJDRAGE_AANGEVRAAGD},
        _BOTH,
        "",
        f"{DUIDING}.deelnameTrajectgesprek {DUIDING}.deelnameAfgesprokenOp",
        "002:L843-L845",
    ),
    _row(
        Event.START_BIJDRAGE,
        {S.BIJDRAGE_AANGEVRAAGD, S.BIJDRAGE_IN_UITVOERING},
        {S.BIJDRAGE_IN_UITVOERING},
        _3RO,
        "een bijdrage die nog niet is gestart",
        f"{BIJDRAGEN}[].resultaat.status",
        "002:L994-L998",
    ),
    _row(
        Event.STEM_BEVINDINGEN_AF,
        {S.BIJDRAGE_IN_UITVOERING},
        {S.BEVINDINGEN_AFGESTEMD, S.BIJDRAGE_IN_UITVOERING, S.TRAJECTGESPREK_GEHOUDEN, S.UITVOERING},
        _3RO,
        "bevindingen",
        f"{BIJDRAGEN}[].resultaat.status {BIJDRAGEN}[].resultaat.bevindingen {BIJDRAGEN}[].resultaat.afgestemdOp",
        "002:L998-L1000",
    ),
    _row(
        Event.REGISTREER_TRAJECTGESPREK,
        {S.BEVINDINGEN_AFGESTEMD},
        {S.TRAJECTGESPREK_GEHOUDEN, S.INBRENG_GELEVERD, S.CONCEPT_IN_MDO, S.UITVOERING},
        _BOTH,
        "de datum en ten minste één deelnemer",
        f"{GESPREKKEN}[].soort {GESPREKKEN}[].eerste {GESPREKKEN}[].datum",
        "002:L1002, L1036-L1042",
    ),
    _row(
        Event.LEVER_INBRENG,
        {S.TRAJECTGESPREK_GEHOUDEN},
        {S.INBRENG_GELEVERD, S.TRAJECTGESPREK_GEHOUDEN, S.CONCEPT_IN_MDO},
        _3RO,
        "",
        f"{BIJDRAGEN}[].resultaat.status {BIJDRAGEN}[].resultaat.geleverdOp",
        "002:L1002-L1004",
    ),
    _row(
        Event.BRENG_CONCEPT_IN_MDO,
        {S.INBRENG_GELEVERD},
        {S.CONCEPT_IN_MDO},
        _CASE,
        "of de inbreng is verwerkt, en zo niet waarom",
        f"{MDO}[].soort {MDO}[].datum {MDO}[].inbrengVerwerkt",
        "002:L1004-L1006",
    ),
    _row(
        Event.START_INZET,
        {
            *(S.TRAJECTGESPREK_GEHOUDEN, S.CONCEPT_IN_MDO),
            *(S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE),
        },
        {S.UITVOERING},
        _3RO,
        "soort en grond van de inzet",
        f"{INZET}[].soort {INZET}[].grond {INZET}[].status {INZET}[].gestartOp",
        "002:L165-L167, L1097-L1109",
    ),
    _row(
        Event.HEROPEN,
        {S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE},
        {S.INFORMATIE_GEDEELD, S.BIJDRAGE_AANGEVRAAGD, S.BIJDRAGE_IN_UITVOERING},
        _CASE,
        "de bijzonderheid uit de integrale intake",
        " ".join(f"{HEROPENING}.{name}" for name in ("heropendOp", "heropendDoor", "reden", "vervolg")),
        "002:L722-L732, L783-L785",
    ),
    _row(
        Event.BEEINDIG_DETENTIE,
        # Also when the day of release came by itself: somebody still says why it ended.
        S,
        {S.DETENTIE_BEEINDIGD},
        _PI,
        "een datum van invrijheidstelling die is bereikt, en een reden",
        " ".join(f"{BEEINDIGING}.{name}" for name in ("beeindigdOp", "beeindigdDoor", "reden")),
        "002:L704-L706",
    ),
)
"""Every transition."""

BY_EVENT: Final = {row.event: row for row in TRANSITIONS}
