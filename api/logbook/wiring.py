"""The logs of these settings, put together."""

from collections.abc import Sequence
from typing import Any

from api.logbook.field_sets import FieldSets
from api.logbook.pseudonyms import pseudonyms
from api.logbook.recorder import Recorder
from api.logbook.records import Retention, Secretary
from api.logbook.writer import LogWriter
from api.settings import Settings
from api.store.driver import Database
from api.store.logbook import LogStore
from api.telemetry.observer import SILENT, Observer
from plan_schema.plan import PATHS


def log_database(settings: Settings, listeners: Sequence[Any] = ()) -> Database:
    """The database of the logs, over a connection of its own, for who adds to them."""
    return _database(settings, settings.logbook_uri, listeners)


def log_reading_database(settings: Settings, listeners: Sequence[Any] = ()) -> Database:
    """The database of the logs, over a connection of its own, for who reads them."""
    return _database(settings, settings.logbook_reader_uri or settings.logbook_uri, listeners)


def logbook_address(settings: Settings) -> tuple[str | None, str]:
    """The server of the logs, None when it is that of the plans, and the name of their database."""
    return settings.logbook_uri, settings.logbook_database or f"{settings.database}_logboek"


def _database(settings: Settings, given: str | None, listeners: Sequence[Any]) -> Database:
    uri = given or settings.mongodb_uri or ""
    _, name = logbook_address(settings)
    timeout_ms = int(settings.logbook_timeout * 1000)
    return Database(uri, name, library=settings.mongo_driver, timeout_ms=timeout_ms, listeners=listeners)


def retention_of(settings: Settings) -> Retention:
    """How long records are kept."""
    return Retention(
        settings.logbook_years_verwerkingen, settings.logbook_years_beslissingen, settings.logbook_years_audit
    )


def recorder_for(settings: Settings, store: LogStore, observer: Observer = SILENT) -> Recorder:
    """The recorder of these settings; BadKeyring when the file with keys cannot be used."""
    secretary = Secretary(FieldSets(PATHS), pseudonyms(settings), retention_of(settings))
    return Recorder(secretary, LogWriter(store, settings.logbook_timeout, observer))
