"""Plots: figures as bars with their place and size worked out, for a template that draws them as SVG.

Drawn by hand, as the picture of the benchmark is: a plotting library writes its style into the SVG, which the content security policy
of the page keeps out, and a picture of its own would be asked without the token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plan_schema.process.indicators.disclosure import Bound, Figure

_ROW: Final = 30
_TOP: Final = 8
_LETTER: Final = 8
_SCALE: Final = 300
_VALUE: Final = 160
_LETTERS: Final = 32
"""Letters of a label that fit beside a bar; the table has all of it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a plot; `bound`: the bar ends where the share at most, or at least, is. `length` None: there is nothing to show."""

    label: str
    value: str
    y: int
    length: int | None
    bound: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of horizontal bars: readable without colour, since every bar has its value in words beside it."""

    title: str
    told: str
    height: int
    width: int
    start: int
    end: int
    bars: tuple[Bar, ...]


def plot(title: str, figures: Sequence[tuple[str, Figure | None]], unit: str) -> Plot:
    """The figures as bars from top to bottom; a share has the width of a hundred percent, medians that of the greatest."""
    most = max([abs(figure.median) for _, figure in figures if figure and figure.median is not None], default=0)
    bars = tuple(
        Bar(
            label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…",
            words(figure, unit),
            _TOP + _ROW * number,
            _length(figure, most),
            figure is not None and figure.bound is not None,
        )
        for number, (label, figure) in enumerate(figures)
    )
    start = 2 * _LETTER + _LETTER * max((len(bar.label) for bar in bars), default=0)
    told = "; ".join(f"{label}: {words(figure, unit)}" for label, figure in figures)
    height = _TOP + _ROW * len(bars) + _TOP
    return Plot(title, told, height, start + _SCALE + _VALUE, start, start + _SCALE, bars)


def words(figure: Figure | None, unit: str) -> str:
    """What a figure says."""
    if figure is None:
        return "te weinig plannen"
    if figure.median is not None:
        return f"{figure.median} {unit}"
    match figure.bound:
        case Bound.HOOGSTENS:
            return f"hoogstens {figure.percentage}%"
        case Bound.MINSTENS:
            return f"minstens {figure.percentage}%"
        case None:
            return "teller niet te tonen" if figure.percentage is None else f"{figure.percentage}%"


def _length(figure: Figure | None, most: int) -> int | None:
    if figure is None:
        return None
    if figure.median is not None:
        return round(_SCALE * abs(figure.median) / most) if most else 0
    return None if figure.percentage is None else round(_SCALE * figure.percentage / 100)
