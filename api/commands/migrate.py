"""`reintegratieplan migreer`: every stored plan in the schema of now; stopped halfway, the next run goes on."""

import asyncio
from dataclasses import dataclass

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.settings import Settings
from api.startup_error import StartupError
from api.store.driver import Database
from api.store.migrating import Migrator
from api.store.server_check import open_database
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.plan import PLAN


class NotAllMigrated(StartupError):
    """Some plans cannot be stored in the schema of now; the message (Dutch) names them by id."""


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """How many plans were migrated, and to which schema."""

    done: int
    schema: int


def migrate_plans(settings: Settings, uri: str) -> MigrationReport:
    """Migrate every plan, with a progress bar; NotAllMigrated names those that the database refused, after all others."""
    return asyncio.run(_migrate(settings, uri))


async def _migrate(settings: Settings, uri: str) -> MigrationReport:
    database = Database(uri, settings.database, library=settings.mongo_driver)
    columns = (TextColumn("Plannen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    done = 0
    try:
        await open_database(database, PLAN, oldest=1)
        migrator = Migrator(database)
        with Progress(*columns) as progress:
            bar = progress.add_task("migreer", total=await migrator.pending())
            async for number in migrator.run():
                done += number
                progress.advance(bar, number)
    finally:
        await database.close()
    if migrator.refused:
        raise NotAllMigrated(
            f"{done} plannen bijgewerkt naar schema {SCHEMA_VERSION}; {len(migrator.refused)} konden niet worden opgeslagen: "
            f"{', '.join(sorted(migrator.refused))}. Meld deze nummers bij de ontwikkelaars; er is niets aan gewijzigd."
        )
    return MigrationReport(done, SCHEMA_VERSION)
