"""What the house records of the SOM as part of a version: the outcome of the rules, whenever what they look at changed.

Nobody writes these fields: they follow from the plan, and so they are no part of what an author may or may not do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from plan_schema.changes import Change
from plan_schema.process.som.evaluation import evaluate
from plan_schema.process.som.facts import PATHS_OF_FACTS
from plan_schema.process.som.rule_sets import RuleSet
from plan_schema.sections.afscherming import SHIELDINGS
from plan_schema.sections.som import OUTCOME
from plan_schema.values import Node, Value, container_path, find, schema_path, value_at

_DECISIONS: Final = "som.besluit.besluiten"
_CONCERNS: Final = "som.deel1.zorgen"
_SHARING: Final = "gedeeld"


def _around(paths: Iterable[str]) -> Iterator[str]:
    """The items that facts lie in, and what says whether these and their groups are shared."""
    for path in paths:
        group = container_path(path)
        if group.startswith("screening."):
            yield f"{group}.{_SHARING}"
        if group.endswith("[]"):
            yield group


_LOOKED_AT: Final = PATHS_OF_FACTS | frozenset(_around(PATHS_OF_FACTS)) | {_DECISIONS, _CONCERNS}


def concerns_outcome(changes: Iterable[Change]) -> bool:
    """Whether one of these changes can make the SOM say something else."""
    return any(
        path in _LOOKED_AT or path.startswith(SHIELDINGS) for path in (schema_path(change.path) for change in changes)
    )


def following(
    document: Node, changes: Sequence[Change], today: date, moment: datetime, rule_set: RuleSet
) -> list[Change]:
    """What must be recorded beside these changes, which the document holds already; nothing where the outcome stays as it was.

    A plan of which the SOM says nothing yet is left without an outcome. Concerns of the casemanager open it again; a decision closes
    it, and is kept with the outcome and the phase of that moment.
    """
    if not concerns_outcome(changes):
        return []
    stored: Mapping[str, Any] = find(document, OUTCOME) or {}
    changed = {change.path: change.new for change in changes}
    wanted: dict[str, Value] = {}
    if _CONCERNS in changed:
        wanted["heropendOp"] = moment if isinstance(changed[_CONCERNS], str) else None
    if _DECISIONS in changed:
        wanted["heropendOp"] = None
    outcome = evaluate(_with(document, stored, wanted), today, rule_set).outcome
    if _DECISIONS in changed:
        decided = isinstance(changed[_DECISIONS], list)
        wanted["bijBesluit"] = outcome.priority.value if decided else None
        wanted["faseBijBesluit"] = outcome.phase.value if decided else None
    now = {"prioriteit": outcome.priority.value, "regelset": rule_set.name}
    silent = outcome.priority == "ONBEKEND" and not stored and not any(wanted.values())
    if any(stored.get(name) != value for name, value in now.items()) and not silent:
        wanted |= now | {"bepaaldOp": moment}
    return [
        Change(f"{OUTCOME}.{name}", stored.get(name), value)
        for name, value in wanted.items()
        if stored.get(name) != value
    ]


def _with(document: Node, stored: Mapping[str, Any], wanted: Mapping[str, Value]) -> Node:
    """The document with other values in the outcome."""
    if not wanted:
        return document
    kept = {name: value for name, value in {**stored, **wanted}.items() if value is not None}
    return {**document, "som": {**(document.get("som") or {}), "uitkomst": kept}}


def stored_priority(document: Node) -> str | None:
    """The outcome that the plan holds."""
    value = value_at(document, f"{OUTCOME}.prioriteit")
    return value if isinstance(value, str) else None
