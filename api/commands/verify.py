"""`reintegratieplan verify`: whether every plan is what its signed versions say, and every destruction has its certificate."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.commands.workers import spread
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.certificates import verify_certificates
from api.store.collections import PLANS
from api.store.driver import Database
from api.store.plan_check import Finding
from api.store.server_check import check_server
from api.store.verifying import Range, Report, Verifier


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and how often something was wrong."""

    plans: int
    versions: int
    certificates: int
    findings: int


def verify_plan(settings: Settings, uri: str, plan_id: str, tell: Callable[[Finding], None]) -> Verified:
    """Verify one plan; nothing was looked at when nothing is stored of it."""
    with asyncio.Runner() as runner:
        database = Database(uri, settings.database, library=settings.mongo_driver)
        runner.run(check_server(database))
        report = runner.run(Verifier(database, signing_keys(settings)).plan(plan_id))
        runner.run(database.close())
    for finding in report.findings:
        tell(finding)
    return Verified(report.plans, report.versions, 0, len(report.findings))


def verify_all(settings: Settings, uri: str, tell: Callable[[Finding], None]) -> Verified:
    """Verify everything, on every core, with a progress bar; `tell` hears of each finding at once."""
    plans = versions = findings = 0
    with asyncio.Runner() as runner:
        database = Database(uri, settings.database, library=settings.mongo_driver)
        keys = signing_keys(settings)
        runner.run(check_server(database))
        verifier = Verifier(database, keys)
        columns = (TextColumn("Plannen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("verify", total=runner.run(database.count(PLANS, {})))
            for ids, report in spread(_verify, _each(runner, verifier.ranges()), _start_worker, (uri, settings)):
                plans, versions = plans + report.plans, versions + report.versions
                findings += len(report.findings)
                for finding in report.findings:
                    tell(finding)
                progress.advance(bar, ids.plans)
        certificates, wrong = runner.run(verify_certificates(database, keys))
        for finding in [*runner.run(verifier.strays()), *wrong]:
            tell(finding)
            findings += 1
        runner.run(database.close())
    return Verified(plans, versions, certificates, findings)


def _each(runner: asyncio.Runner, ranges: AsyncIterator[Range]) -> Iterator[Range]:
    async def following() -> Range | None:
        return await anext(ranges, None)

    while (ids := runner.run(following())) is not None:
        yield ids


class _Worker:
    """One process: its own connection and keys."""

    def __init__(self, uri: str, settings: Settings) -> None:
        self._runner = asyncio.Runner()
        self._runner.run(self._connect(uri, settings))

    async def _connect(self, uri: str, settings: Settings) -> None:
        self._verifier = Verifier(
            Database(uri, settings.database, library=settings.mongo_driver), signing_keys(settings)
        )

    def verify(self, ids: Range) -> Report:
        return self._runner.run(self._verifier.range(ids))


_worker: _Worker | None = None


def _start_worker(uri: str, settings: Settings) -> None:
    global _worker  # noqa: PLW0603 - a pool's worker has no other place for its state
    _worker = _Worker(uri, settings)


def _verify(ids: Range) -> Report:
    assert _worker is not None  # noqa: S101 - the initializer made it
    return _worker.verify(ids)
