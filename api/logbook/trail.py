"""The trail of one operation: what it asked, what was judged, and what of which plan came out or went in.

A root field whose answer nobody accounted for here is not answered, so no road to a plan can be forgotten.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from api.access.access import Access, Judgement
from api.logbook.handeling import Handeling, reading_by
from api.logbook.trace import Trace
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PLAN
from plan_schema.values import schema_path
from policies.context import Action, Purpose

_PLAN_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


Value: TypeAlias = tuple[int, str]
"""What a path holds in a version: the number and the path."""


def before_and_after(version: int, path: str) -> Iterator[Value]:
    """What a change in a version shows: what the path became, and what it was."""
    yield version, path
    if version > 1:
        yield version - 1, path


@dataclass(frozen=True, slots=True)
class Asked:
    """What an operation asks, as far as its text tells; `roots` gives the root field behind each name in the answer.

    `digest` identifies the text without its values, `requested` and `criteria` are plan fields as bits; `event_name` is what the
    Authorization Decision Log calls it.
    """

    digest: str
    kind: str
    roots: Mapping[str, str]
    requested: int
    lenient: bool
    event_name: str = "adl.access_evaluations"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One evaluation that was asked for by itself: the field and action, for which doelen, about which plan, and the verdict.

    `plan_id` None: about any plan; `judgement` None with a plan: it is not there for the caller. `reason`: why it was refused.
    """

    path: str
    action: Action
    purposes: frozenset[Purpose]
    plan_id: str | None
    version: int | None
    judgement: Judgement | None
    allowed: bool
    reason: str | None


@dataclass(slots=True)
class Touched:
    """One plan that an operation had to do with: per version the fields that came out, and those that were written."""

    root_field: str
    plan_id: str
    view: PlanView | None
    handeling: Handeling
    read: dict[int, int] = field(default_factory=dict)
    written: int = 0
    made: int | None = None

    def wrote(self, version: int, bits: int, handeling: Handeling) -> None:
        """These fields were written, and made this version."""
        self.made, self.written, self.handeling = version, bits, handeling

    def shows(self, version: int, bits: int) -> None:
        """These fields of this version leave."""
        self.read[version] = self.read.get(version, 0) | bits

    def shows_values(self, values: Iterable[Value]) -> None:
        """These values leave."""
        for version, path in values:
            self.shows(version, PATHS.bit(schema_path(path)))


@dataclass(slots=True)
class Trail:
    """Collects while the operation runs; read when it has ended."""

    trace: Trace
    asked: Asked
    access: Access
    started: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    criteria: int = 0
    refused_writes: int = 0
    conflicts: int = 0
    touched: dict[tuple[str, str], Touched] = field(default_factory=dict)
    judged: dict[tuple[str | None, int | None], list[Judgement]] = field(default_factory=dict)
    not_found: set[str] = field(default_factory=set)
    evaluated: list[Evaluated] = field(default_factory=list)
    _accounted: set[str] = field(default_factory=set)

    def of(self, root: str, view: PlanView) -> Touched:
        """The plan of a view, in the answer to a root field."""
        touched = self.of_id(root, view.id)
        if touched.view is None:
            touched.view = view
        return touched

    def of_id(self, root: str, plan_id: str) -> Touched:
        """A plan of which no more than its id leaves."""
        self._accounted.add(root)
        name = self.asked.roots[root]
        key = (name, plan_id)
        if key not in self.touched:
            self.touched[key] = Touched(name, plan_id, None, reading_by(self.access.caller.organisation.kind))
        return self.touched[key]

    def saw(self, root: str, plan_id: str) -> bool:
        """Whether this plan was looked at for a root field."""
        return (self.asked.roots[root], plan_id) in self.touched

    def nothing(self, root: str, plan_id: str | None = None) -> None:
        """No plan stands in the answer to a root field; `plan_id`: the one that was asked and is not there for the caller."""
        self._accounted.add(root)
        # What does not look like an id of ours may be anything, a number of a person too.
        if plan_id is not None and _PLAN_ID.fullmatch(plan_id):
            self.not_found.add(plan_id)

    @property
    def refused_statically(self) -> int:
        """What this caller may do with no plan at all, of what was asked; leniently, fields are left out instead of refused."""
        best = self.access.best
        asked = self.criteria | (0 if self.asked.lenient else self.asked.requested)
        return asked & ~best.best_read | self.refused_writes & ~best.best_write

    def judge(self, plan_id: str | None, version: int | None, judgements: Iterable[Judgement]) -> None:
        """Verdicts about a plan; None: about one that was never made."""
        self.judged.setdefault((plan_id, version), []).extend(judgements)

    def unaccounted(self, names: Iterable[str]) -> Sequence[str]:
        """The root fields, by their names in the answer, of which nobody said what is in them."""
        return [name for name in names if name not in self._accounted]

    @property
    def written(self) -> int:
        """The fields that the last verdict on a change let through."""
        rounds = self.access.judged or [()]
        bits = 0
        for judgement in rounds[-1]:
            if judgement.action is Action.SCHRIJVEN:
                bits |= judgement.asked & ~judgement.refused
        return bits

    def let_go(self) -> None:
        """Forget what the plans held, once it is written out: while its records are stored, an operation needs no plan any more."""
        for touched in self.touched.values():
            touched.view = None

    @property
    def changed(self) -> bool:
        """Whether the operation made a version."""
        return any(touched.made is not None for touched in self.touched.values())


PLAN_ITSELF: Final = PLAN.bit
"""That a plan exists, with its id, version and phase, and no field of it."""
