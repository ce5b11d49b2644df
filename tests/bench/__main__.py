"""`make bench`: what the parts cost, and the plan query beside a bare route that returns the same document."""

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
from bson import encode
from motor.motor_asyncio import AsyncIOMotorClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.demo.folder import demo_histories
from api.demo.loader import Loader
from api.embedded.server import EmbeddedMongo
from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group, Leaf
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import Context, Policy
from tests.api.client import Api, running
from tests.bench.measure import Measure, measure, measure_pair


def selection(group: Group, mask: int) -> str:
    """The selection of every field of a group that a mask covers."""
    parts = []
    for child in group.children.values():
        if isinstance(child, Leaf):
            parts.append(child.name if child.bit & mask else "")
        elif child.leaf_bits & mask:
            parts.append(f"{child.name} {{ {selection(child, mask)} }}")
    return " ".join(filter(None, parts))


def policy_measures() -> Iterator[Measure]:
    """Loading and asking the policy."""
    policy = Policy.load(PLAN, date(2026, 11, 22))
    context = Context(
        OrganisationKind.GEMEENTE,
        Role.NAZORGCOORDINATOR,
        Relation.HERKOMST,
        Purpose.ESSENTIELE_VOORWAARDEN,
        Phase.DETENTIE,
    )
    requested = sum(leaf.bit for leaf in PATHS.leaves[:150])
    yield measure("policy: read, check and compile the tables", lambda: Policy.load(PLAN, date(2026, 11, 22)), 3)
    yield measure(
        "policy: decide on 150 fields with the compiled mask",
        lambda: requested & ~policy.masks(context).best_read,
        10_000,
    )
    where = (
        context.organisation,
        context.role,
        context.relation,
        context.purpose,
        context.phase,
        Conditions(0),
        Action.LEZEN,
    )
    yield measure(
        "policy: decide on 1 field with Casbin", lambda: policy.judge.decides(*where, "onderdak.hulpvraag"), 5
    )


def floor(uri: str, database: str) -> Starlette:
    """A bare route: one document from MongoDB, out as JSON. No token, no policy, no GraphQL."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri)
    plans = client[database]["plannen"]

    async def route(request: Request) -> Response:
        wanted = orjson.loads(await request.body())["variables"]["id"]
        return Response(orjson.dumps(await plans.find_one({"_id": wanted})), media_type="application/json")

    return Starlette(routes=[Route("/v1/graphql", route, methods=["POST"])])


async def api_measures(uri: str, folder: Path) -> list[str]:
    """The plan query, through the whole application and through the floor."""
    async with running(uri, "bench", folder) as api:
        await Loader(api.http, api.issuer.issue).load_histories(demo_histories(date(2026, 11, 22))[:1], workers=1)
        plan = (await api.data("casemanager-arnhem", "{ plannen(first: 1) { nodes { id versie } } }"))["plannen"][
            "nodes"
        ][0]
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri)
        document = await client["bench"]["plannen"].find_one({"_id": plan["id"]})
        assert document is not None
        lines = [f"plan document: {len(encode(document)) / 1000:.1f} kB BSON"]
        body, headers = question(api, str(plan["id"]))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(floor(uri, "bench")), base_url="http://floor"
        ) as bare:

            async def ours() -> None:
                response = await api.http.post("/v1/graphql", json=body, headers=headers)
                assert response.status_code == 200, response.text

            async def floor_route() -> None:
                await bare.post("/v1/graphql", json=body, headers=headers)

            await ours()
            pair = await measure_pair(
                ("plan query, every readable field, all controls on", "floor: bare route, the same document"),
                (ours, floor_route),
                40,
            )
        lines += [str(found) for found in pair]
        lines.append(f"plan query / floor (medians, in process, one client): {pair[0].middle / pair[1].middle:.2f}")
        return lines


def question(api: Api, plan_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Every field that a casemanager may read unconditionally: the body of the request, and its headers."""
    policy = Policy.load(PLAN, date(2026, 11, 22))
    persona = policy.masks(
        Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE)
    )
    query = f"query ($id: ID!) {{ plan(id: $id) {{ id versie {selection(PLAN, persona.read[0])} }} }}"
    return {"query": query, "variables": {"id": plan_id}}, {
        "Authorization": f"Bearer {api.issuer.issue('casemanager-arnhem')}"
    }


def main() -> None:
    """Measure and print."""
    for found in policy_measures():
        print(found)
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongodb", cache_gb=0.25) as server:
        for line in asyncio.run(api_measures(server.uri, Path(folder))):
            print(line)


if __name__ == "__main__":
    main()
