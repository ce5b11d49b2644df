"""Changing a plan: a proposal on a version becomes the next version, or a typed reason why not."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

from api.access.access import Access
from api.access.refusal import Refusal
from api.store.consequences import followed, with_consequences
from api.store.draft import Draft
from api.store.driver import Busy, Document
from api.store.ledger import Ledger
from api.store.outcomes import Changed, ChangeOutcome, Invalid, NotAllowed, NotFound, VersionConflict
from api.store.patience import Patience
from api.store.permission import refusal, refused
from api.store.plans import PlanReader
from api.store.proposals import Proposal
from api.store.receipts import Receipt, Receipts, Repeat
from api.store.scribe import Clock, Scribe, document_of, rewind
from api.store.versions import Note, Version, VersionedChange, each
from api.view.facts import facts_of
from api.view.plan_view import Inspect, PlanView
from plan_schema.merge import merge
from plan_schema.paths import Paths
from plan_schema.problems import Problem, ProblemCode
from plan_schema.rules import check

_PATIENCE: Final = Patience(10.0, 0.001, 0.05)
"""How long a change is worked out anew because somebody else wrote in between; each time another one succeeded."""

_QUEUE_SECONDS: Final = 20.0
"""How long a change waits for its turn in this process."""


class _Overtaken(Exception):
    """Somebody else stored the next version first."""


@dataclass(frozen=True, slots=True)
class _Next:
    """The next version, ready to be stored."""

    document: Document
    version: Version
    merged: tuple[VersionedChange, ...]
    left_out: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What is asked, on which version of the plan, and what the author says of it.

    `repeat` recognises the request when it is sent again; None: each time it comes it is a new one.
    """

    base_version: int
    proposal: Proposal
    note: Note
    repeat: Repeat | None = None


