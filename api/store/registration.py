"""Registering a detention: the first version of a plan."""

from collections.abc import Iterator
from typing import Final

from api.access.access import Access
from api.access.refusal import Refusal, explain
from api.store.consequences import followed, with_consequences
from api.store.driver import AlreadyExists, Document
from api.store.ledger import Ledger
from api.store.outcomes import AlreadyRegistered, Invalid, NotAllowed, Registered, RegisterOutcome
from api.store.permission import refused
from api.store.plans import PlanReader
from api.store.receipts import Receipt, Receipts, Repeat
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

    def __init__(self, ledger: Ledger, reader: PlanReader, receipts: Receipts, paths: Paths, clock: Clock) -> None:
        self._ledger = ledger
        self._reader = reader
        self._receipts = receipts
        self._paths = paths
        self._clock = clock

    async def register(
        self, access: Access, patch: Patch, note: Note, inspect: Inspect, repeat: Repeat | None = None
    ) -> RegisterOutcome:
        """Make the first version of a plan; only the inrichting where the person is can.

        `inspect` sees the plan as it will be and may raise to stop it. `repeat` recognises the request when it is sent again;
        KeyReused when its key was given with another one.
        """
        again = await self._again(access, repeat, inspect)
        if again is not None:
            return again
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
        if all(change.path != "status" for change in changes):
            changes = [*changes, Change("status", None, _FIRST_STATUS)]
        version = scribe.version(empty, changes)
        version, document = with_consequences(empty, version, document_of(empty, version), access.today)

        receipt = self._receipts.record(repeat, Receipt(document["_id"], 1, 1, 1, ()))
        try:
            await self._ledger.open(document, version, receipt)
        except AlreadyExists:
            again = await self._again(access, repeat, inspect)
            return again or AlreadyRegistered(await self._reader.open_plan(value_at(document, _SKN), access))
        return Registered(PlanView.of(document, access, self._paths), followed(version))

    async def _again(self, access: Access, repeat: Repeat | None, inspect: Inspect) -> RegisterOutcome | None:
        """The answer that was given the first time, under the rights of now; None when there was none."""
        receipt = await self._receipts.find(repeat)
        if receipt is None:
            return None
        view = await self._reader.plan_at(receipt.plan_id, access, version=receipt.version, known_on=None)
        if view is None:
            return AlreadyRegistered(None)
        inspect(view)
        return Registered(view)

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
