"""Probes: alive means that the process answers, ready that it can reach its database and its logs. Neither tells anything else."""

import asyncio
from collections.abc import Awaitable
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.errors import Code, Fault
from api.problems import problem
from api.store.driver import Database, DatabaseError
from api.store.logbook import LogStore

PATIENCE_SECONDS: Final = 2.0
"""Less than the probe of the deployment waits, so that it hears what is away."""

_DATABASE_AWAY: Final = Fault(Code.DATABASE_NIET_BEREIKBAAR, "De database is nu niet bereikbaar.")
_LOGS_AWAY: Final = Fault(
    Code.LOGBOEK_NIET_BESCHIKBAAR, "Het logboek is nu niet bereikbaar, en zonder vastlegging is er geen antwoord."
)


class Health:
    """The probes of one process."""

    def __init__(self, database: Database, logs: LogStore) -> None:
        self._database = database
        self._logs = logs

    async def alive(self, _: Request) -> Response:
        """`GET /healthz`."""
        return PlainTextResponse("in leven\n")

    async def ready(self, _: Request) -> Response:
        """`GET /readyz`; 503 while the database or the logs cannot be reached, with a fault for each."""
        there = await asyncio.gather(_answers(self._database.admin_command("ping")), _answers(self._logs.reach()))
        away = [fault for fault, answers in zip((_DATABASE_AWAY, _LOGS_AWAY), there, strict=True) if not answers]
        return problem(503, away) if away else PlainTextResponse("klaar\n")


async def _answers(asking: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asking
    except (DatabaseError, TimeoutError):
        return False
    return True
