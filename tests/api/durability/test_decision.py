"""Killed between a decision and its answer: the decision is in the logs (Authorization Decision Log: durable before it is returned)."""

import asyncio
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from api.embedded.ports import free_ports
from api.store.logbook import RECORDS
from tests.api.client import running
from tests.api.commands.process import ROOT, answers, environment
from tests.api.eventually import until

QUERY = "query ($id: ID!) { plan(id: $id) { onderdak { hulpvraag } } }"
REFUSED = "query ($id: ID!) { plan(id: $id) { betrokkene { sknNummer } } }"


@pytest.mark.parametrize(("query", "allowed"), [(QUERY, True), (REFUSED, False)], ids=["allowed", "refused"])
async def test_a_decision_outlives_the_process_that_made_it(
    mongodb_uri: str,
    database_name: str,
    tmp_path: Path,
    query: str,
    allowed: bool,  # noqa: FBT001 - a parameter
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as api:
        plan_id, token = await api.register(), api.issuer.issue("gemeente-arnhem")
    port, trace_id = free_ports(1)[0], secrets.token_hex(16)
    env = environment(
        tmp_path,
        REINTEGRATIEPLAN_MODE="development",
        REINTEGRATIEPLAN_DATABASE=database_name,
        MONGODB_URI=mongodb_uri,
        PORT=port,
    )
    module = ("-m", "tests.api.durability.doomed")
    process = await asyncio.create_subprocess_exec(sys.executable, *module, cwd=ROOT, env=env)
    try:
        await until(lambda: answers(port))
        headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            with pytest.raises(httpx.TransportError):
                await client.post("/v1/graphql", json={"query": query, "variables": {"id": plan_id}}, headers=headers)
        # By itself: to kill what has ended would take its return code away from who waits for it.
        assert await asyncio.wait_for(process.wait(), 10) == -signal.SIGKILL
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    with MongoClient[dict[str, Any]](mongodb_uri) as client_of_logs:
        records = list(client_of_logs[f"{database_name}_logboek"][RECORDS].find({"trace_id": trace_id}))
        client_of_logs.drop_database(f"{database_name}_logboek")
    [decision] = [record for record in records if record["soort"] == "beslissing"]
    assert decision["toegestaan"] is allowed
    assert {record["soort"] for record in records} == {"verwerking", "beslissing", "audit"}
