"""Operations logs: one JSON object a line, with event names and ids only.

Whatever a library or an error says may quote a person's data, so messages of others and texts of exceptions are not kept:
an exception shows as its class and the place where it was raised.
"""

import logging
import logging.config
from typing import Any, Final

import orjson
import structlog

from api.telemetry.activity import CURRENT

_OURS: Final = "reintegratieplan"
_KEPT: Final = (
    *("cause", "place", "field", "address", "version", "plans", "problems", "revision", "signal"),
    *("method", "route", "status", "duration_ms", "kind", "fields", "organisation", "codes"),
)
"""Extra keys that a log line may carry."""


class _Only:
    """Keeps what is ours to say: event name, level, moment, and the extra keys that are known to be harmless."""

    def __call__(self, _: Any, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
        record: logging.LogRecord = event["_record"]
        kept: dict[str, Any] = {
            "event": record.getMessage() if record.name.startswith(_OURS) else "library_message",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        kept |= {name: getattr(record, name) for name in _KEPT if getattr(record, name, None) is not None}
        if (activity := CURRENT.get()) is not None:
            kept["trace_id"] = activity.trace.trace_id
        if record.exc_info and record.exc_info[0] is not None:
            kept |= {"cause": record.exc_info[0].__name__, "place": place_of(record.exc_info[1])}
        return kept


def place_of(error: BaseException | None) -> str | None:
    """Where an exception was raised, as `module.py:12`; never its text."""
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace is not None else None


def _json(line: Any, **_: Any) -> str:
    return orjson.dumps(line, default=str).decode()


def configure_logs() -> None:
    """Send every log line of this process to standard error as JSON."""
    chain = [
        structlog.stdlib.ExtraAdder(allow=()),
        _Only(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(_json),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": structlog.stdlib.ProcessorFormatter, "processors": chain}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {_OURS: {"level": "INFO"}},
        }
    )
