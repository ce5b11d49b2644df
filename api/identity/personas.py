"""The personas of the development issuer: one for every kind of user that the access matrix tells apart.

Source of the doelen: access.md §1. The OINs are those of the development table (`organisations.json`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from policies.context import AssuranceLevel, Purpose, Role


class PersonaError(ValueError):
    """An unknown persona, or a doel that it may not ask; the message (Dutch) names what can be chosen."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to be in development: `purposes` go into the token unless others are asked for, out of `allowed`.

    `person`: the SKN of a betrokkene, who looks at the plans about himself.
    """

    name: str
    description: str
    oin: str
    role: Role
    purposes: frozenset[Purpose]
    allowed: frozenset[Purpose]
    person: str | None = None

    @property
    def level(self) -> AssuranceLevel | None:
        """How surely a persona is logged in; a system does not log in."""
        return None if self.role is Role.SYSTEEM else AssuranceLevel.SUBSTANTIEEL

    def purposes_for(self, asked: Collection[str] | None) -> frozenset[Purpose]:
        """Return the doelen for a token: those asked for, or the persona's own; PersonaError when one is not allowed."""
        if asked is None:
            return self.purposes
        if not frozenset(asked) <= self.allowed:
            allowed = ", ".join(sorted(self.allowed))
            raise PersonaError(f"{self.name} mag niet alle gevraagde doelen vragen; toegestaan zijn: {allowed}")
        return frozenset(Purpose(name) for name in asked)


_DJI: Final = "00000099100000000000"
_PI_ARNHEM: Final = "00000099100000001000"
_PI_ZAANSTAD: Final = "00000099100000002000"
_RN: Final = "00000099200000001000"
_SVG: Final = "00000099200000002000"
_LJR: Final = "00000099200000003000"
_ARNHEM: Final = "00000099300000202000"
_NIJMEGEN: Final = "00000099300000268000"
_UTRECHT: Final = "00000099300000344000"
_INSPECTIE: Final = "00000099400000001000"
_INZAGE: Final = "00000099500000001000"


def _dji(name: str, description: str, oin: str, role: Role) -> Persona:
    own = frozenset({Purpose.PLAN_UITVOEREN})
    others = {
        Purpose.SAMEN_STARTEN,
        Purpose.ORGANISEREN_ZORG,
        Purpose.OVERLEG_INZET,
        Purpose.ESSENTIELE_VOORWAARDEN,
    }
    return Persona(name, description, oin, role, own, own | others)


def _reclassering(name: str, description: str, oin: str, role: Role = Role.RECLASSERINGSWERKER) -> Persona:
    own = frozenset({Purpose.ESSENTIELE_VOORWAARDEN, Purpose.OVERLEG_INZET, Purpose.SAMEN_STARTEN})
    if role is Role.TOEZICHTHOUDER:
        own |= {Purpose.UITVOERING_TOEZICHT}
    return Persona(name, description, oin, role, own, own | {Purpose.ORGANISEREN_ZORG})


def _gemeente(name: str, description: str, oin: str, role: Role = Role.NAZORGCOORDINATOR) -> Persona:
    own = frozenset({Purpose.ESSENTIELE_VOORWAARDEN})
    return Persona(name, description, oin, role, own, own | {Purpose.ORGANISEREN_ZORG, Purpose.OVERLEG_INZET})


def _single(name: str, description: str, oin: str, role: Role, purpose: Purpose, person: str | None = None) -> Persona:
    return Persona(name, description, oin, role, frozenset({purpose}), frozenset({purpose}), person)


_ALL: Final = (
    _dji("casemanager-arnhem", "Casemanager van PI Arnhem", _PI_ARNHEM, Role.CASEMANAGER),
    _dji("backoffice-arnhem", "Backoffice van PI Arnhem", _PI_ARNHEM, Role.BACKOFFICE),
    _dji("mentor-arnhem", "Mentor in PI Arnhem", _PI_ARNHEM, Role.MENTOR),
    _dji("hoofd-denr-arnhem", "Hoofd Detentie & Re-integratie van PI Arnhem", _PI_ARNHEM, Role.HOOFD_DENR),
    _dji("casemanager-zaanstad", "Casemanager van PI Zaanstad", _PI_ZAANSTAD, Role.CASEMANAGER),
    _reclassering("reclassering-rn-arnhem", "Reclasseringswerker van Reclassering Nederland", _RN),
    _reclassering("reclassering-svg-arnhem", "Reclasseringswerker van Stichting Verslavingsreclassering GGZ", _SVG),
    _reclassering("reclassering-ljr-arnhem", "Reclasseringswerker van het Leger des Heils", _LJR),
    _reclassering("toezichthouder-rn", "Toezichthouder van Reclassering Nederland", _RN, Role.TOEZICHTHOUDER),
    _gemeente("gemeente-arnhem", "Nazorgcoördinator van gemeente Arnhem", _ARNHEM),
    _gemeente("gemeente-nijmegen", "Nazorgcoördinator van gemeente Nijmegen", _NIJMEGEN),
    _gemeente("gemeente-utrecht", "Nazorgcoördinator van gemeente Utrecht", _UTRECHT),
    _gemeente("integrator-arnhem", "Systeem van gemeente Arnhem", _ARNHEM, Role.SYSTEEM),
    _single(
        "fg", "Functionaris gegevensbescherming van DJI", _DJI, Role.FUNCTIONARIS_GEGEVENSBESCHERMING, Purpose.BEHEER
    ),
    _single(
        "fg-gemeente-arnhem",
        "Functionaris gegevensbescherming van gemeente Arnhem",
        _ARNHEM,
        Role.FUNCTIONARIS_GEGEVENSBESCHERMING,
        Purpose.BEHEER,
    ),
    _single(
        "inspectie",
        "Inspecteur van de Inspectie Justitie en Veiligheid",
        _INSPECTIE,
        Role.INSPECTEUR,
        Purpose.TOEZICHT_INSPECTIE,
    ),
    _single(
        "betrokkene",
        "Gedetineerde over wie het eerste demoplan gaat",
        _INZAGE,
        Role.BETROKKENE,
        Purpose.INZAGE_BETROKKENE,
        "88000001",
    ),
)

PERSONAS: Final[Mapping[str, Persona]] = MappingProxyType({persona.name: persona for persona in _ALL})
"""Every persona by name."""


def persona_named(name: str) -> Persona:
    """Return the persona with this name; PersonaError names all of them."""
    try:
        return PERSONAS[name]
    except KeyError:
        raise PersonaError(f"onbekende persona; kies uit: {', '.join(PERSONAS)}") from None
