"""What somebody can propose for a plan: a patch, a command, or what it held in an earlier version."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from api.access.access import Access
from api.access.refusal import Refusal
from api.store.draft import Draft
from api.store.permission import refusal
from api.store.plans import PlanReader
from api.store.scribe import new_id
from api.store.versions import net
from plan_schema.changes import Change
from plan_schema.patch import Patch, named_paths, resolve
from plan_schema.paths import Paths
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.order import Command, Order
from plan_schema.sections.afscherming import SHIELDINGS
from plan_schema.sections.som import is_outcome
from plan_schema.tree import Leaf
from plan_schema.values import Node, items_on, lies_within


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal comes down to on a draft.

    `named`: paths that must be readable. `left_out`: what the caller asked for and may not write, where that refuses nothing. `guard`
    says of another state of the plan whether the proposal still stands: asked of the plan as it is now, when others changed it since.
    """

    changes: Sequence[Change]
    problems: Sequence[Problem] = ()
    named: Iterable[str] = ()
    left_out: tuple[Refusal, ...] = ()
    guard: Callable[[Node], Order] | None = None


class Proposal(Protocol):
    """Something that can be worked out on any version of a plan."""

    def impossible(self, access: Access, paths: Paths) -> tuple[Refusal, ...]:
        """What makes it impossible for this caller in any plan at all, without a look at one."""
        ...

    async def on(self, draft: Draft) -> Proposed:
        """What it comes down to on a draft."""
        ...


@dataclass(frozen=True, slots=True)
class Patched:
    """The fields that must be different."""

    patch: Patch

    def impossible(self, access: Access, paths: Paths) -> tuple[Refusal, ...]:
        """Empty when he can see all that it names: a field that he cannot write may stand in it with the value it has."""
        named = [paths.node(path) for path in sorted(named_paths(paths.plan, self.patch))]
        leaves = [leaf for leaf in named if isinstance(leaf, Leaf)]
        if all(leaf.bit & access.best.best_read for leaf in leaves):
            return ()
        return tuple(refusal(access, paths, leaf.path) for leaf in leaves if not leaf.bit & access.best.best_write)

    async def on(self, draft: Draft) -> Proposed:
        """The changes, with what follows from them."""
        found = resolve(draft.paths.plan, draft.base, self.patch, new_id)
        return Proposed(draft.scribe.completed(found.changes), found.problems, found.named)


@dataclass(frozen=True, slots=True)
class Commanded:
    """A step of a process: what must be different follows from the plan itself, and from whether the step can be taken now.

    `writes`: the schema paths of fields that it writes whatever the plan holds; who can write them in no plan is refused at once.
    """

    command: Command
    writes: frozenset[str] = frozenset()

    def impossible(self, access: Access, paths: Paths) -> tuple[Refusal, ...]:
        """Every field that the command writes in any case and that this caller can write in no plan."""
        return tuple(
            refusal(access, paths, path) for path in sorted(self.writes) if paths.bit(path) & ~access.best.best_write
        )

    async def on(self, draft: Draft) -> Proposed:
        """The changes, with what follows from them; the fields that its guard looked at must be readable, whether it held or not."""
        today = draft.access.today
        order = self.command(draft.base, today)
        view = draft.view(draft.base)
        hidden = [path for path in order.rests_on if not view.may_read(path)]
        if hidden:
            return Proposed((), named=hidden[:1])
        found = resolve(draft.paths.plan, draft.base, {} if order.problems else order.patch, new_id)
        return Proposed(
            draft.scribe.completed(found.changes),
            (*order.problems, *found.problems),
            found.named.union(order.rests_on),
            guard=lambda document: self.command(document, today),
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """The values of an earlier version: those of `paths`, of groups, fields or items, or of all of it.

    Only what the caller may write comes back; a list item comes back, or goes, as a whole or not at all.
    """

    reader: PlanReader
    version: int
    paths: tuple[str, ...] = field(default=())

    def impossible(self, access: Access, paths: Paths) -> tuple[Refusal, ...]:
        """Nothing: what he may not write is left out."""
        return ()

    async def on(self, draft: Draft) -> Proposed:
        """The changes that bring back what he may write."""
        problems = [*self._unknown_paths(draft.paths), *self._unknown_version(draft.number)]
        if problems:
            return Proposed((), problems)
        since = await self.reader.versions_between(draft.base["_id"], self.version, draft.number)
        # What followed by rules follows again from what comes back.
        wanted = [entry.change.reversed() for entry in net(since) if not is_outcome(entry.change.path)]
        changes = [change for change in wanted if self._asked(change.path)]
        left_out: dict[str, Refusal] = {}
        # What is left out changes what the rest would make of the plan, and with it what may be written.
        while refusals := draft.refused((), draft.scribe.completed(changes)):
            kept = list(_without(changes, {entry.path for entry in refusals}))
            if len(kept) == len(changes):
                break
            left_out |= {entry.path: entry for entry in refusals}
            changes = kept
        view = draft.view(draft.base)
        shown = [entry for path, entry in sorted(left_out.items()) if view.may_read(path)]
        return Proposed(draft.scribe.completed(changes), left_out=tuple(shown))

    def _asked(self, path: str) -> bool:
        if not self.paths:
            # A shielding is a decision about the plan: it is never lifted, and never returns, with its contents.
            return not lies_within(path, SHIELDINGS)
        return any(lies_within(path, wanted) for wanted in self.paths)

    def _unknown_paths(self, paths: Paths) -> Iterable[Problem]:
        for path in self.paths:
            if paths.named(path) is None:
                yield Problem(
                    "paden",
                    ProblemCode.ONBEKEND_VELD,
                    "Dit pad noemt niets in een plan.",
                    "een pad uit historie of mijnRechten",
                )

    def _unknown_version(self, number: int) -> Iterable[Problem]:
        if not 1 <= self.version <= number:
            yield Problem(
                "versie",
                ProblemCode.VERSIE_ONBEKEND,
                "Deze versie van het plan bestaat niet.",
                f"een nummer van 1 tot en met {number}",
            )


def _without(changes: Sequence[Change], refused: set[str]) -> Iterable[Change]:
    """The changes without those refused; with one field of an item that comes or goes, the item."""
    whole = {change.path for change in changes if change.concerns_item}

    def unit(path: str) -> str:
        return next((item for item in items_on(path) if item in whole), path)

    dropped = {unit(path) for path in refused}
    return (change for change in changes if unit(change.path) not in dropped)
