"""What somebody may be told of what follows from a plan: a conclusion never tells more than the fields that it rests on."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeAlias, TypeVar

from api.access.access import Judgement
from api.access.refusal import Refusal
from plan_schema.values import Node


class Conclusion(Protocol):
    """One result of a rule, with the paths of every field that it used; `list[].field` is that field of every item."""

    @property
    def rests_on(self) -> Collection[str]:
        """The paths, with ids where there are items; also of what was empty. A tuple says in which order they were looked at."""
        ...


C = TypeVar("C", bound=Conclusion)

Rule: TypeAlias = Callable[[Node, date], Iterable[C]]
"""A pure function of a plan document and the day of today. It keeps nothing of the document but what its results say."""


@dataclass(frozen=True, slots=True)
class Concluded(Generic[C]):
    """The conclusions that the caller may be told, and those that he may not.

    `withheld` has, for each of these, what stands in the way; where the order of looking is known only the first of it, since what was
    looked at next could tell what that one holds. How many there are is itself a fact of the plan, unless the rule gives the
    same number of conclusions for every plan: only then can it be told. `judgements` are the verdicts, for the logs.
    """

    shown: tuple[C, ...]
    withheld: tuple[tuple[Refusal, ...], ...]
    judgements: tuple[Judgement, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The paths of every field that what is shown rests on, for the logs."""
        return frozenset().union(*(conclusion.rests_on for conclusion in self.shown))
