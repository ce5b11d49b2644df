"""The publication: the counts of a period range, through disclosure control, as series per measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from plan_schema.process.indicators.catalogue import Measure
from plan_schema.process.indicators.counting import Count, Tally
from plan_schema.process.indicators.dimensions import PARENT, Dimension, parent_value
from plan_schema.process.indicators.disclosure import Figure, figures_of, orphan, whole
from plan_schema.process.indicators.periods import PeriodLength, period_of


@dataclass(frozen=True, slots=True)
class Split:
    """What is published of one dimension; no figures: it cannot be parted without showing a small group."""

    dimension: Dimension
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One period of a series; `total` None: too few plans, and then nothing else shows either."""

    period: str
    total: Figure | None
    splits: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time."""

    measure: Measure
    entries: tuple[Entry, ...]


def publish(
    counted: Count,
    measures: Iterable[Measure],
    dimensions: Sequence[Dimension],
    periods: Sequence[str],
    length: PeriodLength,
    threshold: int,
) -> list[Series]:
    """What of these counts may be published, for whole periods only."""
    tables: dict[tuple[Measure, str, Dimension | None], dict[str, Tally]] = {}
    for (measure, month, dimension, value), tally in counted.items():
        table = tables.setdefault((measure, period_of(month, length), dimension), {})
        table.setdefault(value, Tally()).add(tally)

    def entry(measure: Measure, period: str) -> Entry:
        total = whole(tables.get((measure, period, None), {}).get("", Tally()), threshold)
        if total is None:
            return Entry(period, None, ())
        return Entry(
            period,
            total,
            tuple(
                Split(
                    dimension,
                    tuple(
                        figures_of(
                            tables.get((measure, period, dimension), {}),
                            threshold,
                            partial(parent_value, dimension) if dimension in PARENT else orphan,
                        )
                    ),
                )
                for dimension in dimensions
            ),
        )

    return [Series(measure, tuple(entry(measure, period) for period in periods)) for measure in measures]
