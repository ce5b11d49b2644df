"""How a request to register or change a plan can end."""

from dataclasses import dataclass
from typing import TypeAlias

from api.access.refusal import Refusal
from api.store.versions import VersionedChange
from api.view.plan_view import PlanView
from plan_schema.merge import Conflict
from plan_schema.problems import Problem


@dataclass(frozen=True, slots=True)
class Changed:
    """The plan has the change.

    `merged` is what others had changed since the version it was based on, `left_out` what the caller may not bring back, `followed` the
    paths that the house itself recorded in the same version.
    """

    view: PlanView
    merged: tuple[VersionedChange, ...] = ()
    left_out: tuple[Refusal, ...] = ()
    followed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """A new plan, in its first version; `followed` as in `Changed`."""

    view: PlanView
    followed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """This person has an open plan; its id only when the caller has a relation to it."""

    plan_id: str | None


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """Others changed the same paths to other values; nothing was changed."""

    current_version: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The caller may not write these fields; nothing was changed."""

    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Invalid:
    """The input is wrong in these ways; nothing was changed."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """For this caller there is no such plan."""


ChangeOutcome: TypeAlias = Changed | VersionConflict | NotAllowed | Invalid | NotFound
RegisterOutcome: TypeAlias = Registered | AlreadyRegistered | NotAllowed | Invalid
