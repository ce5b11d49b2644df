"""Probes: alive means that the process answers, ready that it can reach its database. Neither tells anything else."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.errors import Code, Fault
from api.problems import problem
from api.store.driver import Database, DatabaseError


class Health:
    """The probes of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def alive(self, _: Request) -> Response:
        """`GET /healthz`."""
        return PlainTextResponse("in leven\n")

    async def ready(self, _: Request) -> Response:
        """`GET /readyz`; 503 while the database cannot be reached."""
        try:
            await self._database.admin_command("ping")
        except DatabaseError:
            return problem(503, [Fault(Code.DATABASE_NIET_BEREIKBAAR, "De database is nu niet bereikbaar.")])
        return PlainTextResponse("klaar\n")
