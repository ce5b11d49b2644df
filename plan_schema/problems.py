"""What is wrong with an input: a path, a stable code, and a Dutch message that says how to mend it.

A message never quotes the value: it may be a person's.
"""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """Stable codes of what can be wrong with a change to a plan."""

    DATUM_VOLGORDE = "datumVolgorde"
    GROEP_LEEG = "groepLeeg"
    LEGE_WIJZIGING = "legeWijziging"
    MOTIVERING_VERPLICHT = "motiveringVerplicht"
    ONBEKEND_VELD = "onbekendVeld"
    ONDERDEEL_BESTAAT_NIET = "onderdeelBestaatNiet"
    ONGELDIGE_WAARDE = "ongeldigeWaarde"
    STAP_NIET_MOGELIJK = "stapNietMogelijk"
    TEGENSTRIJDIG = "tegenstrijdig"
    VERPLICHT_VELD = "verplichtVeld"
    VERSIE_ONBEKEND = "versieOnbekend"
    VERWIJZING_ONBEKEND = "verwijzingOnbekend"
    WAARDE_KOMT_DUBBEL_VOOR = "waardeKomtDubbelVoor"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input."""

    path: str
    code: ProblemCode
    message: str
    expected: str | None = None
