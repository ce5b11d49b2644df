"""The open steps of every plan, as records that an index finds: written in the transaction of the version that opens or closes them.

A record says for whom a step is and by when, never what the plan holds; who asks for his work sees of a step only what `PlanView.conclude`
shows him of the plan of now. So a record that is behind its plan, which the passing of a day can make it, is at worst not shown.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

import orjson
from strawberry.dataloader import DataLoader

from api.identity.caller import Organisation
from api.store.collections import PLANS, WORK, WORK_STANDS
from api.store.current_schema import current
from api.store.driver import Database, Document, Session
from plan_schema.changes import Change
from plan_schema.process.basis import day_of
from plan_schema.process.rewording import only_rewords
from plan_schema.process.step import Actor, Step
from plan_schema.process.steps import open_steps
from plan_schema.values import Node, value_at
from policies.context import OrganisationKind

OpenSteps: TypeAlias = Callable[[Node, date], Sequence[Step]]
"""The open steps of a plan on a day."""

MOST_AT_ONCE: Final = 64
"""Plans of which the records are read together."""

NO_TERM: Final = "9999-12-31"
"""In place of the day of a step without a term: it comes last."""


@dataclass(frozen=True, slots=True)
class WorkChange:
    """What has to be written and taken away, so that the records are those of a plan as it is now.

    `stands`: per plan the digest of all its records as they were found, None where there was none, and as they become. A change is true
    when steps open, close or change.
    """

    put: Sequence[Document] = ()
    drop: Sequence[str] = ()
    stands: Sequence[tuple[str, str | None, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.drop)


class Work:
    """Keeps the records of open steps, and of each plan a digest of all of its records.

    Nearly always a change leaves every step as it was, and then the digest says so: no record need be read. Where it only rewords, on
    the day of the one before it, that is known without working any step out.
    """

    def __init__(self, database: Database, rule: OpenSteps = open_steps) -> None:
        self._database = database
        self.rule = rule
        # Of plans that are changed at the same moment these are read at once.
        self._stands = DataLoader(self._stands_of, MOST_AT_ONCE, cache=False)
        self._known = DataLoader(self._of_plans, MOST_AT_ONCE, cache=False)

    def opened(self, documents: Sequence[Document]) -> WorkChange:
        """What has to be written for plans that are new."""
        records = {document["_id"]: self.records(document) for document in documents}
        return WorkChange(
            [record for found in records.values() for record in found],
            stands=[(plan_id, None, digest(found)) for plan_id, found in records.items()],
        )

    async def change(self, before: Document, document: Document, changes: Iterable[Change]) -> WorkChange:
        """What differs between the records of a plan and its open steps on the day of its last version, which made these changes."""
        if only_rewords(changes) and _day(before) == _day(document):
            return WorkChange()
        plan_id, wanted = document["_id"], self.records(document)
        found, becomes = await self._stands.load(plan_id), digest(wanted)
        if found == becomes:
            return WorkChange()
        return replace(difference(await self._known.load(plan_id), wanted), stands=[(plan_id, found, becomes)])

    async def changes(self, plan_ids: Iterable[str], today: date) -> list[WorkChange]:
        """The same for several plans on a day, from the records themselves; a plan that is gone has no open steps."""
        asked = list(dict.fromkeys(plan_ids))
        if not asked:
            return []
        stands, known = await self._stands_of(asked), await self._of_plans(asked)
        plans = await self._database.find(PLANS, {"_id": {"$in": asked}}, limit=0)
        wanted = {plan["_id"]: self.records(current(plan), today) for plan in plans}
        found = []
        for plan_id, before, records in zip(asked, stands, known, strict=True):
            change, after = difference(records, wanted.get(plan_id, ())), digest(wanted.get(plan_id, ()))
            # The digest goes with the records also where it stays: it is what tells that nobody wrote them meanwhile.
            if plan_id in wanted and (change or before != after):
                change = replace(change, stands=[(plan_id, before, after)])
            found.append(change)
        return found

    def records(self, document: Document, today: date | None = None) -> list[Document]:
        """The records of a plan on a day."""
        day = today or _day(document)
        reached = sorted(set(reach(document)))
        steps = self.rule(document, day)
        # Many steps, few whose turn they are.
        whose = {actor: sorted(set(holders(document, actor))) for actor in {step.actor for step in steps}}
        return [_record(document["_id"], step, whose[step.actor], reached) for step in steps]

    async def _of_plans(self, plan_ids: Sequence[str]) -> list[list[Document]]:
        found: dict[str, list[Document]] = {plan_id: [] for plan_id in plan_ids}
        for record in await self._database.find(WORK, {"planId": {"$in": list(plan_ids)}}, limit=0):
            found[record["planId"]].append(record)
        return [found[plan_id] for plan_id in plan_ids]

    async def _stands_of(self, plan_ids: Sequence[str]) -> list[str | None]:
        found = await self._database.find(WORK_STANDS, {"_id": {"$in": list(plan_ids)}}, limit=0)
        stands = {record["_id"]: record["stand"] for record in found}
        return [stands.get(plan_id) for plan_id in plan_ids]

    async def write(self, changes: Sequence[WorkChange], session: Session) -> None:
        """Store what has changed; AlreadyExists when somebody else wrote records of one of the plans since they were read."""
        drop = [key for change in changes for key in change.drop]
        if drop:
            await self._database.delete(WORK, {"_id": {"$in": drop}}, session)
        put = [({"_id": row["_id"]}, {"$set": row}) for change in changes for row in change.put]
        await self._database.put_all(WORK, put, session)
        # With another digest than was read it is not found, and to make it is refused: what differs would differ from other records.
        stands = [
            ({"_id": plan_id, "stand": before}, {"$set": {"stand": after}})
            for change in changes
            for plan_id, before, after in change.stands
        ]
        await self._database.put_all(WORK_STANDS, stands, session)


def difference(known: Sequence[Document], wanted: Sequence[Document]) -> WorkChange:
    """What makes the known records into those that are wanted."""
    before = {record["_id"]: record for record in known}
    after = {record["_id"]: record for record in wanted}
    put = [record for key, record in after.items() if before.get(key) != record]
    return WorkChange(put, [key for key in before if key not in after])


def digest(records: Sequence[Document]) -> str:
    """What tells all records of a plan from what they would be otherwise."""
    return hashlib.blake2b(orjson.dumps(records, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def step_key(step: Step) -> str:
    """What tells a step from the others of its plan, also when it moves to somebody else."""
    actor = step.actor
    whose = actor.oin or actor.gemeente or actor.role or ""
    return f"{step.kind}:{step.about or f'{actor.kind}:{whose}'}"


def _day(document: Document) -> date:
    day = day_of(document["gewijzigdOp"])
    assert day is not None  # noqa: S101 - every stored plan has the moment of its version
    return day


def _record(plan_id: str, step: Step, whose: list[str], reached: list[str]) -> Document:
    return {
        "_id": f"{plan_id}/{step_key(step)}",
        "planId": plan_id,
        "voor": whose,
        "bereik": reached,
        "rol": step.actor.role,
        "soort": step.kind.value,
        "vanaf": "" if step.since is None else step.since.isoformat(),
        "uiterlijk": NO_TERM if step.due is None else step.due.isoformat(),
    }


def holders(document: Node, actor: Actor) -> Iterator[str]:
    """Under which keys whose turn it is finds a step."""
    match actor:
        case Actor(OrganisationKind.DJI):
            yield from _of(OrganisationKind.DJI, "detentie.inrichting", document)
        case Actor(kind, _, str(oin)):
            yield f"{kind}/{oin}"
        case Actor(OrganisationKind.RECLASSERING):
            yield from _reclassering(document)
        case Actor(_, _, _, str(code)):
            yield f"{OrganisationKind.GEMEENTE}@{code}"
        case _:
            yield from _gemeenten(document)


def reach(document: Node) -> Iterator[str]:
    """The keys of everybody who has a relation with a plan."""
    yield from _of(OrganisationKind.DJI, "detentie.inrichting", document)
    yield from _reclassering(document)
    supervisor = value_at(document, "toezicht.toezichthouderOrganisatie")
    if isinstance(supervisor, str):
        yield f"{OrganisationKind.RECLASSERING}/{supervisor}"
    yield from _gemeenten(document)


def keys_of(organisation: Organisation) -> list[str]:
    """The keys under which the work of an organisation is found."""
    match organisation.kind:
        case OrganisationKind.DJI:
            return [f"{OrganisationKind.DJI}@{name}" for name in sorted(organisation.inrichtingen)]
        case OrganisationKind.RECLASSERING:
            teams = [f"{OrganisationKind.RECLASSERING}@{name}" for name in sorted(organisation.inrichtingen)]
            return [f"{OrganisationKind.RECLASSERING}/{organisation.oin}", *teams]
        case OrganisationKind.GEMEENTE:
            own = f"{OrganisationKind.GEMEENTE}/{organisation.oin}"
            return [own, f"{OrganisationKind.GEMEENTE}@{organisation.gemeentecode}"]
        case _:
            return []


def _of(kind: OrganisationKind, path: str, document: Node) -> Iterator[str]:
    name = value_at(document, path)
    if isinstance(name, str):
        yield f"{kind}@{name}"


def _reclassering(document: Node) -> Iterator[str]:
    """The organisations that are assigned, and until there are any the team of the PI (design §10.4)."""
    assigned = value_at(document, "samenStarten.toewijzing.organisaties")
    if isinstance(assigned, list):
        yield from (f"{OrganisationKind.RECLASSERING}/{oin}" for oin in assigned)
    else:
        yield from _of(OrganisationKind.RECLASSERING, "detentie.inrichting", document)


def _gemeenten(document: Node) -> Iterator[str]:
    for name in ("herkomstgemeente", "vestigingsgemeente"):
        yield from _of(OrganisationKind.GEMEENTE, f"terugkeer.{name}", document)
