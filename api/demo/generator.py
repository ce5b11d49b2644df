"""Generated plans: as many as somebody wants, the same for the same seed, with the frequencies of the reports."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from api.demo.authors import CASEMANAGER_OF, GEMEENTE_OF, RECLASSERING_OF, SIGNALLER_OF
from api.demo.generated_answers import gemeente_patch, reclassering_patch
from api.demo.generated_person import Person, Persons
from api.demo.generated_registration import registration_patch
from api.demo.step import Step

_DJI_SYSTEM: Final = "TULP"
_3RO_SYSTEM: Final = "IRIS"
_GEMEENTE_SYSTEM: Final = "Nazorgregistratie"

# Not from a report: how far a plan has come when it is looked at.
_WITH_RECLASSERING: Final = 0.85
_WITH_GEMEENTE: Final = 0.6


def generate(number: int, seed: int, today: date) -> Iterator[list[Step]]:
    """The histories of `number` plans, two to four steps each, as they could stand on `today`.

    A registration with the intake by the casemanager; the signaal with the assignment; what a 3RO organisation knows and
    the SOM; the answer of the gemeente. Plans are made one by one: a million takes no memory.
    """
    rng = Random(seed)  # noqa: S311 - demo data must be repeatable, not secret
    persons = Persons(rng, seed, today)
    for index in range(number):
        yield _history(rng, persons.next(index))


def _history(rng: Random, person: Person) -> list[Step]:
    steps = [
        Step(
            CASEMANAGER_OF[person.inrichting],
            person.skn,
            registration_patch(rng, person),
            registration=True,
            explanation="Registratie en integrale intake",
            reference_date=person.day(person.entered),
            source_system=_DJI_SYSTEM,
        ),
        Step(
            SIGNALLER_OF[person.inrichting],
            person.skn,
            {
                "samenStarten": {
                    "signaal": {
                        "afgegevenOp": f"{person.day(person.signalled)}T{8 + person.index % 8:02d}:15:00+00:00",
                        "afgegevenDoor": f"Backoffice {person.inrichting}",
                    },
                    "toewijzing": {
                        "organisaties": [person.reclassering],
                        "toegewezenOp": person.day(person.signalled),
                        "instroompunt": f"Instroompunt {person.inrichting}",
                    },
                }
            },
            explanation="Signaal nieuwe detentie en toewijzing",
            reference_date=person.day(person.signalled),
            source_system=_DJI_SYSTEM,
        ),
    ]
    if rng.random() < _WITH_RECLASSERING:
        steps.append(
            Step(
                RECLASSERING_OF[person.reclassering],
                person.skn,
                reclassering_patch(rng, person),
                explanation="Bekendheid, RISC en SOM deel 2",
                reference_date=person.day(person.assessed),
                source_system=_3RO_SYSTEM,
            )
        )
    if person.herkomst in GEMEENTE_OF and rng.random() < _WITH_GEMEENTE:
        steps.append(
            Step(
                GEMEENTE_OF[person.herkomst],
                person.skn,
                gemeente_patch(rng, person),
                explanation="Antwoord van de gemeente van herkomst",
                reference_date=person.day(person.assessed),
                source_system=_GEMEENTE_SYSTEM,
            )
        )
    return steps
