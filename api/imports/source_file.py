"""A file of another system, as the lines or objects that it holds, each with its place; CSV or JSON, by its name.

The character set (UTF-8 with or without a mark, else Windows-1252) and the separator are found out; what cannot be is refused.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from api.imports.faults import FaultCode, ImportRefused
from plan_schema.process.imports.layout import Layout
from plan_schema.process.imports.records import Form

SEPARATORS: Final = ";,\t|"
MOST_CHARACTERS: Final = 200_000_000

_ENVELOPE: Final = frozenset({"soort", "peildatum", "records"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line or object: where it stands, and what it says by heading or key. `broken`: it has more cells than headings."""

    place: str
    given: Mapping[str, object]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What is in a file: its form, its character set, the peildatum that it names for all its records, and those records."""

    form: Form
    encoding: str
    reference_date: str | None
    rows: tuple[Row, ...]


def read_file(path: Path, layout: Layout) -> SourceFile:
    """What a file of this layout holds, nothing checked but its shape. ImportRefused."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefused(FaultCode.BESTAND_ONLEESBAAR, path.name, error.strerror or "het is niet te lezen") from None
    text, encoding = _decoded(content, path.name)
    if not text.strip():
        raise ImportRefused(FaultCode.BESTAND_LEEG, path.name, "er staat niets in het bestand")
    if path.suffix.lower() == ".json":
        day, rows = _json(text, layout, path.name)
        return SourceFile(Form.JSON, encoding, day, rows)
    return SourceFile(Form.CSV, encoding, None, tuple(_csv(text, layout, path.name)))


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    if len(content) > MOST_CHARACTERS:
        raise ImportRefused(FaultCode.BESTAND_ONLEESBAAR, name, "groter dan 200 MB; splits het bestand")
    # What begins with these two bytes is UTF-16, in which every other byte of plain text is zero.
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in content:
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                continue
    raise ImportRefused(
        FaultCode.TEKENSET_ONBEKEND, name, "de tekenset is niet te herkennen; bewaar het als tekst in UTF-8"
    )


def _csv(text: str, layout: Layout, name: str) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, layout, name), strict=True)
    headings: list[str] = []
    begun = 1
    try:
        for cells in lines:
            place, begun = f"regel {begun}", lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not headings:
                headings = _trimmed([" ".join(cell.split()) for cell in cells])
                _check_headings(headings, layout, f"{name}, {place}")
                continue
            yield Row(place, dict(zip(headings, cells, strict=False)), broken=any(_trimmed(cells[len(headings) :])))
    except csv.Error:
        raise ImportRefused(
            FaultCode.GEEN_GELDIGE_CSV,
            f"{name}, regel {begun}",
            "een aanhalingsteken is niet goed gesloten, of een veld is te lang",
        ) from None


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end: what a spreadsheet makes of columns that were once used."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _separator(text: str, layout: Layout, name: str) -> str:
    first = next(line for line in text.splitlines() if line.strip())

    def known(separator: str) -> int:
        headings = next(csv.reader([first], delimiter=separator), [])
        return sum(" ".join(heading.split()) in layout.by_heading for heading in headings)

    best = max(SEPARATORS, key=known)
    if not known(best):
        raise ImportRefused(
            FaultCode.ANDERE_INDELING,
            f"{name}, regel 1",
            f"geen enkele kolom van {layout.name}, gescheiden door ; , tab of |; verwacht {', '.join(layout.by_heading)}",
        )
    return best


def _check_headings(headings: list[str], layout: Layout, place: str) -> None:
    given = [heading for heading in headings if heading]
    twice = sorted({heading for heading in given if given.count(heading) > 1 and heading in layout.by_heading})
    if twice:
        raise ImportRefused(FaultCode.KOLOM_DUBBEL, place, f"elke kolom één keer; meer dan eens: {', '.join(twice)}")
    unknown = [str(number) for number, heading in enumerate(headings, 1) if heading not in layout.by_heading]
    if unknown:
        # By number: a file without headings has a person there.
        raise ImportRefused(
            FaultCode.KOLOM_ONBEKEND,
            place,
            f"kolom {', '.join(unknown)} staat niet in de indeling; verwacht een van {', '.join(layout.by_heading)}",
        )
    missing = [column.heading for column in layout.columns if column.required and column.heading not in headings]
    if missing:
        raise ImportRefused(FaultCode.KOLOM_ONTBREEKT, place, f"nodig zijn ook de kolommen {', '.join(missing)}")


def _json(text: str, layout: Layout, name: str) -> tuple[str | None, tuple[Row, ...]]:
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ImportRefused(
            FaultCode.GEEN_GELDIGE_JSON,
            f"{name}, regel {error.lineno}, positie {error.colno}",
            "dit is geen geldige JSON",
        ) from None
    except (ValueError, RecursionError):
        raise ImportRefused(
            FaultCode.GEEN_GELDIGE_JSON, name, "een sleutel staat twee keer in een object, of de JSON is te diep genest"
        ) from None
    if isinstance(content, dict):
        wrong = content.keys() - _ENVELOPE or not isinstance(content.get("records"), list)
        if wrong or content.get("soort", layout.name) != layout.name:
            raise ImportRefused(
                FaultCode.ANDERE_INDELING,
                name,
                f"verwacht een object met records, en zo nodig peildatum en soort {layout.name!r}",
            )
    elif not isinstance(content, list):
        raise ImportRefused(
            FaultCode.ANDERE_INDELING, name, "verwacht een lijst van records, of een object met records"
        )
    records = content["records"] if isinstance(content, dict) else content
    day = content.get("peildatum") if isinstance(content, dict) else None
    if day is not None and not isinstance(day, str):
        raise ImportRefused(FaultCode.PEILDATUM_ONGELDIG, f"{name}, peildatum", "verwacht een datum als JJJJ-MM-DD")
    return day, tuple(_object(number, record) for number, record in enumerate(records, 1))


def _object(number: int, record: Any) -> Row:
    place = f"record {number}"
    return Row(place, record) if isinstance(record, dict) else Row(place, {}, broken=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError("no JSON")
