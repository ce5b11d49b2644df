"""Changing a plan: a patch on a version becomes the next version, or a typed reason why not."""

from dataclasses import dataclass
from typing import Final

from tenacity import AsyncRetrying, RetryError, retry_if_exception_type, stop_after_delay, wait_random_exponential

from api.access.access import Access, Rights
from api.access.refusal import Refusal
from api.store.driver import Busy, Document
from api.store.ledger import Ledger
from api.store.outcomes import Changed, ChangeOutcome, Invalid, NotAllowed, NotFound, VersionConflict
from api.store.permission import refusal, refused
from api.store.plans import PlanReader
from api.store.scribe import Clock, Scribe, document_of, new_id, rewind
from api.store.versions import Note, Version, VersionedChange, each
from api.view.facts import facts_of
from api.view.plan_view import Inspect, PlanView
from plan_schema.merge import merge
from plan_schema.patch import Patch, named_paths, resolve
from plan_schema.paths import Paths
from plan_schema.problems import Problem, ProblemCode
from plan_schema.rules import check
from plan_schema.tree import Leaf

_PATIENCE_SECONDS: Final = 10.0
"""How long a change is worked out anew because somebody else wrote in between; each time another one succeeded."""


class _Overtaken(Exception):
    """Somebody else stored the next version first."""


@dataclass(frozen=True, slots=True)
class _Next:
    """The next version, ready to be stored."""

    document: Document
    version: Version
    merged: tuple[VersionedChange, ...]


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked, by whom, and on which version of the plan."""

    access: Access
    base_version: int
    patch: Patch
    note: Note


class Changer:
    """Changes plans."""

    def __init__(self, ledger: Ledger, reader: PlanReader, paths: Paths, clock: Clock) -> None:
        self._ledger = ledger
        self._reader = reader
        self._paths = paths
        self._clock = clock

    async def change(
        self, plan_id: str, access: Access, base_version: int, patch: Patch, note: Note, inspect: Inspect
    ) -> ChangeOutcome:
        """Change a plan; `base_version` is the version that the caller had read. Busy when no place was found.

        `inspect` sees the plan before anything is written and may raise to stop it. Fields that this caller can see in no
        plan at all are refused without a look at this one.
        """
        impossible = self._impossible(access, patch)
        if impossible:
            return NotAllowed(impossible)
        request = _Request(access, base_version, patch, note)
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(_Overtaken),
            stop=stop_after_delay(_PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.001, max=0.05),
        )
        try:
            return await attempts(self._attempt, plan_id, request, inspect)
        except RetryError:
            raise Busy from None

    async def _attempt(self, plan_id: str, request: _Request, inspect: Inspect) -> ChangeOutcome:
        """Work the request out on the plan as it is now, and store what comes of it; _Overtaken when somebody was first."""
        access = request.access
        current = await self._reader.document(plan_id, access)
        rights = access.rights(facts_of(current)) if current is not None else None
        if current is None or rights is None:
            return NotFound()
        inspect(self._view(current, rights, access))
        outcome = await self._work_out(current, rights, request)
        if not isinstance(outcome, _Next):
            return outcome
        if not await self._ledger.add(current, outcome.document, outcome.version):
            raise _Overtaken
        return Changed(PlanView.of(outcome.document, access, self._paths), outcome.merged)

    async def _work_out(self, current: Document, rights: Rights, request: _Request) -> _Next | ChangeOutcome:
        """What a request comes down to on the document as it is now."""
        access = request.access
        known = 1 <= request.base_version <= current["versie"]
        later = (
            await self._reader.versions_between(current["_id"], request.base_version, current["versie"])
            if known
            else ()
        )
        base = rewind(current, later)
        scribe = Scribe(self._paths, self._clock, access, request.note)
        found = resolve(self._paths.plan, base, request.patch, new_id)
        proposed = scribe.completed(found.changes)
        wanted = document_of(base, scribe.version(base, proposed))
        view = self._view(current, rights, access)
        refusals = refused(
            access,
            self._paths,
            found.named,
            proposed,
            self._view(base, rights, access),
            self._view(wanted, rights, access),
        )
        if refusals:
            return NotAllowed(refusals)
        problems = [*([] if known else [_unknown_version(current["versie"])]), *request.note.problems, *found.problems]
        if problems:
            return Invalid(tuple(problems))
        merged = merge(self._paths.plan, current, proposed)
        if merged.conflicts:
            # Every path of a patch is readable, so its conflicts hide nothing; the view is asked all the same.
            return VersionConflict(
                current["versie"], tuple(entry for entry in merged.conflicts if view.may_read(entry.path))
            )
        # What others changed since the version that the request was based on, as far as the caller may see it.
        since = tuple(entry for entry in each(later) if view.may_read(entry.change.path))
        if not merged.changes:
            return Changed(view, since)
        version = scribe.version(current, merged.changes)
        document = document_of(current, version)
        # Once more on the document as it is: what was merged in may have moved an item's owner.
        refusals = refused(access, self._paths, (), merged.changes, view, self._view(document, rights, access))
        if refusals:
            return NotAllowed(refusals)
        problems = check(document)
        return Invalid(tuple(problems)) if problems else _Next(document, version, since)

    def _impossible(self, access: Access, patch: Patch) -> tuple[Refusal, ...]:
        """What a patch names that this caller could do in no plan at all; empty when he can see all that it names.

        A field that he can see and not write may stand in a patch, as long as it keeps its value.
        """
        named = [self._paths.node(path) for path in sorted(named_paths(self._paths.plan, patch))]
        leaves = [leaf for leaf in named if isinstance(leaf, Leaf)]
        if all(leaf.bit & access.best.best_read for leaf in leaves):
            return ()
        return tuple(
            refusal(access, self._paths, leaf.path) for leaf in leaves if not leaf.bit & access.best.best_write
        )

    def _view(self, document: Document, rights: Rights, access: Access) -> PlanView:
        return PlanView(document, rights, access, self._paths)


def _unknown_version(current: int) -> Problem:
    return Problem(
        "verwachteVersie",
        ProblemCode.VERSIE_ONBEKEND,
        "Deze versie van het plan bestaat niet.",
        f"het nummer van de gelezen versie, van 1 tot en met {current}",
    )
