"""Who gains and who loses which field between two policies: what a review of a policy change must show."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from plan_schema.paths import Paths
from policies.matrix import Cell, cells
from policies.policy import Policy


@dataclass(frozen=True, slots=True)
class Shift:
    """One field that somebody gains or loses: one readable line, however many contexts it holds for."""

    gained: bool
    path: str
    right: str
    condition: str
    organisation: str
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    purposes: tuple[str, ...]
    phases: tuple[str, ...]

    def __str__(self) -> str:
        who = f"{self.organisation} {'|'.join(self.roles)}"
        when = f" als {self.condition}" if self.condition else ""
        context = f"relatie {'|'.join(self.relations)}, doel {'|'.join(self.purposes)}, fase {'|'.join(self.phases)}"
        return f"{'+' if self.gained else '-'} {self.path} {self.right}{when}: {who} ({context})"


def difference(before: Policy, after: Policy, paths: Paths) -> list[Shift]:
    """Every right that one policy gives and the other does not, in order of the fields."""
    old, new = set(cells(before, paths)), set(cells(after, paths))
    order = {leaf.path: index for index, leaf in enumerate(paths.leaves)}
    shifts = [*_shifts(old - new, gained=False), *_shifts(new - old, gained=True)]
    return sorted(shifts, key=lambda shift: (order[shift.path], shift.gained, str(shift)))


def _shifts(changed: set[Cell], *, gained: bool) -> Iterator[Shift]:
    contexts: dict[tuple[str, str, str, str], set[tuple[str, ...]]] = {}
    for cell in changed:
        key = (cell.path, cell.right, cell.condition, cell.organisation)
        contexts.setdefault(key, set()).add((cell.role, cell.relation, cell.purpose, cell.phase))
    for key, found in contexts.items():
        for roles, relations, purposes, phases in together(found):
            yield Shift(gained, *key, roles, relations, purposes, phases)


def together(found: set[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Combinations of values as few products: {(a,x), (a,y), (b,x), (b,y)} → ((a,b), (x,y))."""
    if found == {()}:
        yield ()
        return
    rests: dict[str, set[tuple[str, ...]]] = {}
    for first, *rest in found:
        rests.setdefault(first, set()).add(tuple(rest))
    merged: dict[frozenset[tuple[str, ...]], list[str]] = {}
    for first, seconds in rests.items():
        merged.setdefault(frozenset(seconds), []).append(first)
    for common, values in sorted(merged.items(), key=itemgetter(1)):
        for others in together(set(common)):
            yield (tuple(sorted(values)), *others)
