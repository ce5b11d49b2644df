"""The rule sets of the SOM, each a file in `regelsets`: read once, checked as a whole, and chosen by day.

The SOM is dynamic: criteria change with law, policy and practice (000:L1300, L1784). A rule set is added by adding a file.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from plan_schema.process.som.conditions import All, RuleSetError, read_all
from plan_schema.process.som.facts import FACTS
from plan_schema.sections.som import SomBesluitsoort, SomFase, SomPrioriteit

_BOTH: Final = "BEIDE"
_PHASE: Final = "fase"


class Standing(StrEnum):
    """Whether a rule set decides, or is only compared with."""

    GELDEND = "GELDEND"
    VOORSTEL = "VOORSTEL"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. `phase` None: it holds in both; `shows`: facts that stand beside it and decide nothing."""

    id: str
    name: str
    phase: SomFase | None
    conditions: All
    shows: tuple[str, ...]
    outcome: SomPrioriteit
    explanation: str
    source: str

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of all facts that it uses or shows; the phase first, where that decides."""
        own = () if self.phase is None else (_PHASE,)
        return tuple(dict.fromkeys((*own, *self.conditions.facts, *self.shows)))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the SOM.

    `criteria` in order of the file; `order`: their ids, the first that fires decides; `silent_while_unknown`: while nothing fires and
    none of these is known there is no outcome yet; `fitting`: the decisions that agree with an outcome.
    """

    name: str
    title: str
    source: str
    standing: Standing
    since: date
    criteria: tuple[Criterion, ...]
    order: tuple[str, ...]
    silent_while_unknown: frozenset[str]
    fitting: Mapping[SomPrioriteit, frozenset[SomBesluitsoort]]

    def deviates(self, outcome: SomPrioriteit, decisions: frozenset[SomBesluitsoort]) -> bool:
        """Whether a decision is another than the outcome points to (SA, 000:L2066)."""
        fitting = self.fitting.get(outcome)
        return fitting is not None and not decisions <= fitting


def read(text: str) -> RuleSet:
    """A rule set from its file; RuleSetError says what is wrong, and at which criterion."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError(f"geen TOML: {error}") from None
    try:
        criteria = tuple(_criterion(entry) for entry in given["criterium"])
        deviation = given["afwijking"]
        found = RuleSet(
            name=_text(given, "naam"),
            title=_text(given, "titel"),
            source=_text(given, "bron"),
            standing=Standing(given["stand"]),
            since=given["vanaf"],
            criteria=criteria,
            order=tuple(given["volgorde"]),
            silent_while_unknown=frozenset(given["geen_uitkomst_zolang_onbekend"]),
            fitting=MappingProxyType(
                {
                    outcome: frozenset(map(SomBesluitsoort, deviation[outcome]))
                    for outcome in SomPrioriteit
                    if outcome in deviation
                }
            ),
        )
    except KeyError as error:
        raise RuleSetError(f"{error.args[0]} ontbreekt") from None
    except ValueError as error:
        raise RuleSetError(str(error)) from None
    _check(found)
    return found


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name}: tekst verwacht")
    return value


def _criterion(given: Mapping[str, Any]) -> Criterion:
    where = str(given.get("id", "een criterium zonder id"))
    try:
        shows = tuple(given.get("toont", ()))
        unknown = [name for name in shows if name not in FACTS]
        if unknown:
            raise RuleSetError(f"{where}: onbekend feit {unknown[0]!r}")
        return Criterion(
            id=_text(given, "id"),
            name=_text(given, "naam"),
            phase=None if given["fase"] == _BOTH else SomFase(given["fase"]),
            conditions=read_all(given["als"], where),
            shows=shows,
            outcome=SomPrioriteit(given["uitkomst"]),
            explanation=_text(given, "toelichting"),
            source=_text(given, "bron"),
        )
    except KeyError as error:
        raise RuleSetError(f"{where}: {error.args[0]} ontbreekt") from None
    except ValueError as error:
        raise RuleSetError(f"{where}: {error}") from None


def _check(found: RuleSet) -> None:
    ids = [criterion.id for criterion in found.criteria]
    if len(set(ids)) < len(ids):
        raise RuleSetError("een id komt twee keer voor")
    if sorted(found.order) != sorted(ids):
        raise RuleSetError("volgorde noemt niet elk criterium precies één keer")
    if not found.silent_while_unknown <= set(ids):
        raise RuleSetError("geen_uitkomst_zolang_onbekend noemt een criterium dat er niet is")


def _files() -> Iterator[RuleSet]:
    for file in files("plan_schema").joinpath("process", "som", "regelsets").iterdir():
        if not file.name.endswith(".toml"):
            continue
        try:
            found = read(file.read_text("utf-8"))
        except RuleSetError as error:
            raise RuleSetError(f"{file.name}: {error}") from None
        if f"{found.name}.toml" != file.name:
            raise RuleSetError(f"{file.name}: de naam in het bestand is een andere")
        yield found


RULE_SETS: Final[Mapping[str, RuleSet]] = MappingProxyType(
    {found.name: found for found in sorted(_files(), key=lambda found: (found.since, found.name))}
)
"""Every rule set of the house, by name, oldest first; with a file that is wrong nothing starts."""

_DECIDING: Final = tuple(found for found in RULE_SETS.values() if found.standing is Standing.GELDEND)


def in_force(today: date) -> RuleSet:
    """The rule set that decides on this day: the latest that has begun."""
    return next((found for found in reversed(_DECIDING) if found.since <= today), _DECIDING[0])
