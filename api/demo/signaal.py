"""The daily list of DJI, signaal nieuwe detentie (002:L590-L602), to steps: the file that `importeer signaallijst` reads.

As it is a list per working day, each row says when the signaal was given.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from api.demo.authors import SIGNALLER_OF
from api.demo.errors import InputError
from api.demo.step import Step
from api.imports.rows import checked
from api.imports.source_file import read_file
from plan_schema.process.imports.layouts import SIGNAALLIJST
from plan_schema.process.imports.records import Reading, SourceRecord
from plan_schema.process.imports.settlement import opening

_INRICHTING: Final = "detentie.inrichting"
_GIVEN: Final = "samenStarten.signaal.afgegevenOp"
_ANY_DAY: Final = date.min.isoformat()


def read_signaal(file: Path) -> list[Step]:
    """Two steps per row: the registration, and the signaal itself. InputError names row, column and what was expected."""
    source = read_file(file, SIGNAALLIJST)
    # The day of a row is that of its signaal.
    found = checked(source, Reading(SIGNAALLIJST, source.form, _ANY_DAY, _ANY_DAY))
    for row in found.faulty:
        problem = row.problems[0]
        raise InputError(file, f"{row.place}, kolom {problem.path!r}", problem.expected or problem.message)
    return [step for record in found.records for step in _steps(file, record)]


def _steps(file: Path, record: SourceRecord) -> Iterator[Step]:
    inrichting = record.values[_INRICHTING]
    if inrichting not in SIGNALLER_OF:
        raise InputError(file, f"{record.place}, kolom 'PI'", f"een inrichting: {', '.join(SIGNALLER_OF)}")
    persona, given = SIGNALLER_OF[inrichting], record.values[_GIVEN].isoformat()
    said = {group: fields for group, fields in opening(record).items() if group != "samenStarten"}
    signal = {"samenStarten": {"signaal": {"afgegevenOp": given, "afgegevenDoor": f"Backoffice {inrichting}"}}}
    yield Step(
        persona,
        record.skn,
        said,
        registration=True,
        explanation="Registratie bij binnenkomst",
        reference_date=given[:10],
        source_system=SIGNAALLIJST.system,
    )
    yield Step(
        persona,
        record.skn,
        signal,
        explanation="Signaal nieuwe detentie",
        reference_date=given[:10],
        source_system=SIGNAALLIJST.system,
    )
