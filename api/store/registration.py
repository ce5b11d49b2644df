"""Registering a detention: the first version of a plan."""

from collections.abc import Iterator
from typing import Final

from api.access.access import Access
from api.access.refusal import Refusal, explain
from api.store.collections import OPEN_STATUSES, PLANS
from api.store.driver import AlreadyExists, Database, Document
from api.store.ledger import Ledger
from api.store.outcomes import AlreadyRegistered, Invalid, NotAllowed, Registered, RegisterOutcome
from api.store.permission import refused
from api.store.scope import scope_of
from api.store.scribe import Clock, Scribe, document_of, new_id
from api.store.versions import Note
from api.view.facts import facts_of
from api.view.plan_view import Inspect, PlanView
from plan_schema.changes import Change
from plan_schema.patch import Patch, Resolution, resolve
from plan_schema.paths import Paths
from plan_schema.problems import Problem, ProblemCode
from plan_schema.rules import check
from plan_schema.values import value_at
from policies.context import Action

REQUIRED: Final = ("betrokkene.geslachtsnaam", "betrokkene.sknNummer", "detentie.inrichting", "detentie.datumAanvang")
"""What a registration needs: the elements of the signaal nieuwe detentie that identify it (002:L598)."""

_INRICHTING: Final = "detentie.inrichting"
_SKN: Final = "betrokkene.sknNummer"
_FIRST_STATUS: Final = "CONCEPT"


class Registrar:
    """Registers new plans."""

    def __init__(self, database: Database, ledger: Ledger, paths: Paths, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._paths = paths
        self._clock = clock

    async def register(self, access: Access, patch: Patch, note: Note, inspect: Inspect) -> RegisterOutcome:
        """Make the first version of a plan; only the inrichting where the person is can.

        `inspect` sees the plan as it will be and may raise to stop it.
        """
        scribe = Scribe(self._paths, self._clock, access, note)
        empty: Document = {"_id": new_id()}
        found = resolve(self._paths.plan, empty, patch, new_id)
        changes = scribe.completed(found.changes)
        document = document_of(empty, scribe.version(empty, changes))
        problems = [*note.problems, *found.problems, *_missing(document, found), *check(document)]
        rights = access.rights(facts_of(document))
        if rights is None:
            # Without an inrichting nobody is related to the plan; that is a gap in the input rather than a refusal.
            unknown = value_at(document, _INRICHTING) is None
            return Invalid(tuple(problems)) if unknown else NotAllowed((self._elsewhere(access),))
        before, after = (PlanView(state, rights, access, self._paths) for state in (empty, document))
        refusals = refused(access, self._paths, found.named, changes, before, after)
        if refusals:
            return NotAllowed(refusals)
        if problems:
            return Invalid(tuple(problems))
        inspect(after)
        return await self._store(access, scribe, empty, changes)

    async def _store(self, access: Access, scribe: Scribe, empty: Document, changes: list[Change]) -> RegisterOutcome:
        if all(change.path != "status" for change in changes):
            changes = [*changes, Change("status", None, _FIRST_STATUS)]
        version = scribe.version(empty, changes)
        document = document_of(empty, version)

        try:
            await self._ledger.open(document, version)
        except AlreadyExists:
            return AlreadyRegistered(await self._open_plan(value_at(document, _SKN), access))
        return Registered(PlanView.of(document, access, self._paths))

    async def _open_plan(self, skn: str, access: Access) -> str | None:
        """The id of the open plan of this person, when the caller has a relation to it."""
        where = {"$and": [{_SKN: skn, "status": {"$in": OPEN_STATUSES}}, scope_of(access)]}
        found = await self._database.find_one(PLANS, where, fields={"_id": 1})
        return None if found is None else str(found["_id"])

    def _elsewhere(self, access: Access) -> Refusal:
        node = self._paths.node(_INRICHTING)
        assert node is not None  # noqa: S101 - the plan is defined with it
        return explain(access, node, Action.SCHRIJVEN)


def _missing(document: Document, found: Resolution) -> Iterator[Problem]:
    wrong = {problem.path for problem in found.problems}
    for path in REQUIRED:
        if value_at(document, path) is None and path not in wrong:
            yield Problem(
                path, ProblemCode.VERPLICHT_VELD, "Dit veld is nodig om een detentie te registreren.", "een waarde"
            )