class Changer:
    """Changes plans."""

    def __init__(self, ledger: Ledger, reader: PlanReader, receipts: Receipts, paths: Paths, clock: Clock) -> None:
        self._ledger = ledger
        self._reader = reader
        self._receipts = receipts
        self._paths = paths
        self._clock = clock
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def now(self) -> datetime:
        """The moment of now, by the clock that versions are dated with."""
        return self._clock()

    async def change(self, plan_id: str, access: Access, request: ChangeRequest, inspect: Inspect) -> ChangeOutcome:
        """Change a plan. Busy when no place was found, KeyReused when its key was given with another request.

        `inspect` sees the plan before anything is written and may raise to stop it. Fields that this caller can see in no
        plan at all are refused without a look at this one.
        """
        impossible = request.proposal.impossible(access, self._paths)
        if impossible:
            return NotAllowed(impossible)
        async with self._turn(plan_id):
            try:
                return await _PATIENCE.gives(
                    lambda: self._attempt(plan_id, access, request, inspect),
                    lambda error: isinstance(error, _Overtaken),
                )
            except _Overtaken:
                raise Busy from None

    @asynccontextmanager
    async def _turn(self, plan_id: str) -> AsyncIterator[None]:
        """One change of a plan at a time in this process; Busy when the wait is too long.

        Other processes are met in the database. Here, fifty who work out the same version would waste the work of all but one.
        """
        turn = self._turns.get(plan_id)
        if turn is None:
            turn = self._turns[plan_id] = asyncio.Lock()
        try:
            async with asyncio.timeout(_QUEUE_SECONDS):
                await turn.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            yield
        finally:
            turn.release()

    async def _attempt(self, plan_id: str, access: Access, request: ChangeRequest, inspect: Inspect) -> ChangeOutcome:
        """Work the request out on the plan as it is now, and store what comes of it; _Overtaken when somebody was first."""
        current = await self._reader.document(plan_id, access)
        if current is not None and request.base_version > current["versie"]:
            # A primary that was just chosen may not know yet what the one before it acknowledged.
            current = await self._reader.document(plan_id, access, newest=True)
        rights = access.rights(facts_of(current)) if current is not None else None
        if current is None or rights is None:
            return NotFound()
        view = PlanView(current, rights, access, self._paths)
        inspect(view)
        earlier = await self._receipts.find(request.repeat)
        if earlier is not None:
            return await self._again(earlier, current, view)
        outcome = await self._work_out(view, current, access, request)
        if isinstance(outcome, Changed):
            receipt = self._receipt(request, current["versie"], current, outcome.left_out)
            if receipt is not None and not await self._ledger.note(receipt):
                raise _Overtaken
        if not isinstance(outcome, _Next):
            return outcome
        receipt = self._receipt(request, current["versie"], outcome.document, outcome.left_out)
        if not await self._ledger.add(current, outcome.document, outcome.version, receipt):
            raise _Overtaken
        return Changed(
            PlanView.of(outcome.document, access, self._paths),
            outcome.merged,
            outcome.left_out,
            followed(outcome.version),
        )

    async def _work_out(
        self, view: PlanView, current: Document, access: Access, request: ChangeRequest
    ) -> _Next | ChangeOutcome:
        """What a request comes down to on the document as it is now."""
        known = 1 <= request.base_version <= current["versie"]
        later = (
            await self._reader.versions_between(current["_id"], request.base_version, current["versie"])
            if known
            else ()
        )
        scribe = Scribe(self._paths, self._clock, access, request.note)
        draft = Draft(rewind(current, later), request.base_version, access, view.rights, self._paths, scribe)
        proposed = await request.proposal.on(draft)
        version, document = draft.with_changes(proposed.changes)
        refusals = draft.refused_as(proposed.named, proposed.changes, document)
        if refusals:
            return NotAllowed(refusals)
        problems = [
            *([] if known else [_unknown_version(current["versie"])]),
            *request.note.problems,
            *proposed.problems,
        ]
        if problems:
            return Invalid(tuple(problems))
        merged = merge(self._paths.plan, current, proposed.changes)
        if merged.conflicts:
            # Every path of a proposal is readable, so its conflicts hide nothing; the view is asked all the same.
            return VersionConflict(
                current["versie"], tuple(entry for entry in merged.conflicts if view.may_read(entry.path))
            )
        if later and proposed.guard is not None:
            again = proposed.guard(current)
            hidden = [path for path in again.rests_on if not view.may_read(path)]
            if hidden:
                return NotAllowed(refused(access, self._paths, hidden[:1], (), view, view))
            if again.problems:
                return Invalid(again.problems)
        since = _seen(later, view)
        if not merged.changes:
            return Changed(view, since, proposed.left_out)
        if later or merged.changes != tuple(proposed.changes):
            version = scribe.version(current, merged.changes)
            document = document_of(current, version)
            # Once more on the document as it is: what was merged in may have moved an item's owner.
            refusals = refused(access, self._paths, (), merged.changes, view, draft.view(document))
            if refusals:
                return NotAllowed(refusals)
        problems = check(document, view.rights.shielded)
        if problems:
            return Invalid(tuple(problems))
        version, document = with_consequences(current, version, document, access.today)
        return _Next(document, version, since, proposed.left_out)

    def _receipt(
        self, request: ChangeRequest, merged_upto: int, document: Document, left_out: Sequence[Refusal]
    ) -> Document | None:
        paths = tuple(entry.path for entry in left_out)
        receipt = Receipt(document["_id"], document["versie"], request.base_version, merged_upto, paths)
        return self._receipts.record(request.repeat, receipt)

    async def _again(self, receipt: Receipt, current: Document, view: PlanView) -> Changed:
        """The answer that was given the first time, under the rights of now."""
        state = await self._reader.state(current, receipt.version)
        merged = await self._reader.versions_between(current["_id"], receipt.base_version, receipt.merged_upto)
        left_out = tuple(refusal(view.access, self._paths, path) for path in receipt.left_out)
        return Changed(view.earlier(state), _seen(merged, view), left_out)


def _seen(versions: Sequence[Version], view: PlanView) -> tuple[VersionedChange, ...]:
    """What others changed since the version that a request was based on, as far as its sender may see it."""
    return tuple(entry for entry in each(versions) if view.may_read(entry.change.path))


def _unknown_version(current: int) -> Problem:
    return Problem(
        "verwachteVersie",
        ProblemCode.VERSIE_ONBEKEND,
        "Deze versie van het plan bestaat niet.",
        f"het nummer van de gelezen versie, van 1 tot en met {current}",
    )
