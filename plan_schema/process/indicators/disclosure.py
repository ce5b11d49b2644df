"""Disclosure control: what of the counts may be published, so that no small group can be read or worked out.

The rule of thumb for tables about people is that at least ten stand behind a figure, and that no more than nine tenths of a group
share a trait (Guidelines for the checking of output based on microdata research, ESSnet SDC 2010, §3; CBS works by the same).
So a group is published only when it has at least `threshold` plans, and its numerator only when both those in it and
those outside it have.

What is withheld must not follow from what is published. Three things see to that:

- Groups are never left out, they are put together. In each period the values of a dimension are parted into groups that all reach
  the threshold; the groups add up to the whole, so what is left after subtracting any of them from the whole is made of whole groups.
  Numerators are parted once more, into groups of groups. Where a dimension has a parent (gemeente and size class) the parts of
  the child lie within those of the parent, so neither cuts through the other.
- Periods are fixed blocks of the calendar and are never added up, so no two questions differ by a few days.
- Published counts are rounded to multiples of the threshold, and a percentage is that of the rounded counts. The denominator of one
  indicator is the numerator of another, and tomorrow one plan more is counted: what differs by less than a group looks the same.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low
from typing import Final, TypeAlias, TypeVar

from plan_schema.process.indicators.counting import Tally

REST: Final = "OVERIG"
"""The name of what is too small to be named."""

Group: TypeAlias = tuple[str, ...]
"""Values of a dimension that are published as one."""

ParentOf: TypeAlias = Callable[[str], str | None]
"""The value of the parent dimension that a value lies in."""

Part = TypeVar("Part", str, int)


def orphan(_: str) -> None:
    """The parent of a value of a dimension that has no parent."""


class Bound(StrEnum):
    """Wat er van een teller te zeggen is als hij niet wordt getoond."""

    HOOGSTENS = "HOOGSTENS"
    """De teller is kleiner dan de drempel: het percentage is hoogstens dit."""
    MINSTENS = "MINSTENS"
    """Het verschil met de noemer is kleiner dan de drempel: het percentage is minstens dit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is published of one group; `numerator` and `percentage` None: withheld, but for what `bound` says of the percentage."""

    values: Group
    denominator: int
    numerator: int | None = None
    percentage: int | None = None
    bound: Bound | None = None
    median: int | None = None


@dataclass(frozen=True, slots=True)
class Parting:
    """A dimension parted: `groups` are those of which the denominator shows; `shown` those of which the numerator does, by place."""

    groups: tuple[Group, ...]
    shown: tuple[tuple[int, ...], ...]


def whole(tally: Tally, threshold: int) -> Figure | None:
    """What is published of all plans of a period; None: too few."""
    if tally.denominator < threshold:
        return None
    if tally.values or _open(tally, threshold):
        return _figure((), tally, threshold, shown=True)
    # A share that nobody or everybody has is what management hopes for, and the bound names no group more closely than the threshold.
    rounded = _rounded(tally.denominator, threshold)
    least = max(threshold, rounded - threshold // 2)
    most = math.ceil(100 * (threshold - 1) / least)
    if tally.numerator < threshold:
        return Figure((), rounded, percentage=most, bound=Bound.HOOGSTENS)
    return Figure((), rounded, percentage=100 - most, bound=Bound.MINSTENS)


def figures_of(tallies: Mapping[str, Tally], threshold: int, parent_of: ParentOf = orphan) -> list[Figure]:
    """What is published of a dimension in one period, group by group; nothing where it cannot be parted.

    After the groups come, where numerators are withheld, the groups of groups that show them.
    """
    found = parting(tallies, threshold, parent_of)
    if len(found.groups) < 2:
        return []
    names = [_name(group, parent_of) for group in found.groups]
    sums = [_sum(tallies[value] for value in group) for group in found.groups]
    alone = {places[0] for places in found.shown if len(places) == 1}
    figures = [
        _figure((name,), tally, threshold, shown=place in alone)
        for place, (name, tally) in enumerate(zip(names, sums, strict=True))
    ]
    for places in found.shown:
        # All of them together is the whole, which is told by itself.
        if 1 < len(places) < len(names):
            together = _sum(sums[place] for place in places)
            figures.append(_figure(tuple(names[place] for place in places), together, threshold, shown=True))
    return figures


def parting(tallies: Mapping[str, Tally], threshold: int, parent_of: ParentOf = orphan) -> Parting:
    """How a dimension is parted; of one that is all in one group nothing shows."""
    families: dict[str, list[str]] = {}
    for value in sorted(tallies):
        families.setdefault(parent_of(value) or "", []).append(value)
    sums = {name: _sum(tallies[value] for value in values) for name, values in families.items()}
    groups: list[Group] = []
    shown: list[tuple[int, ...]] = []
    parents = _parted(sums, threshold)
    for joined in parents.shown:
        own: list[int] = []
        for parent in (parents.groups[place] for place in joined):
            values = {value: tallies[value] for name in parent for value in families[name]}
            found = _together(sorted(values), _denominators(values), threshold)
            own += range(len(groups), len(groups) + len(found))
            groups += found
        shown += _together(
            own, _least({place: _sum(tallies[value] for value in groups[place]) for place in own}), threshold
        )
    everything = len(shown) == 1 and not _open(_sum(tallies.values()), threshold)
    return Parting(tuple(groups), () if everything else tuple(shown))


def _parted(sums: Mapping[str, Tally], threshold: int) -> Parting:
    groups = _together(sorted(sums), _denominators(sums), threshold)
    tallies = {place: _sum(sums[name] for name in group) for place, group in enumerate(groups)}
    return Parting(tuple(groups), tuple(_together(list(tallies), _least(tallies), threshold)))


def _together(
    parts: Sequence[Part], size_of: Callable[[Sequence[Part]], int], threshold: int
) -> list[tuple[Part, ...]]:
    """Parts in groups that all reach the threshold, if all of them together do.

    Each stands alone where it can; the others go together, with the least of those that could stand alone if they must.
    """
    order: list[Part] = sorted(parts, key=lambda part: (size_of([part]), part))
    rest: list[Part] = []
    for number, part in enumerate(order):
        if size_of([part]) >= threshold and (not rest or size_of(rest) >= threshold):
            found: list[tuple[Part, ...]] = [tuple(sorted(rest))] if rest else []
            found.extend((each,) for each in order[number:])
            return found
        rest.append(part)
    return [tuple(sorted(rest))] if rest else []


def _denominators(tallies: Mapping[Part, Tally]) -> Callable[[Sequence[Part]], int]:
    return lambda parts: sum(tallies[part].denominator for part in parts)


def _least(tallies: Mapping[Part, Tally]) -> Callable[[Sequence[Part]], int]:
    def size_of(parts: Sequence[Part]) -> int:
        together = _sum(tallies[part] for part in parts)
        return min(together.numerator, together.denominator - together.numerator)

    return size_of


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _open(tally: Tally, threshold: int) -> bool:
    """Whether both those in the numerator and those outside it reach the threshold."""
    return min(tally.numerator, tally.denominator - tally.numerator) >= threshold


def _figure(values: Group, tally: Tally, threshold: int, *, shown: bool) -> Figure:
    denominator = _rounded(tally.denominator, threshold)
    if tally.values:
        return Figure(values, denominator, median=median_low(tally.values))
    if not shown:
        return Figure(values, denominator)
    numerator = _rounded(tally.numerator, threshold)
    return Figure(values, denominator, numerator, _rounded(100 * numerator, denominator) // denominator)


def _rounded(count: int, base: int) -> int:
    return (count + base // 2) // base * base


def _name(group: Group, parent_of: ParentOf) -> str:
    if len(group) == 1:
        return group[0]
    parents = {parent_of(value) for value in group}
    parent = parents.pop() if len(parents) == 1 else None
    return REST if parent is None else f"{REST} {parent}"
