"""The publication as a file: one row for every figure, and one for every indicator that cannot be measured."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from api.indicators.labels import Names, name_of
from api.indicators.service import Publication
from plan_schema.process.indicators.catalogue import INDICATORS
from plan_schema.process.indicators.disclosure import Figure
from plan_schema.process.indicators.publication import Entry

COLUMNS: Final = (
    "id",
    "naam",
    "deel",
    "periode",
    "dimensie",
    "groep",
    "noemer",
    "teller",
    "percentage",
    "grens",
    "mediaan",
    "eenheid",
    "norm",
    "peildatum",
    "opmerking",
)
TOO_FEW: Final = "te weinig plannen"
UNDIVIDED: Final = "niet uit te splitsen"
NUMERATOR_WITHHELD: Final = "teller niet te tonen"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(publication: Publication, names: Names) -> str:
    """The file as text: comma separated (RFC 4180), with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(publication, names):
        writer.writerow({key: _plain(value) for key, value in row.items() if value is not None})
    return text.getvalue()


def _plain(value: str | int) -> str | int:
    # A spreadsheet would carry out a text that begins like a formula; names of inrichtingen are free text.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


_Row = dict[str, str | int | None]


def _rows(publication: Publication, names: Names) -> Iterator[_Row]:
    for name in publication.selection.ids:
        indicator = INDICATORS[name]
        head: _Row = {
            "id": indicator.id,
            "naam": indicator.name,
            "eenheid": indicator.unit,
            "norm": indicator.norm,
            "peildatum": publication.today.isoformat(),
        }
        if not indicator.measures:
            yield head | {"opmerking": f"niet meetbaar: {indicator.reason}"}
        for series in publication.series:
            if series.measure.indicator == name:
                for entry in series.entries:
                    own = head | {"deel": series.measure.part, "periode": entry.period}
                    yield from (own | row for row in _of_period(entry, names))


def _of_period(entry: Entry, names: Names) -> Iterator[_Row]:
    if entry.total is None:
        yield {"groep": "alle", "opmerking": TOO_FEW}
        return
    yield {"groep": "alle", **_cells(entry.total)}
    for split in entry.splits:
        if not split.figures:
            yield {"dimensie": split.dimension, "opmerking": UNDIVIDED}
        for figure in split.figures:
            yield {"dimensie": split.dimension, "groep": name_of(split.dimension, figure, names), **_cells(figure)}


def _cells(figure: Figure) -> _Row:
    withheld = figure.numerator is None and figure.median is None
    return {
        "noemer": figure.denominator,
        "teller": figure.numerator,
        "percentage": figure.percentage,
        "grens": figure.bound,
        "mediaan": figure.median,
        "opmerking": NUMERATOR_WITHHELD if withheld else None,
    }
