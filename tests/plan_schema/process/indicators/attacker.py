"""Who wants to know more than is published: by linear algebra over exact figures, and by reasoning with bounds.

He is given more than anybody gets: the groups with their exact, unrounded counts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


def spans(known: Iterable[frozenset[str]], wanted: frozenset[str], values: Sequence[str]) -> bool:
    """Whether the count of some values follows from known counts by adding and subtracting any multiples of them."""
    rows = [[Fraction(value in group) for value in values] for group in known]
    target = [Fraction(value in wanted) for value in values]
    for column in range(len(values)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [_without(row, pivot, column) for row in rows]
        target = _without(target, pivot, column)
    return not any(target)


def _without(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column] / pivot[column]
    return [value - factor * other for value, other in zip(row, pivot, strict=True)]


@dataclass(frozen=True, slots=True)
class Known:
    """A published sum: which cells it adds up, and what it is."""

    cells: frozenset[int]
    total: int


class Bounds:
    """What counts can be, given what is known: the bounds of each cell, tightened until nothing changes."""

    def __init__(self, cells: Collection[int], known: Sequence[Known]) -> None:
        self._known = known
        self.low: dict[int, int] = dict.fromkeys(cells, 0)
        most = sum(fact.total for fact in known)
        self.high: dict[int, int] = dict.fromkeys(cells, most)
        while self._tighten():
            pass

    def _tighten(self) -> bool:
        changed = False
        for fact in self._known:
            low, high = (sum(bound[cell] for cell in fact.cells) for bound in (self.low, self.high))
            for cell in fact.cells:
                most = min(self.high[cell], fact.total - (low - self.low[cell]))
                least = max(self.low[cell], fact.total - (high - self.high[cell]))
                if (least, most) != (self.low[cell], self.high[cell]):
                    changed = True
                    low += least - self.low[cell]
                    high += most - self.high[cell]
                    self.low[cell], self.high[cell] = least, most
        return changed

    def width(self, cells: frozenset[int]) -> int:
        """How many different counts these cells together could have."""
        low, high = (sum(bound[cell] for cell in cells) for bound in (self.low, self.high))
        # What holds of a sum holds of its parts, and of the rest of every sum that they lie in.
        for fact in self._known:
            if cells <= fact.cells:
                rest = fact.cells - cells
                high = min(high, fact.total - sum(self.low[cell] for cell in rest))
                low = max(low, fact.total - sum(self.high[cell] for cell in rest))
            if fact.cells <= cells:
                low = max(low, fact.total + sum(self.low[cell] for cell in cells - fact.cells))
        return high - low + 1


def together(counts: Mapping[str, int], values: Iterable[str]) -> int:
    """The count of some values."""
    return sum(counts[value] for value in values)
