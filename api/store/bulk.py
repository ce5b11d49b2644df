"""Storing many whole histories at once: the same readings, rights, rules and records as one by one, in fewer transactions.

For filling an empty database with plans that were made up. Nothing is merged: nobody else writes in a plan that is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.access.access import Access
from api.store.consequences import with_consequences
from api.store.driver import AlreadyExists, Document
from api.store.ledger import History, Ledger
from api.store.permission import refused
from api.store.scribe import Clock, Scribe, document_of, new_id
from api.store.versions import Note, Version
from api.view.plan_view import PlanView
from plan_schema.changes import Change
from plan_schema.patch import Patch, resolve
from plan_schema.paths import Paths
from plan_schema.rules import check


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one caller adds to a plan."""

    access: Access
    patch: Patch
    note: Note


class Refused(Exception):
    """A history cannot be stored: paths and codes of what is wrong, never values."""


class BulkWriter:
    """Works histories out and stores them."""

    def __init__(self, ledger: Ledger, paths: Paths, clock: Clock) -> None:
        self._ledger = ledger
        self._paths = paths
        self._clock = clock

    async def store(self, histories: Sequence[Sequence[Contribution]]) -> int:
        """Store whole histories in one transaction; how many. None of them when a person has an open plan already: 0."""
        try:
            await self._ledger.open_all([self._work_out(history) for history in histories])
        except AlreadyExists:
            return 0
        return len(histories)

    def _work_out(self, history: Sequence[Contribution]) -> History:
        document: Document = {"_id": new_id()}
        versions: list[Version] = []
        for contribution in history:
            scribe = Scribe(self._paths, self._clock, contribution.access, contribution.note)
            found = resolve(self._paths.plan, document, contribution.patch, new_id)
            changes = scribe.completed(found.changes)
            if not versions:
                changes.append(Change("status", None, "CONCEPT"))
            version = scribe.version(document, changes)
            following = document_of(document, version)
            problems = [*contribution.note.problems, *found.problems, *check(following)]
            if problems:
                raise Refused(", ".join(f"{problem.path}: {problem.code}" for problem in problems))
            self._check_rights(contribution, found.named, changes, document if versions else following, following)
            version, document = with_consequences(document, version, following, contribution.access.today)
            versions.append(version)
        return History(document, versions)

    def _check_rights(
        self, contribution: Contribution, named: set[str], changes: list[Change], before: Document, after: Document
    ) -> None:
        # A registration is judged by the rights in the plan that it makes.
        before_view, after_view = (PlanView.of(state, contribution.access, self._paths) for state in (before, after))
        own = [change for change in changes if change.path != "status"]
        refusals = refused(contribution.access, self._paths, named, own, before_view, after_view)
        if refusals:
            raise Refused(", ".join(f"{refusal.path}: {refusal.reason}" for refusal in refusals))
