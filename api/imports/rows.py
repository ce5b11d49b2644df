"""The rows of a file as records: those that can be imported, and what is wrong with the others, each at its place."""

from dataclasses import dataclass

from api.imports.source_file import Row, SourceFile
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.imports.records import Form, Reading, SourceRecord, Unusable


@dataclass(frozen=True, slots=True)
class Checked:
    """The records of a file, in order, and those that cannot be imported."""

    records: tuple[SourceRecord, ...]
    faulty: tuple["Faulty", ...]


@dataclass(frozen=True, slots=True)
class Faulty:
    """A record that cannot be imported: where it stands, its number if a report can name it, and what is wrong."""

    place: str
    mark: str | None
    problems: tuple[Problem, ...]


def checked(file: SourceFile, reading: Reading) -> Checked:
    """What a file holds, every record checked by itself and against those before it."""
    records: dict[tuple[str, ...], SourceRecord] = {}
    faulty = []
    for row in file.rows:
        try:
            record = _record(row, file.form, reading)
        except Unusable as error:
            faulty.append(Faulty(row.place, reading.mark(row.given), error.problems))
            continue
        first = records.setdefault(record.identity, record)
        if first is not record:
            faulty.append(Faulty(row.place, record.mark, (_twice(first.place),)))
    return Checked(tuple(records.values()), tuple(faulty))


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
