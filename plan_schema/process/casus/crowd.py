"""How much of somebody's traits can be told: no more than he has in common with nine others of whom exactly the same is told.

It is not enough that nine others fit what is told. Who knows everybody's traits, and how they are widened, also knows of whom more
would have been told; so people are counted by what *is* told of them. Of whoever belongs to too small a group less is told, step by
step, and when those of whom nothing is told are too few, a group that was large enough joins them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plan_schema.process.casus.traits import WIDER_AGE, WIDER_SPAN, OffenceKind, Traits

K: Final = 10
"""At least this many people are in every group of whom the same is told, the one himself included (as Statistics Netherlands does)."""

_NOTHING: Final = Traits(None, None, None, None)


def steps(traits: Traits) -> Sequence[Traits]:
    """What can be told of somebody, from all to nothing; each step is wider than the one before."""
    age, sex, stayed, left = traits
    wide_age = None if age is None else WIDER_AGE.get(age, age)
    wide_stay, wide_left = (None if span is None else WIDER_SPAN.get(span, span) for span in (stayed, left))
    return (
        traits,
        Traits(wide_age, sex, wide_stay, wide_left),
        Traits(wide_age, sex, wide_stay, None),
        Traits(wide_age, None, wide_stay, None),
        Traits(wide_age, None, None, None),
        _NOTHING,
    )


@dataclass(frozen=True, slots=True)
class Crowd:
    """What may be told, as worked out over everybody: per step the traits that are told, and per group the kinds of offence.

    `told` False: there are too few people for any case at all.
    """

    groups: tuple[frozenset[Traits], ...]
    offences: frozenset[tuple[Traits, OffenceKind]]
    told: bool

    def of(self, traits: Traits) -> Traits:
        """What of these traits may be told."""
        for step, told in zip(steps(traits), self.groups, strict=True):
            if step in told:
                return step
        return _NOTHING

    def offence(self, told: Traits, offence: OffenceKind) -> OffenceKind | None:
        """The kind of offence, where it may be told of somebody of whom these traits are."""
        return offence if (told, offence) in self.offences else None


def crowd_of(kinds: Counter[tuple[Traits, OffenceKind]], k: int = K) -> Crowd:
    """What may be told of anybody, given how many people there are of each kind."""
    groups = _groups(kinds, k)
    crowd = Crowd(groups, frozenset(), sum(kinds.values()) >= k)
    within: dict[Traits, Counter[OffenceKind]] = {}
    for (traits, offence), number in kinds.items():
        within.setdefault(crowd.of(traits), Counter())[offence] += number
    offences = frozenset((told, offence) for told, counted in within.items() for offence in _large(counted, k))
    return Crowd(groups, offences, crowd.told)


def _groups(kinds: Counter[tuple[Traits, OffenceKind]], k: int) -> tuple[frozenset[Traits], ...]:
    waiting: Counter[Traits] = Counter()
    for (traits, _), number in kinds.items():
        waiting[traits] += number
    found: list[Counter[Traits]] = []
    for step in range(len(steps(_NOTHING)) - 1):
        counted: Counter[Traits] = Counter()
        for traits, number in waiting.items():
            counted[steps(traits)[step]] += number
        told = Counter({traits: number for traits, number in counted.items() if number >= k})
        waiting = Counter({traits: number for traits, number in waiting.items() if steps(traits)[step] not in told})
        found.append(told)
    left = sum(waiting.values())
    for told in reversed(found):
        # The widest groups first: whoever leaves one is in no wider one, so of him nothing is told.
        while 0 < left < k and told:
            left += told.pop(min(told, key=lambda traits: (told[traits], str(traits))))
    return (*(frozenset(told) for told in found), frozenset({_NOTHING}))


def _large(counted: Counter[OffenceKind], k: int) -> set[OffenceKind]:
    """The kinds that enough people have, such that those who have another are enough as well, or nobody."""
    told = {kind: number for kind, number in counted.items() if number >= k}
    left = sum(counted.values()) - sum(told.values())
    while 0 < left < k and told:
        left += told.pop(min(told, key=lambda kind: (told[kind], kind)))
    return set(told)
