"""A step of the work: what is to be done, whose turn it is, since when and by when, and what that follows from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class StepKind(StrEnum):
    """Soort stap die open kan staan."""

    SIGNAAL_GEVEN = "SIGNAAL_GEVEN"
    BEKENDHEID_BEOORDELEN = "BEKENDHEID_BEOORDELEN"
    INFORMATIE_DELEN = "INFORMATIE_DELEN"
    DUIDING_PLANNEN = "DUIDING_PLANNEN"
    DUIDING_VASTLEGGEN = "DUIDING_VASTLEGGEN"
    DUIDING_BEVESTIGEN = "DUIDING_BEVESTIGEN"
    BIJDRAGE_BESLUITEN = "BIJDRAGE_BESLUITEN"
    BIJDRAGE_AANVRAGEN = "BIJDRAGE_AANVRAGEN"
    BIJDRAGE_STARTEN = "BIJDRAGE_STARTEN"
    BEVINDINGEN_AFSTEMMEN = "BEVINDINGEN_AFSTEMMEN"
    TRAJECTGESPREK_HOUDEN = "TRAJECTGESPREK_HOUDEN"
    INBRENG_LEVEREN = "INBRENG_LEVEREN"
    CONCEPT_IN_MDO_BRENGEN = "CONCEPT_IN_MDO_BRENGEN"
    INZET_STARTEN = "INZET_STARTEN"
    BIJDRAGE_HERBEOORDELEN = "BIJDRAGE_HERBEOORDELEN"
    EERSTE_CONTACT = "EERSTE_CONTACT"
    INTAKE = "INTAKE"
    SOM_INVULLEN = "SOM_INVULLEN"
    GEZAMENLIJK_OVERLEG = "GEZAMENLIJK_OVERLEG"
    PLAN_OPSTELLEN = "PLAN_OPSTELLEN"
    MDO_WEEK_4 = "MDO_WEEK_4"
    MDO_WEEK_9 = "MDO_WEEK_9"
    MDO_VERVOLG = "MDO_VERVOLG"
    VI_ADVIES = "VI_ADVIES"
    TOEZICHTHOUDER_AANWIJZEN = "TOEZICHTHOUDER_AANWIJZEN"
    AFSTEMMING_VOOR_VRIJLATING = "AFSTEMMING_VOOR_VRIJLATING"
    CONTACT_INVULLEN = "CONTACT_INVULLEN"
    HULPVRAAG_BEANTWOORDEN = "HULPVRAAG_BEANTWOORDEN"
    ACTIE_UITVOEREN = "ACTIE_UITVOEREN"
    GEMEENTE_BEVESTIGEN = "GEMEENTE_BEVESTIGEN"
    GEMEENTE_UITZOEKEN = "GEMEENTE_UITZOEKEN"
    AKKOORD_VRAGEN = "AKKOORD_VRAGEN"
    AKKOORD_GEVEN = "AKKOORD_GEVEN"
    TITEL_VASTLEGGEN = "TITEL_VASTLEGGEN"
    TITEL_EN_KADER_VERGELIJKEN = "TITEL_EN_KADER_VERGELIJKEN"
    WARME_OVERDRACHT = "WARME_OVERDRACHT"
    OVERNEMEN = "OVERNEMEN"
    TOEZICHT_STARTEN = "TOEZICHT_STARTEN"


class Actor(NamedTuple):
    """Whose turn it is.

    `kind`: the kind of organisation, by its name in the policy (DJI, RECLASSERING, GEMEENTE); `role`: the role within it, None where
    any may; `oin`: the organisation itself, None where the plan does not say which (then: the PI, the 3RO of the PI, the gemeenten);
    `gemeente`: the code of one gemeente, for which a plan names no OIN.
    """

    kind: str
    role: str | None = None
    oin: str | None = None
    gemeente: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `rests_on`: every path that it follows from; `source`: report and line.

    `since`: the day from which it can be taken, `due`: the last day on which it is in time, `done_on`: the day on which it was done; each
    None where there is none. `about`: the path of the item that it concerns, where it concerns one.
    """

    kind: StepKind
    actor: Actor
    since: date | None
    due: date | None
    rests_on: frozenset[str]
    source: str
    done_on: date | None = None
    about: str | None = None

    def late(self, today: date) -> bool:
        """Whether it was, or is still to be, done after the last day on which it is in time."""
        return self.due is not None and (self.done_on or today) > self.due
