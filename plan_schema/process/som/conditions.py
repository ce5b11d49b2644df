"""Conditions of criteria: comparisons over facts, written as data, judged in three values.

True, False, or None: not known. What is not known makes nothing true (Kleene): a condition on it is unknown, all of them are unknown
when one is and none is false, one of them is unknown when one is and none is true.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from dateutil.relativedelta import relativedelta

from plan_schema.process.som.facts import FACTS, Fact, FactKind, FactValue

Known: TypeAlias = Callable[[str], FactValue]
"""Gives a fact by its name."""

_PERIOD: Final = re.compile(r"(\d+) (dag|dagen|week|weken|maand|maanden|jaar)")
_UNITS: Final = {
    "dag": relativedelta(days=1),
    "dagen": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "weken": relativedelta(weeks=1),
    "maand": relativedelta(months=1),
    "maanden": relativedelta(months=1),
    "jaar": relativedelta(years=1),
}


class RuleSetError(Exception):
    """A rule set cannot be read: the message says where, and what was expected."""


class Condition(ABC):
    """Something that a plan fulfils, does not fulfil, or of which that is not known."""

    @property
    @abstractmethod
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that it looks at."""

    @abstractmethod
    def holds(self, known: Known, today: date) -> bool | None:
        """Whether it holds; None: not known."""


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """One fact, compared with what the rule set says."""

    fact: str
    test: Callable[[Any, date], bool]

    @property
    def facts(self) -> tuple[str, ...]:
        """The fact."""
        return (self.fact,)

    def holds(self, known: Known, today: date) -> bool | None:
        """Whether the fact passes; None when it is not known."""
        value = known(self.fact)
        return None if value is None else self.test(value, today)


@dataclass(frozen=True, slots=True)
class All(Condition):
    """All of these."""

    parts: tuple[Condition, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of every part, each once."""
        return _facts_of(self.parts)

    def holds(self, known: Known, today: date) -> bool | None:
        """False when one is false, else unknown when one is, else true."""
        found = {part.holds(known, today) for part in self.parts}
        return False if False in found else None if None in found else True


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """At least one of these."""

    parts: tuple[Condition, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of every part, each once."""
        return _facts_of(self.parts)

    def holds(self, known: Known, today: date) -> bool | None:
        """True when one is true, else unknown when one is, else false."""
        found = {part.holds(known, today) for part in self.parts}
        return True if True in found else None if None in found else False


def _facts_of(parts: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.facts))


def read_all(given: object, where: str) -> All:
    """The conditions of a criterion; RuleSetError."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise RuleSetError(f"{where}: een lijst met voorwaarden verwacht")
    return All(tuple(_read(entry, where) for entry in given))


def _read(given: object, where: str) -> Condition:
    if not isinstance(given, Mapping):
        raise RuleSetError(f"{where}: een voorwaarde als {{ feit = …, is = … }} verwacht")
    if "een_van_deze" in given:
        if len(given) > 1:
            raise RuleSetError(f"{where}: naast een_van_deze kan niets staan")
        return OneOf(read_all(given["een_van_deze"], where).parts)
    name = given.get("feit")
    fact = FACTS.get(name) if isinstance(name, str) else None
    if fact is None:
        raise RuleSetError(f"{where}: onbekend feit {name!r}; kies uit {', '.join(FACTS)}")
    operators = {key: value for key, value in given.items() if key != "feit"}
    if not operators:
        raise RuleSetError(f"{where}: bij {name} ontbreekt een vergelijking")
    tests = [_test(fact, operator, value, where) for operator, value in operators.items()]
    return Comparison(fact.name, lambda known, today: all(test(known, today) for test in tests))


def _test(fact: Fact, operator: str, value: Any, where: str) -> Callable[[Any, date], bool]:
    make = _OPERATORS[fact.kind].get(operator)
    if make is None:
        raise RuleSetError(f"{where}: {operator} kan niet bij {fact.name}; kies uit {', '.join(_OPERATORS[fact.kind])}")
    try:
        return make(fact, value)
    except (TypeError, ValueError) as error:
        raise RuleSetError(f"{where}: {fact.name}: {error}") from None


def _chosen(fact: Fact, values: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(values)
    if not chosen or not chosen <= fact.values:
        raise ValueError(f"verwacht een van {', '.join(sorted(fact.values))}")
    return chosen


def _is(fact: Fact, value: str) -> Callable[[Any, date], bool]:
    (only,) = _chosen(fact, [value])
    return lambda known, _: bool(known == only)


def _one_of(fact: Fact, values: Iterable[str]) -> Callable[[Any, date], bool]:
    chosen = _chosen(fact, values)
    return lambda known, _: known in chosen


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("verwacht een geheel getal")  # noqa: TRY004 - every fault of a value is a ValueError
    return value


def _less(_: Fact, value: object) -> Callable[[Any, date], bool]:
    bound = _whole(value)
    return lambda known, _: bool(known < bound)


def _from(_: Fact, value: object) -> Callable[[Any, date], bool]:
    bound = _whole(value)
    return lambda known, _: bool(known >= bound)


def _upto(_: Fact, value: object) -> Callable[[Any, date], bool]:
    bound = _whole(value)
    return lambda known, _: bool(known <= bound)


def _period(value: object) -> relativedelta:
    found = _PERIOD.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("verwacht een termijn zoals '1 jaar' of '4 weken'")
    return _UNITS[found[2]] * int(found[1])


def _not_older(_: Fact, value: object) -> Callable[[Any, date], bool]:
    period = _period(value)
    return lambda known, today: bool(known + period >= today)


_OPERATORS: Final[Mapping[FactKind, Mapping[str, Callable[[Fact, Any], Callable[[Any, date], bool]]]]] = {
    FactKind.CHOICE: {"is": _is, "een_van": _one_of},
    FactKind.NUMBER: {"minder_dan": _less, "van": _from, "tot_en_met": _upto},
    FactKind.DAY: {"niet_ouder_dan": _not_older},
}
