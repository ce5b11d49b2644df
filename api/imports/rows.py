"""The rows of a file as records: those that can be imported, and what is wrong with the others, each at its place."""

from dataclasses import dataclass

from api.imports.source_file import Row, SourceFile
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.imports.records import Form, Reading, SourceRecord, Unusable


@dataclass(frozen=True, slots=True)
class Checked:
    """The records of a file, in order, and the places of those that cannot be imported with what is wrong."""

    records: tuple[SourceRecord, ...]
    unusable: tuple[tuple[str, tuple[Problem, ...]], ...]


def checked(file: SourceFile, reading: Reading) -> Checked:
    """What a file holds, every record checked by itself and against those before it."""
    records: dict[tuple[str, ...], SourceRecord] = {}
    unusable = []
    for row in file.rows:
        try:
            record = _record(row, file.form, reading)
        except Unusable as error:
            unusable.append((row.place, error.problems))
            continue
        first = records.setdefault(record.identity, record)
        if first is not record:
            unusable.append((row.place, (_twice(first.place),)))
    return Checked(tuple(records.values()), tuple(unusable))


def _record(row: Row, form: Form, reading: Reading) -> SourceRecord:
    if row.broken:
        csv = form is Form.CSV
        message = "De regel heeft meer cellen dan er kolommen zijn." if csv else "Dit record is geen object."
        expected = "zoveel cellen als kolommen, tekst met een scheidingsteken tussen aanhalingstekens"
        raise Unusable(
            (Problem("", ProblemCode.ONGELDIGE_WAARDE, message, expected if csv else "een object met sleutels"),)
        )
    return reading.record(row.given, row.place)


def _twice(place: str) -> Problem:
    return Problem(
        "",
        ProblemCode.WAARDE_KOMT_DUBBEL_VOOR,
        f"Dit record staat al in het bestand, op {place}.",
        "elk record één keer",
    )
