"""A server on a port, for the tests of one module, each with plans of its own."""

import itertools
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from pymongo import MongoClient

from tests.api.client import detention
from tests.api.graphql.subscriptions.socket import asking, socket_of
from tests.api.live import Live, serving


@pytest.fixture(scope="module")
async def live(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    """The server."""
    name = f"test_{uuid.uuid4().hex}"
    async with serving(mongodb_uri, name, tmp_path_factory.mktemp("live")) as started:
        yield started
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        client.drop_database(f"{name}_logboek")


_NUMBERS = itertools.count(4_000_001)

NewPlan = Callable[..., Awaitable[tuple[str, str]]]
"""Makes a plan; its id, and the cursor of the reader's log once that has it."""


@pytest.fixture
def new_plan(live: Live) -> NewPlan:
    """Register a plan, and wait until a reader's organisation was told."""

    async def make(reader: str = "casemanager-arnhem", **groups: Any) -> tuple[str, str]:
        async with socket_of(live, reader) as socket:
            plan_id = await live.register(detention(str(next(_NUMBERS)), **groups))
            await socket.subscribe(asking(), na="0")
            while (change := await socket.change())["planId"] != plan_id:
                pass
        return plan_id, str(change["cursor"])

    return make
