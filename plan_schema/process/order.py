"""What a command comes down to on a plan: the part of it that must be different, or what stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from plan_schema.patch import Patch
from plan_schema.problems import Problem
from plan_schema.values import Node


@dataclass(frozen=True, slots=True)
class Order:
    """The patch of a command, or the problems why it cannot be given now.

    `rests_on`: the paths of every field that its guard looked at, in that order (`Basis.looked_at`). Who may not read one of these is
    not told whether the guard held, and is refused for the first of them: which came next would tell what that one holds.
    """

    patch: Patch = field(default_factory=dict[str, Any])
    problems: tuple[Problem, ...] = ()
    rests_on: tuple[str, ...] = ()


Command: TypeAlias = Callable[[Node, date], Order]
"""A pure function of a plan document and the day of today."""
