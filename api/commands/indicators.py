"""`reintegratieplan indicatoren`: the publication as a file, for who manages the installation."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from api.app import now
from api.errors import RequestRefused
from api.identity.organisations import OrganisationTable
from api.indicators.file import csv_of
from api.indicators.selection import selection
from api.indicators.service import Indicators, Publication
from api.settings import Settings
from api.startup_error import StartupError
from api.store.driver import Database
from api.store.indicators.counting import IndicatorCounter
from api.store.server_check import check_server
from plan_schema.process.indicators.dimensions import Dimension


class NoFigures(StartupError):
    """There is no publication of what was asked; the message (Dutch) says why."""


def indicators_csv(
    settings: Settings,
    uri: str,
    ids: Iterable[str],
    dimensions: Iterable[Dimension],
    since: datetime | None,
    until: datetime | None,
) -> str:
    """The publication over all inrichtingen, as text; NoFigures. The same groups are withheld here as from everybody."""
    organisations = OrganisationTable.load(settings.organisations)
    first, last = (None if day is None else day.date().isoformat() for day in (since, until))
    zone = ZoneInfo(settings.time_zone)

    async def work() -> Publication:
        database = Database(uri, settings.database, library=settings.mongo_driver)
        try:
            await check_server(database)
            indicators = Indicators(
                IndicatorCounter(database),
                (),
                organisations,
                lambda: now().astimezone(zone).date(),
                settings.indicator_threshold,
                settings.indicator_period,
            )
            asked = selection(list(ids) or None, dimensions, first, last, indicators.today)
            return await indicators.published(asked)
        finally:
            await database.close()

    try:
        return csv_of(asyncio.run(work()), organisations)
    except RequestRefused as refusal:
        told = (
            f"{fault.message} Verwacht: {fault.expected}." if fault.expected else fault.message
            for fault in refusal.faults
        )
        raise NoFigures(" ".join(told)) from None
