"""`reintegratieplan som`: the SOM over every plan, on every core."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.commands.workers import spread
from api.settings import Settings
from api.signing_keys import signing_keys
from api.store.collections import PLANS
from api.store.driver import Database
from api.store.server_check import check_server
from api.store.som_survey import survey
from api.store.verifying import Range, Verifier
from plan_schema.process.som.rule_sets import RULE_SETS
from plan_schema.process.som.survey import Survey


def survey_all(settings: Settings, uri: str, today: date, names: Sequence[str]) -> Survey:
    """Count every plan by the first of these rule sets, and compare with the second where there is one; with a progress bar."""
    total = Survey()
    with asyncio.Runner() as runner:
        database = Database(uri, settings.database, library=settings.mongo_driver)
        runner.run(check_server(database))
        columns = (TextColumn("Plannen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("som", total=runner.run(database.count(PLANS, {})))
            ranges = Verifier(database, signing_keys(settings)).ranges()
            for ids, found in spread(
                _survey, _each(runner, ranges), _start_worker, (uri, settings, today, tuple(names))
            ):
                total.take(found)
                progress.advance(bar, ids.plans)
        runner.run(database.close())
    return total


def _each(runner: asyncio.Runner, ranges: AsyncIterator[Range]) -> Iterator[Range]:
    async def following() -> Range | None:
        return await anext(ranges, None)

    while (ids := runner.run(following())) is not None:
        yield ids


class _Worker:
    """One process: its own connection, and the rule sets."""

    def __init__(self, uri: str, settings: Settings, today: date, names: Sequence[str]) -> None:
        self._runner = asyncio.Runner()
        self._runner.run(self._connect(uri, settings))
        self._today = today
        self._rule_sets = [RULE_SETS[name] for name in names]

    async def _connect(self, uri: str, settings: Settings) -> None:
        self._database = Database(uri, settings.database, library=settings.mongo_driver)

    def survey(self, ids: Range) -> Survey:
        return self._runner.run(survey(self._database, ids, self._today, self._rule_sets))


_worker: _Worker | None = None


def _start_worker(uri: str, settings: Settings, today: date, names: Sequence[str]) -> None:
    global _worker  # noqa: PLW0603 - a pool's worker has no other place for its state
    _worker = _Worker(uri, settings, today, names)


def _survey(ids: Range) -> Survey:
    assert _worker is not None  # noqa: S101 - the initializer made it
    return _worker.survey(ids)
