"""`reintegratieplan bewaren`, `vernietig` and `certificaat`: what stays, what goes, and the proof of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from api.app import now
from api.logbook.destruction import destruction_record
from api.logbook.pseudonyms import pseudonyms
from api.logbook.reading import Logbook
from api.logbook.wiring import log_database, retention_of
from api.settings import Settings
from api.signing_keys import signing_keys
from api.startup_error import StartupError
from api.store.certificates import Certificate, certificate_faults, find_certificate
from api.store.destruction import Destroyer, Forget
from api.store.driver import Database
from api.store.holdings import check_collections
from api.store.holds import Holds
from api.store.logbook import LogStore
from api.store.retention import Retention
from api.store.server_check import check_server
from api.store.stored import Stored

SYSTEM = "reintegratieplan"
"""Who acted when nobody was named: the system. The user of the machine is a person, so he is not put down."""

Result = TypeVar("Result")


class RetentionRefused(StartupError):
    """What was asked cannot be done; the message (Dutch) says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate in Dutch, and whether it is valid."""

    text: str
    valid: bool


def hold(settings: Settings, uri: str, plan_id: str, reason: str, by: str) -> None:
    """Keep a plan until the hold is lifted; HoldRefused."""
    _run(settings, uri, lambda database: Holds(database, now).place(plan_id, reason, by))


def lift(settings: Settings, uri: str, plan_id: str, by: str) -> None:
    """End the hold on a plan; HoldRefused."""
    _run(settings, uri, lambda database: Holds(database, now).lift(plan_id, by))


def list_due(settings: Settings, uri: str, day: date | None, tell: Callable[[str], None]) -> int:
    """Tell the id of each plan whose term has passed on this day (None: today); how many."""

    async def work(database: Database) -> int:
        count = 0
        async for plan_id in _retention(settings, database).due(day or today(settings)):
            tell(plan_id)
            count += 1
        return count

    return _run(settings, uri, work)


def destroy_due(settings: Settings, uri: str, day: date | None, by: str, tell: Callable[[Certificate], None]) -> int:
    """Destroy each plan whose term has passed on this day (None: today), tell its certificate; how many. RetentionRefused."""
    if day is not None and day > today(settings):
        raise RetentionRefused("Vernietigen kan niet op een peildatum die nog komt.")

    async def work(database: Database) -> int:
        await check_collections(database)
        retention = _retention(settings, database)
        logs = log_database(settings.model_copy(update={"mongodb_uri": uri}))
        destroyer = Destroyer(database, signing_keys(settings), retention, now, _forgetting(settings, logs))
        until, count = day or today(settings), 0
        async for plan_id in retention.due(until):
            certificate = await destroyer.destroy(plan_id, until, by)
            if certificate is not None:
                record = destruction_record(certificate.id, certificate.moment, retention_of(settings))
                await LogStore(logs).append([record], [])
                tell(certificate)
                count += 1
        await logs.close()
        return count

    return _run(settings, uri, work)


def _forgetting(settings: Settings, logs: Database) -> Forget:
    known, logbook = pseudonyms(settings), Logbook(logs)

    async def forget(plan_id: str, skn: str | None) -> int:
        return await logbook.forget(plan_id, known.all(skn) if skn is not None else ())

    return forget


def show_certificate(settings: Settings, uri: str, name: str) -> Shown:
    """The certificate with this id, or of the plan with this id. RetentionRefused when there is none."""

    async def work(database: Database) -> Shown:
        record = await find_certificate(database, name)
        if record is None:
            raise RetentionRefused("Er is geen certificaat met dit nummer, en geen van een plan met dit nummer.")
        faults = await certificate_faults(database, record, signing_keys(settings))
        verdict = "ongeldig: " + "; ".join(faults) if faults else "geldig"
        return Shown(
            "\n".join([*_lines(record, ZoneInfo(settings.time_zone)), f"Het certificaat is {verdict}."]), not faults
        )

    return _run(settings, uri, work)


def today(settings: Settings) -> date:
    """The day of now where the plans are kept."""
    return now().astimezone(ZoneInfo(settings.time_zone)).date()


def _retention(settings: Settings, database: Database) -> Retention:
    zone = ZoneInfo(settings.time_zone)
    return Retention(database, Holds(database, now), settings.retention_months, zone)


def _lines(record: Stored, zone: ZoneInfo) -> list[str]:
    content = record.content
    moment, counts = content.get("tijdstip"), content.get("aantallen")
    amounts = counts.items() if isinstance(counts, dict) else ()
    rows: list[tuple[str, Any]] = [
        ("Certificaat van vernietiging", f"{content.get('nummer')} ({content.get('_id')})"),
        ("Plan", content.get("planId")),
        ("Vernietigd op", f"{moment.astimezone(zone):%d-%m-%Y %H:%M}" if isinstance(moment, datetime) else None),
        ("Door", content.get("door")),
        ("Grondslag", content.get("grondslag")),
        ("Bewaard tot en met", content.get("bewaardTot")),
        ("Aantal versies", content.get("versies")),
        ("Hash van de eerste versie", content.get("eersteHash")),
        ("Hash van de laatste versie", content.get("laatsteHash")),
        ("Vernietigde records", ", ".join(f"{name} {amount}" for name, amount in amounts)),
        ("Hash van dit certificaat", content.get("hash")),
        ("Hash van het vorige", content.get("vorigeHash") or "geen, dit is het eerste"),
    ]
    return [f"{name + ':':<30}{'ontbreekt' if value is None else value}" for name, value in rows]


def _run(settings: Settings, uri: str, work: Callable[[Database], Coroutine[Any, Any, Result]]) -> Result:
    async def run() -> Result:
        async with _opened(settings, uri) as database:
            return await work(database)

    return asyncio.run(run())


@asynccontextmanager
async def _opened(settings: Settings, uri: str) -> AsyncIterator[Database]:
    database = Database(uri, settings.database, library=settings.mongo_driver)
    try:
        await check_server(database)
        yield database
    finally:
        await database.close()
