"""`reintegratieplan seed`: made-up plans, as many as wanted, the same for the same seed."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.access.access import Access
from api.app import now
from api.demo.generator import generate
from api.demo.step import Step
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.personas import persona_named
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.bulk import BulkWriter, Contribution
from api.store.driver import Database
from api.store.ledger import Ledger
from api.store.server_check import open_database
from api.store.versions import Note
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.steps import open_steps
from policies.policy import Policy

BATCH = 100
"""Plans per transaction: large enough to share its cost, small enough for the server's limits."""

SEED = 2026


@dataclass(frozen=True, slots=True)
class SeedReport:
    """How many plans were stored, and how many there were already."""

    stored: int
    skipped: int


def seed_plans(settings: Settings, uri: str, number: int, today: date, seed: int = SEED) -> SeedReport:
    """Store `number` generated plans, on every core, with a progress bar. Again: those that are there are skipped."""
    asyncio.run(_prepare(uri, settings))
    stored = 0
    columns = (TextColumn("Plannen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with (
        Progress(*columns) as progress,
        ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _start_worker, (uri, settings, today)) as pool,
    ):
        bar = progress.add_task("seed", total=number)
        for size, result in _spread(pool, _batches(number, seed, today)):
            stored += result
            progress.advance(bar, size)
    return SeedReport(stored, number - stored)


def _batches(number: int, seed: int, today: date) -> Iterator[list[list[Step]]]:
    histories = generate(number, seed, today)
    while batch := list(islice(histories, BATCH)):
        yield batch


def _spread(pool: ProcessPoolExecutor, batches: Iterator[list[list[Step]]]) -> Iterator[tuple[int, int]]:
    """Hand batches to the workers, a few ahead of them, so that memory stays bounded."""
    pending: dict[Future[int], int] = {}
    ahead = 2 * (os.cpu_count() or 1) + 1
    for batch in batches:
        pending[pool.submit(_store, batch)] = len(batch)
        while len(pending) >= ahead:
            yield from _finished(pending)
    while pending:
        yield from _finished(pending)


def _finished(pending: dict[Future[int], int]) -> Iterator[tuple[int, int]]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        yield pending.pop(future), future.result()


async def _prepare(uri: str, settings: Settings) -> None:
    database = Database(uri, settings.database, library=settings.mongo_driver)
    await open_database(database, PLAN)
    await database.close()


class _Worker:
    """One process: its own connection, policy and callers."""

    def __init__(self, uri: str, settings: Settings, today: date) -> None:
        self._runner = asyncio.Runner()
        self._organisations = OrganisationTable.load(settings.organisations)
        self._policy = Policy.load(PLAN, today)
        self._today = today
        self._months = settings.aftercare_months
        self._accesses: dict[str, Access] = {}
        self._runner.run(self._connect(uri, settings))

    async def _connect(self, uri: str, settings: Settings) -> None:
        database = Database(uri, settings.database, library=settings.mongo_driver)
        ledger = Ledger(database, signing_keys(settings), rule=partial(open_steps, terms=settings.terms))
        self._writer = BulkWriter(ledger, PATHS, now)

    def store(self, batch: Sequence[Sequence[Step]]) -> int:
        histories = [[self._contribution(step) for step in history] for history in batch]
        return self._runner.run(self._writer.store(histories))

    def _contribution(self, step: Step) -> Contribution:
        return Contribution(self._access(step.persona), step.patch, Note.of(step.note))

    def _access(self, name: str) -> Access:
        if name not in self._accesses:
            persona = persona_named(name)
            organisation = self._organisations.get(persona.oin)
            assert organisation is not None  # noqa: S101 - the personas are in the development table
            caller = Caller(
                organisation,
                persona.role,
                persona.purposes,
                f"persona:{name}",
                "seed",
                now() + timedelta(days=1),
                level=persona.level,
            )
            self._accesses[name] = Access(caller, self._policy, self._today, self._months)
        return self._accesses[name]


_worker: _Worker | None = None


def _start_worker(uri: str, settings: Settings, today: date) -> None:
    global _worker  # noqa: PLW0603 - a pool's worker has no other place for its state
    _worker = _Worker(uri, settings, today)


def _store(batch: list[list[Step]]) -> int:
    assert _worker is not None  # noqa: S101 - the initializer made it
    return _worker.store(batch)
