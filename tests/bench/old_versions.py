"""`python -m tests.bench.old_versions`: what reading an early version of a plan with 1 000 versions costs, beside the current one.

Also prints, for several distances between snapshots, what a read of any version costs and how much the snapshots take.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import Any, Final

from bson import encode
from motor.motor_asyncio import AsyncIOMotorClient

from api.embedded.server import EmbeddedMongo
from api.store import ledger
from tests.api.client import Api, running
from tests.api.graphql.rich_plan import CASEMANAGER, make_rich_plan

VERSIONS: Final = 1_000
CHOSEN: Final = ledger.SNAPSHOT_EVERY
ROUNDS: Final = 60
LIMIT: Final = 3.0
QUESTION: Final = """query ($id: ID!, $versie: Int) { plan(id: $id, versie: $versie) {
    id versie betrokkene { geslachtsnaam } onderdak { standVanZaken hulpvraag toelichting } doelen { id status } } }"""


async def _grown(api: Api) -> str:
    """A rich plan with many versions, each of a change in another text."""
    plan = await make_rich_plan(api)
    version = int((await api.data(CASEMANAGER, QUESTION, id=plan.id))["plan"]["versie"])
    fields = ("hulpvraag", "toelichting")
    while version < VERSIONS:
        patch = {"onderdak": {fields[version % len(fields)]: f"tekst {version}"}}
        outcome = await api.change(CASEMANAGER, plan.id, version, patch)
        version = outcome["plan"]["versie"]
    return plan.id


async def _milliseconds(api: Api, plan_id: str, versions: list[int | None]) -> list[float]:
    """The median per version, asked in turns so that noise falls on all alike."""
    body: dict[str, Any] = {"query": QUESTION, "variables": {"id": plan_id}}
    headers = {"Authorization": f"Bearer {api.issuer.issue(CASEMANAGER)}"}
    found: list[list[float]] = [[] for _ in versions]
    for _ in range(ROUNDS):
        for index, version in enumerate(versions):
            given = body | {"variables": {"id": plan_id, "versie": version}}
            started = perf_counter()
            response = await api.http.post("/v1/graphql", json=given, headers=headers)
            found[index].append((perf_counter() - started) * 1e3)
            assert response.status_code == 200, response.text
    return [median(times) for times in found]


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongod", cache_gb=0.25) as server:
        for every in (8, 16, 32, 64):
            ledger.SNAPSHOT_EVERY = every  # type: ignore[misc] # what is being measured
            async with running(server.uri, f"bench_{every}", Path(folder)) as api:
                plan_id = await _grown(api)
                asked = [None, 1, every - 1, VERSIONS // 2 // every * every - 1, VERSIONS - 1, VERSIONS // 2]
                current, *earlier = await _milliseconds(api, plan_id, asked)
                size = len(encode(await _document(server.uri, f"bench_{every}", plan_id)))
                print(
                    f"snapshot every {every:>2}: current {current:.2f} ms; version 1 {earlier[0]:.2f} ms "
                    f"({earlier[0] / current:.2f} x); farthest from a snapshot {max(earlier[1:4]):.2f} ms "
                    f"({max(earlier[1:4]) / current:.2f} x); mean {mean(earlier):.2f} ms; "
                    f"{size / every / 1e3:.2f} kB of snapshot per version"
                )
                if every == CHOSEN:
                    verdict = "within" if earlier[0] / current <= LIMIT else "NOT WITHIN"
                    print(f"version 1 of {VERSIONS}: {verdict} {LIMIT:.0f} x the current one")


async def _document(uri: str, name: str, plan_id: str) -> dict[str, Any]:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri)
    found = await client[name]["plannen"].find_one({"_id": plan_id})
    client.close()
    assert found is not None
    return found


if __name__ == "__main__":
    asyncio.run(main())
