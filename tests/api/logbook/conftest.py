"""One application for the tests of the logs, with a rich plan, asked under a trace of its own each time."""

import secrets
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from api.logbook.reading import Logbook
from api.logbook.wiring import log_database
from api.store.logbook import FIELD_SETS, RECORDS
from tests.api.client import Api, running
from tests.api.graphql.rich_plan import RichPlan, make_rich_plan

PARENT = "00f067aa0ba902b7"


@dataclass(frozen=True, slots=True)
class Asked:
    """A response, and what the logs hold of it."""

    response: httpx.Response
    trace_id: str
    records: list[dict[str, Any]]

    @property
    def data(self) -> Any:
        assert self.response.status_code == 200, self.response.text
        return self.response.json()["data"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [record for record in self.records if record["soort"] == kind]

    @property
    def plans(self) -> list[dict[str, Any]]:
        """The `verwerkingen` that are about a plan."""
        return [record for record in self.of("verwerking") if "planId" in record]

    @property
    def decision(self) -> dict[str, Any]:
        [found] = self.of("beslissing")
        return found


@dataclass(frozen=True, slots=True)
class Logged:
    """The application, and its logs as they are stored."""

    api: Api
    client: MongoClient[dict[str, Any]]
    logbook: Logbook
    plan: RichPlan

    @property
    def database(self) -> Any:
        return self.client[f"{self.api.settings.database}_logboek"]

    def stored(self, trace_id: str) -> list[dict[str, Any]]:
        """The records of a trace."""
        return list(self.database[RECORDS].find({"trace_id": trace_id}))

    def paths(self, reference: str | None) -> set[str]:
        """What a reference to a field set stands for."""
        return set() if reference is None else set(self.database[FIELD_SETS].find_one({"_id": reference})["paden"])

    async def ask(self, persona: str, query: str, headers: dict[str, str] | None = None, **more: Any) -> Asked:
        """Ask under a new trace."""
        trace_id = secrets.token_hex(16)
        trace = {"traceparent": f"00-{trace_id}-{PARENT}-01", **(headers or {})}
        response = await self.api.ask(persona, query, headers=trace, **more)
        return Asked(response, trace_id, self.stored(trace_id))


@pytest.fixture(scope="session")
async def logged(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Logged]:
    """The application with its logs."""
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        async with running(mongodb_uri, name, tmp_path_factory.mktemp("logged")) as api:
            plan = await make_rich_plan(api)
            database = log_database(api.settings)
            yield Logged(api, client, Logbook(database), plan)
            await database.close()
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")
