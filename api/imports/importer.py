"""The importer: every record of a file through the same door as any other writer, as a system of one organisation.

A record that was imported before and says nothing new costs one look at what was kept of it. Records of one person come in the order
of the file, those of others side by side.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import reduce
from operator import or_
from typing import Final

from api.access.access import Access
from api.graphql.accounting import account_for_change, account_for_registration
from api.imports.report import Entry, Remark, Result
from api.logbook.ids import new_span
from api.logbook.recorder import Recorder
from api.logbook.trace import Trace
from api.logbook.trail import PLAN_ITSELF, Asked, Trail
from api.store import outcomes
from api.store.changing import Changer, ChangeRequest
from api.store.driver import Busy
from api.store.imports import Imported, Known, SourceBook
from api.store.plans import PlanReader
from api.store.projection import Wanted
from api.store.registration import Registrar
from api.store.versions import Note
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.imports.layout import SKN
from plan_schema.process.imports.records import Reading, SourceRecord
from plan_schema.process.imports.settlement import FIRST_TIME, Earlier, Held, opening
from plan_schema.values import schema_path

ROOT: Final = "importeer"
"""What an import is called in the logs, where others have the root field that was asked."""
AT_ONCE: Final = 16
"""Persons whose records are worked out side by side: enough to share the disk's syncs, few enough to leave room for others."""
_TRIES: Final = 5
_SKN_BIT: Final = PATHS.bit(SKN)


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of the store that an import goes through; `book` knows its records again. `rehearsed`: nothing is written."""

    reader: PlanReader
    registrar: Registrar
    changer: Changer
    book: SourceBook
    rehearsed: bool = False


class Importer:
    """Imports records for one caller; `trace` ties all of them together in the logs."""

    def __init__(
        self, doors: Doors, access: Access, reading: Reading, recorder: Recorder, trace: Trace, zone: tzinfo
    ) -> None:
        self._rehearsed = doors.rehearsed
        self._doors = doors
        self._access = access
        self._reading = reading
        self._recorder = recorder
        self._trace = trace
        self._zone = zone
        self._sender = access.caller.organisation.oin

    async def run(self, records: Sequence[SourceRecord], tell: Callable[[], None]) -> list[Entry]:
        """What came of each record, in the order given; `tell` is called when one is done. LogUnavailable stops it."""
        persons: dict[str, list[int]] = {}
        for number, record in enumerate(records):
            persons.setdefault(record.skn, []).append(number)
        waiting = iter(persons.values())
        entries: dict[int, Entry] = {}

        async def work() -> None:
            for numbers in waiting:
                for number in numbers:
                    entries[number] = await self._one(records[number])
                    tell()

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
        return [entries[number] for number in range(len(records))]

    async def _one(self, record: SourceRecord) -> Entry:
        for _ in range(_TRIES - 1):
            entry = await self._try(record)
            if entry is not None:
                return entry
        return await self._try(record) or _refused(record, [Remark("bezet", "", "Het plan wordt steeds gewijzigd.")])

    async def _try(self, record: SourceRecord) -> Entry | None:
        """What came of a record; None when somebody changed the plan meanwhile, so that another try may do."""
        known = await self._doors.book.known(record, self._sender)
        if known is not None and known.same and record.layout.opens:
            return _unchanged(record, known)
        access = replace(self._access, judged=[])
        span = Trace(self._trace.trace_id, new_span(), self._trace.span_id, None)
        trail = Trail(span, _asked(record.layout.name), access)
        # By whose number a plan is looked for, whether there is one is told.
        trail.criteria |= _SKN_BIT
        await self._recorder.ready()
        status = 200
        try:
            return await self._work_out(record, known, trail)
        except Busy:
            status = 503
            trail.nothing(ROOT)
            return None
        finally:
            await self._recorder.close(trail, status)

    async def _work_out(self, record: SourceRecord, known: Known | None, trail: Trail) -> Entry | None:
        current = await self._doors.reader.open_plan(record.skn, trail.access)
        if known is not None and SKN not in known.earlier.repeated and current != known.plan_id:
            trail.nothing(ROOT)
            message = "Dit kenmerk hoort bij een record dat eerder over iemand anders werd geïmporteerd."
            return _refused(record, [Remark(ProblemCode.TEGENSTRIJDIG, self._reading.named(SKN), message)])
        plan_id = known.plan_id if known is not None and record.layout.opens else current
        if plan_id is None:
            trail.nothing(ROOT)
            return await self._register(record, trail) if record.layout.opens else self._not_found(record)
        if known is None or known.plan_id != plan_id:
            return await self._change(record, plan_id, FIRST_TIME, trail)
        if known.same:
            trail.of_id(ROOT, plan_id)
            return _unchanged(record, known)
        return await self._change(record, plan_id, known.earlier, trail)

    async def _register(self, record: SourceRecord, trail: Trail) -> Entry | None:
        repeat = self._doors.book.repeat(record, self._sender, None, FIRST_TIME)
        outcome = await self._doors.registrar.register(
            trail.access, opening(record), _note(record), lambda _: None, repeat
        )
        if repeat.course.recognised:
            # Somebody else imported it a moment ago.
            trail.nothing(ROOT)
            return None
        # What was rehearsed was not written, and a plan that was not made is nobody's.
        account_for_registration(trail, ROOT, outcomes.Invalid(()) if self._rehearsed else outcome)
        match outcome:
            case outcomes.Registered(view):
                if self._rehearsed:
                    return Entry(record.place, record.mark, Result.NIEUW_PLAN)
                return Entry(record.place, record.mark, Result.NIEUW_PLAN, view.id, view.version)
            case outcomes.AlreadyRegistered(None):
                message = "Voor deze persoon loopt al een plan, waarmee uw organisatie geen relatie heeft."
                return _refused(record, [Remark("planBestaatAl", self._reading.named(SKN), message)])
            case outcomes.AlreadyRegistered():
                return None
            case outcomes.NotAllowed() | outcomes.Invalid():
                return self._turned_down(record, outcome)

    async def _change(self, record: SourceRecord, plan_id: str, earlier: Earlier, trail: Trail) -> Entry | None:
        before = await self._doors.reader.plan(plan_id, trail.access, Wanted(PLAN_ITSELF, provenance=False))
        if before is None:
            trail.nothing(ROOT, plan_id)
            return self._not_found(record)
        named = reduce(or_, (PATHS.bit(path) for path in record.values), PLAN_ITSELF)

        def inspect(view: PlanView) -> None:
            # What a record changes, and what it does not, tells what the plan holds there.
            trail.of(ROOT, view).shows(view.version, PLAN_ITSELF | named & view.readable)

        repeat = self._doors.book.repeat(record, self._sender, plan_id, earlier)
        request = ChangeRequest(before.version, Imported(repeat, earlier, self._zone), _note(record), repeat)
        outcome = await self._doors.changer.change(plan_id, trail.access, request, inspect)
        compared = isinstance(outcome, outcomes.Changed) and (self._rehearsed or repeat.course.recognised)
        account_for_change(trail, ROOT, outcomes.Changed(before) if compared else outcome, plan_id, before.version)
        match outcome:
            case outcomes.Changed() if repeat.course.recognised:
                # Somebody else imported it a moment ago: what is kept of it tells the rest.
                return None
            case outcomes.Changed(after):
                # Looked at last when nobody could come between any more.
                changed = after.version > max(trail.of_id(ROOT, plan_id).read)
                result = Result.GEWIJZIGD if changed else Result.ONGEWIJZIGD
                entry = Entry(record.place, record.mark, result, plan_id, after.version, kept=_kept(repeat.course.held))
                # A version that was only rehearsed is not there.
                return replace(entry, plan_id=None, version=None) if changed and self._rehearsed else entry
            case outcomes.VersionConflict():
                return None
            case outcomes.NotFound():
                return self._not_found(record)
            case outcomes.NotAllowed() | outcomes.Invalid():
                return self._turned_down(record, outcome)

    def _not_found(self, record: SourceRecord) -> Entry:
        message = "Voor deze persoon loopt geen plan, of uw organisatie heeft er geen relatie mee."
        return _refused(record, [Remark("planNietGevonden", self._reading.named(SKN), message)])

    def _turned_down(self, record: SourceRecord, outcome: outcomes.NotAllowed | outcomes.Invalid) -> Entry:
        if isinstance(outcome, outcomes.Invalid):
            return _refused(record, [remark_of(problem, self._reading) for problem in outcome.problems])
        remarks = [
            Remark(
                "veldNietToegestaan",
                self._reading.named(schema_path(refusal.path)),
                f"Uw organisatie mag dit veld in dit plan niet schrijven: {refusal.reason}.",
                ", ".join(refusal.who_may) or None,
            )
            for refusal in outcome.refusals
        ]
        return _refused(record, remarks)


def remark_of(problem: Problem, reading: Reading) -> Remark:
    """What is wrong with a record, at the column where it stands."""
    return Remark(problem.code, reading.named(schema_path(problem.path)), problem.message, problem.expected)


def _asked(layout: str) -> Asked:
    digest = hashlib.sha256(f"{ROOT} {layout}".encode()).hexdigest()
    return Asked(digest, "mutation", {ROOT: ROOT}, 0, lenient=False)


def _note(record: SourceRecord) -> Note:
    numbered = f", kenmerk {record.mark}" if record.mark else ""
    said = {"toelichting": f"Import{numbered}", "peildatum": record.reference_date, "bron": record.layout.system}
    return Note.of(said)


def _refused(record: SourceRecord, remarks: Sequence[Remark]) -> Entry:
    return Entry(record.place, record.mark, Result.GEWEIGERD, remarks=tuple(remarks))


def _unchanged(record: SourceRecord, known: Known) -> Entry:
    return Entry(record.place, record.mark, Result.ONGEWIJZIGD, known.plan_id, known.version, kept=_kept(known.held))


def _kept(held: Iterable[Held]) -> tuple[tuple[str, str], ...]:
    return tuple((entry.path, str(entry.reason)) for entry in held)
