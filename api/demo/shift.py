"""Moving steps in time, so that demo plans are of this week whenever they are loaded."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from api.demo.step import Step
from plan_schema.patch import ADD, CHANGE, UNKNOWN_FIELDS, Patch
from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf


def shifted(step: Step, by: timedelta) -> Step:
    """The step with every date and moment moved: also the date of birth, so that ages stay what they were."""
    day = step.reference_date
    return replace(
        step,
        patch=_group(PLAN, step.patch, by),
        reference_date=None if day is None else (date.fromisoformat(day) + by).isoformat(),
    )


def _group(group: Group, patch: Patch, by: timedelta) -> dict[str, Any]:
    moved: dict[str, Any] = {}
    for name, value in patch.items():
        child = group.children.get(name)
        if isinstance(child, Leaf):
            moved[name] = _value(child, value, by)
        elif child is None or name == UNKNOWN_FIELDS or not isinstance(value, Mapping):
            moved[name] = value
        elif child.repeated:
            moved[name] = {
                part: [_group(child, entry, by) for entry in entries] if part in {ADD, CHANGE} else entries
                for part, entries in value.items()
            }
        else:
            moved[name] = _group(child, value, by)
    return moved


def _value(leaf: Leaf, value: Any, by: timedelta) -> Any:
    move = _MOVES.get(leaf.kind.name)
    if move is None or not isinstance(value, str):
        return value
    try:
        return move(value, by)
    except ValueError:
        return value  # What is no date stays as it is: the API says what is wrong with it, and where.


def _moved_date(text: str, by: timedelta) -> str:
    return (date.fromisoformat(text) + by).isoformat()


def _moved_instant(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).isoformat()


_MOVES: Mapping[str, Callable[[str, timedelta], str]] = {"Date": _moved_date, "DateTime": _moved_instant}
