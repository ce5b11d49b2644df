"""The page arranged for reading: per indicator what it means, a plot, and the same figures as a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from api.indicators.labels import Names, name_of
from api.indicators.plot import Plot, plot, words
from api.indicators.service import Publication
from plan_schema.process.indicators.catalogue import INDICATORS, Indicator
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Figure
from plan_schema.process.indicators.publication import Series

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ABBREVIATION: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is about, and the figure in cells."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A plot with its table beside it; `note` in their place when there is nothing to draw."""

    title: str
    plot: Plot | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One indicator."""

    indicator: Indicator
    panels: tuple[Panel, ...]


def chapters(publication: Publication, names: Names) -> list[Chapter]:
    """Every indicator that was asked, in order."""
    found = {name: list(series) for name, series in groupby(publication.series, lambda each: each.measure.indicator)}
    return [Chapter(INDICATORS[name], tuple(_panels(found.get(name, []), names))) for name in publication.selection.ids]


def _panels(found: Sequence[Series], names: Names) -> Iterator[Panel]:
    if not found:
        return
    indicator = INDICATORS[found[0].measure.indicator]
    if not any(entry.total for series in found for entry in series.entries):
        yield Panel("Alle plannen", None, (), (), "In geen van deze perioden zijn er genoeg plannen om iets te tonen.")
        return
    if len(found) == 1:
        figures = [(entry.period, entry.total) for entry in found[0].entries[_first(found) :]]
        yield _panel("Per periode", "Periode", figures, indicator.unit)
    else:
        yield _of_parts(found, indicator.unit)
    for series in found:
        yield from _splits(series, indicator.unit, names)


def _of_parts(found: Sequence[Series], unit: str) -> Panel:
    """The parts of the last period as a plot, all periods as a table."""
    last = _last(found)
    latest = [(_part(series), series.entries[last].total) for series in found]
    period = found[0].entries[last].period
    rows = tuple(
        Row(found[0].entries[place].period, tuple(words(series.entries[place].total, unit) for series in found))
        for place in range(_first(found), len(found[0].entries))
    )
    columns = ("Periode", *(_part(series) for series in found))
    return Panel(f"Per deel, {period}", plot(f"Per deel, {period}", latest, unit), columns, rows)


def _splits(series: Series, unit: str, names: Names) -> Iterator[Panel]:
    """Each dimension in the last period that shows anything."""
    if not _shown([series]):
        return
    entry = series.entries[_last([series])]
    for split in entry.splits:
        part = f"{_part(series)}, " if series.measure.part else ""
        title = f"{part}{title_of(split.dimension).lower()}, {entry.period}"
        if split.figures:
            figures = [(name_of(split.dimension, figure, names), figure) for figure in split.figures]
            yield _panel(title, title_of(split.dimension), figures, unit)
        else:
            yield Panel(title, None, (), (), "Niet uit te splitsen zonder een te kleine groep te tonen.")


def _panel(title: str, head: str, figures: Sequence[tuple[str, Figure | None]], unit: str) -> Panel:
    rows = tuple(
        Row(name, (words(figure, unit), *(("–", "–") if figure is None else _counts(figure))))
        for name, figure in figures
    )
    return Panel(title, plot(title, figures, unit), (head, "Uitkomst", "Teller", "Noemer"), rows)


def _counts(figure: Figure) -> tuple[str, str]:
    return "–" if figure.numerator is None else str(figure.numerator), str(figure.denominator)


def _shown(found: Sequence[Series]) -> list[int]:
    """The places of the periods in which anything shows."""
    places = range(len(found[0].entries))
    return [place for place in places if any(series.entries[place].total for series in found)]


def _first(found: Sequence[Series]) -> int:
    return min(_shown(found), default=0)


def _last(found: Sequence[Series]) -> int:
    return max(_shown(found), default=0)


def _part(series: Series) -> str:
    part = series.measure.part
    # Abbreviations stay, names of values and of sections become words.
    spaced = part.replace("_", " ") if part.isupper() else _HUMP.sub(" ", part)
    return spaced if len(spaced) < _ABBREVIATION else spaced.lower()


def title_of(dimension: Dimension) -> str:
    """What a dimension is called."""
    return dimension.replace("_", " ").capitalize()
