"""The people of the world that is asked about: nobody has these names, and everything of theirs can be told from anything else."""

from dataclasses import dataclass
from typing import Any, Final

from tests.api.client import detention


@dataclass(frozen=True, slots=True)
class Person:
    """One gedetineerde, with somebody who belongs to him."""

    name: str
    first_names: str
    bsn: str
    skn: str
    street: str
    contact: str

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that must not be found anywhere."""
        return self.name, self.first_names, self.bsn, self.skn, self.street, self.contact

    def registration(self) -> dict[str, Any]:
        """What DJI registers."""
        given = detention(self.skn)
        given["betrokkene"] |= {
            "geslachtsnaam": self.name,
            "voornamen": self.first_names,
            "burgerservicenummer": self.bsn,
        }
        given["onderdak"] = {"toelichting": f"Kan wonen in de {self.street} bij {self.contact}"}
        return given


PEOPLE: Final = (
    Person("Zwartenbroek", "Ewoudinus", "999990342", "7650012345", "Kwikstaartdreef", "Brechtjedina"),
    Person("Oolthuijsen", "Philomeen", "999990457", "7650012346", "Pimpelmeeshof", "Gerbrechta"),
    Person("Çelikbaşoğlu", "Nurgülüm", "999990895", "7650012347", "Wielewaalplantsoen", "Tijsjebert"),
)
UNKNOWN: Final = Person("Vredebregtsz", "Lambertuszoon", "999991322", "7650012348", "Roerdompkade", "Adelheidis")
"""Somebody of whom there is no plan: asked about and mistyped."""
VALUES: Final = tuple(value for person in (*PEOPLE, UNKNOWN) for value in person.values)
