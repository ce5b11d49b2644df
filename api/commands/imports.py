"""`reintegratieplan importeer`: a file of another system, as a system of the organisation that it is imported for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.access.access import Access
from api.app import now
from api.identity.caller import Caller, Organisation
from api.identity.organisations import OrganisationTable
from api.imports.faults import FaultCode, ImportRefused
from api.imports.importer import Doors, Importer, remark_of
from api.imports.report import Entry, Report, Result
from api.imports.rows import Checked, checked
from api.imports.source_file import SourceFile, read_file
from api.logbook.trace import Trace
from api.logbook.wiring import log_database, recorder_for
from api.logbook.writer import LogUnavailable
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.changing import Changer
from api.store.driver import Database, DatabaseError
from api.store.imports import ImportLedger, SourceBook
from api.store.logbook import LogStore
from api.store.plans import PlanReader
from api.store.registration import Registrar
from api.store.rehearsal import RehearsedLedger, RehearsedReader
from api.store.server_check import open_database
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.imports.layout import Layout
from plan_schema.process.imports.records import Reading
from plan_schema.process.steps import open_steps
from policies.context import OrganisationKind, Purpose, Role
from policies.policy import Policy
from policies.table import TABLES

CLIENT: Final = "reintegratieplan importeer"
_AGAIN: Final = "niet bereikbaar; wat erin is blijft, en dezelfde opdracht gaat verder waar deze bleef"
_WORDS_OF_KIND: Final = {
    OrganisationKind.DJI: "een inrichting (DJI)",
    OrganisationKind.RECLASSERING: "een reclasseringsorganisatie",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported: which file, for whom (OIN), and as of which day what names none.

    `rehearsed`: work everything out and write nothing.
    """

    layout: Layout
    file: Path
    sender: str
    as_of: date | None = None
    rehearsed: bool = False


def import_file(settings: Settings, uri: str, order: Order) -> Report:
    """What came of every record of a file, with a progress bar on stderr. ImportRefused before anything is done."""
    today = now().astimezone(ZoneInfo(settings.time_zone)).date()
    access = _access(settings, order, today)
    file = read_file(order.file, order.layout)
    reading = Reading(order.layout, file.form, _as_of(order, file), today.isoformat())
    rows = checked(file, reading)
    return asyncio.run(_import(settings, uri, order, _Work(file, reading, rows, access)))


@dataclass(frozen=True, slots=True)
class _Work:
    file: SourceFile
    reading: Reading
    rows: Checked
    access: Access


def _access(settings: Settings, order: Order, today: date) -> Access:
    organisation = OrganisationTable.load(settings.organisations).get(order.sender)
    if organisation is None:
        raise ImportRefused(
            FaultCode.ORGANISATIE_ONBEKEND, "--namens", "verwacht een OIN uit de organisatietabel van deze dienst"
        )
    kind = OrganisationKind(order.layout.sender)
    if organisation.kind is not kind:
        raise ImportRefused(
            FaultCode.VERKEERDE_AFZENDER,
            "--namens",
            f"{order.layout.name} komt van {_WORDS_OF_KIND[kind]}; {organisation.name} is dat niet",
        )
    policy = Policy.load(PLAN, today, settings.policies or TABLES)
    return Access(_caller(organisation, order), policy, today, settings.aftercare_months)


def _caller(organisation: Organisation, order: Order) -> Caller:
    return Caller(
        organisation,
        Role.SYSTEEM,
        frozenset(map(Purpose, order.layout.purposes)),
        f"import:{order.layout.name}",
        CLIENT,
        now() + timedelta(days=1),
        client=CLIENT,
    )


def _as_of(order: Order, file: SourceFile) -> str | None:
    if order.as_of is not None:
        return order.as_of.isoformat()
    if file.reference_date is None:
        return None
    try:
        return date.fromisoformat(file.reference_date).isoformat()
    except ValueError:
        raise ImportRefused(
            FaultCode.PEILDATUM_ONGELDIG, f"{order.file.name}, peildatum", "verwacht een datum als JJJJ-MM-DD"
        ) from None


async def _import(settings: Settings, uri: str, order: Order, work: _Work) -> Report:
    trace = Trace.of({})
    async with _opened(settings, uri, order) as (doors, logs):
        recorder = recorder_for(settings, logs)
        writing = asyncio.create_task(recorder.writer.run())
        importer = Importer(doors, work.access, work.reading, recorder, trace, ZoneInfo(settings.time_zone))
        columns = (TextColumn("Records"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        try:
            with Progress(*columns, console=Console(stderr=True)) as progress:
                bar = progress.add_task(order.layout.name, total=len(work.rows.records))
                done = await importer.run(work.rows.records, lambda: progress.advance(bar))
        except* (DatabaseError, LogUnavailable):
            # One may bring about the other, and both stop it: without logs nothing is written.
            raise ImportRefused(FaultCode.DATABASE_NIET_BEREIKBAAR, "database of logboek", _AGAIN) from None
        finally:
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing
    refused = [
        Entry(
            row.place,
            row.mark,
            Result.GEWEIGERD,
            remarks=tuple(remark_of(fault, work.reading) for fault in row.problems),
        )
        for row in work.rows.faulty
    ]
    order_of = {place: number for number, place in enumerate(row.place for row in work.file.rows)}
    entries = sorted([*done, *refused], key=lambda entry: order_of[entry.place])
    return Report(order.layout.name, order.rehearsed, work.file.encoding, trace.trace_id, entries)


@asynccontextmanager
async def _opened(settings: Settings, uri: str, order: Order) -> AsyncIterator[tuple[Doors, LogStore]]:
    database = Database(uri, settings.database, library=settings.mongo_driver)
    logs = LogStore(log_database(settings.model_copy(update={"mongodb_uri": uri})))
    try:
        await open_database(database, PLAN)
        await logs.prepare()
        yield _doors(settings, database, rehearsed=order.rehearsed), logs
    finally:
        await logs.close()
        await database.close()


def _doors(settings: Settings, database: Database, *, rehearsed: bool) -> Doors:
    keys = signing_keys(settings)
    book = SourceBook(database, keys, now)
    if rehearsed:
        rehearsal = RehearsedLedger(database, keys)
        ledger, reader = rehearsal, RehearsedReader(database, PATHS, rehearsal)
        return Doors(
            reader,
            Registrar(ledger, reader, book, PATHS, now),
            Changer(ledger, reader, book, PATHS, now),
            book,
            rehearsed=True,
        )
    writing = ImportLedger(database, keys, rule=partial(open_steps, terms=settings.terms))
    plain = PlanReader(database, PATHS)
    return Doors(plain, Registrar(writing, plain, book, PATHS, now), Changer(writing, plain, book, PATHS, now), book)
