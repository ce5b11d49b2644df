"""`reintegratieplan serve`: the API with the settings of the environment."""

import asyncio

from api.app import create_app
from api.logbook.wiring import log_database
from api.server import server_for
from api.settings import Settings
from api.store.driver import Database
from api.store.logbook import LogStore
from api.store.server_check import open_database
from api.telemetry.telemetry import check_metrics_port
from plan_schema.plan import PLAN


def run_server(settings: Settings) -> None:
    """Serve until stopped. What stands in the way of serving is raised before anything listens."""
    check_metrics_port(settings)
    asyncio.run(_check(settings))
    server_for(create_app(settings), settings).run()


async def _check(settings: Settings) -> None:
    database = Database(settings.mongodb_uri or "", settings.database, library=settings.mongo_driver, timeout_ms=5_000)
    try:
        await open_database(database, PLAN)
    finally:
        await database.close()
    log_store = LogStore(log_database(settings))
    try:
        await log_store.prepare()
    finally:
        await log_store.close()
