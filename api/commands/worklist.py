"""`reintegratieplan werkvoorraad herbereken`: the open steps of every plan by the rules of now; stopped halfway, the next run goes on."""

import asyncio
from functools import partial

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.app import now
from api.settings import Settings
from api.store.driver import Database
from api.store.recounting import Recounter
from api.store.server_check import open_database
from api.store.work import Work
from plan_schema.plan import PLAN
from plan_schema.process.basis import DUTCH_TIME
from plan_schema.process.steps import open_steps


def recount(settings: Settings, uri: str) -> int:
    """Work out the open steps of every plan, with a progress bar; of how many plans."""
    return asyncio.run(_recount(settings, uri))


async def _recount(settings: Settings, uri: str) -> int:
    database = Database(uri, settings.database, library=settings.mongo_driver)
    columns = (TextColumn("Plannen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    done = 0
    try:
        await open_database(database, PLAN)
        rule = partial(open_steps, terms=settings.terms)
        recounter = Recounter(database, Work(database, rule), now().astimezone(DUTCH_TIME).date())
        with Progress(*columns) as progress:
            bar = progress.add_task("herbereken", total=await recounter.pending())
            async for number in recounter.run():
                done += number
                progress.advance(bar, number)
    finally:
        await database.close()
    return done
