"""A rehearsal: the same readings, rights, rules and records as in earnest, of which nothing is written.

What a step would have made is remembered, so that a later step of the same rehearsal finds it.
"""

from api.access.access import Access
from api.store.collections import OPEN_STATUSES, PERSON, PLANS
from api.store.driver import AlreadyExists, Database, Document
from api.store.ledger import Ledger
from api.store.plans import PlanReader
from api.store.projection import Wanted
from api.store.signing import Keyring
from api.store.versions import Version
from api.view.facts import facts_of
from plan_schema.paths import Paths
from plan_schema.values import value_at


class RehearsedLedger(Ledger):
    """Answers what a ledger would answer, and writes nothing.

    `made` holds the plans as they would be, `of_persons` by SKN the ids of those that are new.
    """

    def __init__(self, database: Database, keys: Keyring) -> None:
        super().__init__(database, keys)
        self.made: dict[str, Document] = {}
        self.of_persons: dict[str, str] = {}

    async def open(self, document: Document, version: Version, receipt: Document | None = None) -> None:
        """Remember a new plan; AlreadyExists when its person has an open one."""
        skn = value_at(document, PERSON)
        if skn in self.of_persons or await self._database.count(PLANS, {PERSON: skn, "status": {"$in": OPEN_STATUSES}}):
            raise AlreadyExists("rehearsal")
        self.made[document["_id"]] = document
        self.of_persons[skn] = document["_id"]

    async def add(
        self, current: Document, document: Document, version: Version, receipt: Document | None = None
    ) -> bool:
        """Remember the next version of a plan."""
        self.made[document["_id"]] = document
        return True

    async def note(self, receipt: Document) -> bool:
        """Nothing to remember: a record comes once in a rehearsal."""
        return True


class RehearsedReader(PlanReader):
    """Reads plans as a rehearsal has made them so far."""

    def __init__(self, database: Database, paths: Paths, ledger: RehearsedLedger) -> None:
        super().__init__(database, paths)
        self._ledger = ledger

    async def document(
        self, plan_id: str, access: Access, fields: int = 0, *, wanted: Wanted | None = None, newest: bool = False
    ) -> Document | None:
        """The raw document, for the store itself."""
        made = self._ledger.made.get(plan_id)
        return made or await super().document(plan_id, access, fields, wanted=wanted, newest=newest)

    async def open_plan(self, skn: str, access: Access) -> str | None:
        """The id of the open plan of this person, when the caller has a relation to it."""
        plan_id = self._ledger.of_persons.get(skn)
        if plan_id is None:
            return await super().open_plan(skn, access)
        return plan_id if access.rights(facts_of(self._ledger.made[plan_id])) else None
