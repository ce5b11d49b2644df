"""The store of plans: reading. Views go out, documents stay in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.access.access import Access
from api.store.collections import OPEN_STATUSES, PERSON, PLANS, SNAPSHOTS, VERSIONS, reached_by
from api.store.current_schema import current as current_schema
from api.store.current_schema import is_current
from api.store.driver import Database, Document, Filter
from api.store.gathering import GatheredPlans
from api.store.listing import PlanQuery, after
from api.store.projection import Projections, Wanted
from api.store.scope import lookups_of_plan, scope_of
from api.store.scribe import replay
from api.store.versions import Version, VersionedChange, net, read
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.changes import Change
from plan_schema.paths import Paths
from plan_schema.sections.som import is_outcome
from plan_schema.values import lies_within


class UnknownCursor(Exception):
    """The cursor belongs to no plan that this caller can list."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list of plans, and whether there is more."""

    views: tuple[PlanView, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version as one caller may see it.

    The author's explanation may speak of fields that the reader may not see, so it shows with all changes or not at all.
    """

    version: Version
    changes: tuple[Change, ...]
    explanation: str | None

    @classmethod
    def of(cls, version: Version, view: PlanView) -> "SeenVersion":
        """A version through a view of its plan, under the rights of now."""
        changes = tuple(change for change in version.changes if view.may_read(change.path))
        everything = _written(changes) == _written(version.changes) + version.removed
        return cls(version, changes, version.note.explanation if everything else None)


def _written(changes: Iterable[Change]) -> int:
    """How many of these changes the author made: of what followed by rules he does not speak."""
    return sum(not is_outcome(change.path) for change in changes)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which versions: every criterion that is given must hold. `path` is a path with or without ids, of a group or a field."""

    path: str | None = None
    organisation: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def where(self) -> Filter:
        """The part that the database can judge."""
        period = {sign: moment for sign, moment in (("$gte", self.since), ("$lt", self.until)) if moment is not None}
        author = {} if self.organisation is None else {"auteur.organisatie": self.organisation}
        return author | ({"tijdstip": period} if period else {})

    def covers(self, changes: Sequence[Change]) -> bool:
        """Whether one of these changes, which the caller may see, is among those asked for."""
        return any(self.path is None or lies_within(change.path, self.path) for change in changes)


ANY_VERSION: Final = HistoryFilter()


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A part of a plan's history, newest first, and whether there is more."""

    versions: tuple[SeenVersion, ...]
    has_next: bool


class PlanReader:
    """Reads plans for a caller, within what exists for him."""

    def __init__(self, database: Database, paths: Paths) -> None:
        self._database = database
        self._paths = paths
        self._projections = Projections(paths)
        self._gathered = GatheredPlans(database, paths)

    async def plan(self, plan_id: str, access: Access, wanted: Wanted | None = None) -> PlanView | None:
        """The plan as this caller may see it; None when for him it does not exist. `wanted`: all that will be looked at in it."""
        document = await self.document(plan_id, access, wanted=wanted)
        return None if document is None else self.view(document, access)

    async def plan_at(
        self, plan_id: str, access: Access, *, version: int | None, known_on: datetime | None
    ) -> PlanView | None:
        """The plan in an earlier version, or as it was known at a moment, under the rights of now; None when there was none."""
        document = await self.document(plan_id, access)
        if document is None:
            return None
        rights = access.rights(facts_of(document))
        number = document["versie"] if version is None else version
        if known_on is not None:
            number = min(number, await self._known_on(plan_id, known_on))
        if rights is None or not 1 <= number <= document["versie"] or (version is not None and number != version):
            return None
        return PlanView(await self.state(document, number), rights, access, self._paths, now=document)

    async def state(self, current: Document, number: int) -> Document:
        """The raw document in one of its versions, for the store itself."""
        if number == current["versie"]:
            return current
        where = {"planId": current["_id"], "nummer": {"$lte": number}}
        snapshot = await self._database.find_one(SNAPSHOTS, where, sort=[("nummer", -1)])
        start, reached = (
            (current_schema(snapshot["plan"]), snapshot["nummer"]) if snapshot else ({"_id": current["_id"]}, 0)
        )
        return replay(await self.versions_between(current["_id"], reached, number), start)

    async def _known_on(self, plan_id: str, moment: datetime) -> int:
        where = {"planId": plan_id, "tijdstip": {"$lte": moment}}
        record = await self._database.find_one(
            VERSIONS, where, fields={"nummer": 1}, sort=[("tijdstip", -1), ("nummer", -1)]
        )
        return 0 if record is None else int(record["nummer"])

    async def plans(
        self, query: PlanQuery, access: Access, first: int, cursor: str | None, wanted: Wanted | None = None
    ) -> Page:
        """At most `first` plans in the order asked, after the plan that the cursor names; UnknownCursor. `wanted` as in `plan`."""
        where = query.where(access)
        if cursor is not None:
            where = {"$and": [where, after(await self._cursor_plan(cursor, access, query), query.order)]}
        only = self._projections.of(wanted) if wanted else None
        documents = await self._database.find(PLANS, where, fields=only, sort=query.sort, limit=first + 1)
        if only is not None and not all(map(is_current, documents)):
            # A migration needs the whole plan.
            documents = await self._database.find(PLANS, where, sort=query.sort, limit=first + 1)
        views = [self.view(current_schema(document), access) for document in documents[:first]]
        return Page(tuple(view for view in views if view is not None), has_next=len(documents) > first)

    async def count(self, query: PlanQuery, access: Access) -> int:
        """How many plans a query finds."""
        return await self._database.count(PLANS, query.where(access))

    async def explain(self, query: PlanQuery, access: Access, first: int) -> Document:
        """How the server would answer a list: which index it takes."""
        return await self._database.explain(PLANS, query.where(access), sort=query.sort, limit=first + 1)

    async def history(
        self, plan_id: str, access: Access, first: int, before: int | None, only: HistoryFilter = ANY_VERSION
    ) -> VersionPage | None:
        """The newest versions before a number that changed something the caller may see; None when there is no such plan."""
        view = await self.plan(plan_id, access)
        if view is None:
            return None
        found: list[SeenVersion] = []
        bound = view.version + 1 if before is None else before
        while len(found) <= first and bound > 1:
            where = {"planId": plan_id, "nummer": {"$lt": bound}, **only.where()}
            records = await self._database.find(VERSIONS, where, sort=[("nummer", -1)], limit=first + 1)
            if not records:
                break
            seen = (SeenVersion.of(read(record), view) for record in records)
            found.extend(version for version in seen if only.covers(version.changes))
            bound = records[-1]["nummer"]
        return VersionPage(tuple(found[:first]), has_next=len(found) > first)

    async def difference(
        self, plan_id: str, access: Access, after: int, upto: int | None
    ) -> list[VersionedChange] | None:
        """What changed on balance between two versions, as far as the caller may see it; None without such plan or versions."""
        view = await self.plan(plan_id, access)
        last = view.version if view is not None and upto is None else upto
        if view is None or last is None or not 1 <= after <= last <= view.version:
            return None
        changes = net(await self.versions_between(plan_id, after, last))
        return [entry for entry in changes if view.may_read(entry.change.path)]

    async def span(self, view: PlanView, path: str, version: int) -> tuple[int, int] | None:
        """The first and last version in which a path held what it held in this one; None when there is no such version."""
        if not 1 <= version <= view.version:
            return None
        versions = await self.versions_between(view.id, 0, view.version)
        touched = [
            entry.number for entry in versions if any(lies_within(change.path, path) for change in entry.changes)
        ]
        first = max((number for number in touched if number <= version), default=1)
        last = min((number for number in touched if number > version), default=view.version + 1) - 1
        return first, last

    async def versions_between(self, plan_id: str, after: int, upto: int) -> Sequence[Version]:
        """Every version after a number, up to and including another, in order."""
        if after >= upto:
            return ()
        where = {"planId": plan_id, "nummer": {"$gt": after, "$lte": upto}}
        return [read(record) for record in await self._database.find(VERSIONS, where, sort=[("nummer", 1)], limit=0)]

    async def document(
        self, plan_id: str, access: Access, fields: int = 0, *, wanted: Wanted | None = None, newest: bool = False
    ) -> Document | None:
        """The raw document, for the store itself: what leaves it is a view.

        `fields`: what it must show him, as bits. `wanted`: all of it that will be looked at. `newest`: also when the primary changed a
        moment ago, which costs a round trip of the replica set.
        """
        for lookup in lookups_of_plan(access, fields):
            document = None if newest else await self._gathered.find(plan_id, lookup, wanted)
            if newest or (document is not None and wanted is not None and not is_current(document)):
                # A migration needs the whole plan.
                where = {"$and": [{"_id": plan_id}, lookup.where]}
                document = await self._database.find_one(PLANS, where, index=reached_by(lookup.path), newest=newest)
            if document is not None:
                return current_schema(document)
        return None

    async def open_plan(self, skn: str, access: Access) -> str | None:
        """The id of the open plan of this person, when the caller has a relation to it."""
        # Found by this number, it would tell whose plan it is where the number is withheld.
        scope = scope_of(access, fields=self._paths.bit(PERSON))
        where = {"$and": [{PERSON: skn, "status": {"$in": OPEN_STATUSES}}, scope]}
        found = await self._database.find_one(PLANS, where, fields={"_id": 1})
        return None if found is None else str(found["_id"])

    async def some(self, plan_ids: Sequence[str], access: Access) -> dict[str, PlanView]:
        """Plans by id, as this caller may see them, whole; those that do not exist for him are left out."""
        documents = await self._database.find(PLANS, {"_id": {"$in": list(plan_ids)}}, limit=0)
        views = (self.view(current_schema(document), access) for document in documents)
        return {view.id: view for view in views if view is not None}

    def view(self, document: Document, access: Access) -> PlanView | None:
        """A document as this caller may see it; None when nothing ties him to it."""
        rights = access.rights(facts_of(document))
        return None if rights is None else PlanView(document, rights, access, self._paths)

    async def _cursor_plan(self, cursor: str, access: Access, query: PlanQuery) -> Document:
        # Where the list goes on tells what the plan holds in the fields by which it is ordered.
        document = await self.document(cursor, access, query.fields)
        if document is None:
            raise UnknownCursor
        return document
