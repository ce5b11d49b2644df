"""`python -m tests.bench.floor`: bare Starlette routes that read one document, and that write one change. The least that it can cost.

No token, no policy, no GraphQL; the client library of MONGO_DRIVER. The write is the same transaction as that of `wijzigPlan`:
the version is checked, and the plan, a record of the version and one for the outbox are stored, at a majority.
"""

import os
from typing import Any

import orjson
import uvicorn
from pymongo import ReadPreference
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.settings import load_settings
from api.store.connecting import connect


def floor(uri: str, name: str, library: Any) -> Starlette:
    """The application."""
    client = connect(library, uri, 10_000, ())
    database = client.database(name)
    plans, versions, outbox = database["plannen"], database["bench_versies"], database["bench_uitgaand"]
    majority = WriteConcern(w="majority", j=True)

    async def read(request: Request) -> Response:
        wanted = orjson.loads(await request.body())["variables"]["id"]
        return Response(orjson.dumps(await plans.find_one({"_id": wanted})), media_type="application/json")

    async def change(given: dict[str, Any]) -> int | None:
        version, text = given["verwachteVersie"], given["wijziging"]["onderdak"]["hulpvraag"]
        async with client.session() as session:
            await client.begin(
                session,
                read_concern=ReadConcern("snapshot"),
                write_concern=majority,
                read_preference=ReadPreference.PRIMARY,
            )
            found = await plans.update_one(
                {"_id": given["planId"], "versie": version},
                {"$set": {"versie": version + 1, "onderdak.hulpvraag": text}},
                session=session,
            )
            if found.matched_count != 1:
                await session.abort_transaction()
                return None
            record = {"planId": given["planId"], "versie": version + 1, "pad": "onderdak.hulpvraag", "nieuw": text}
            await versions.insert_one(dict(record), session=session)
            await outbox.insert_one(dict(record), session=session)
            await session.commit_transaction()
            return int(version + 1)

    async def write(request: Request) -> Response:
        given = orjson.loads(await request.body())["variables"]["input"]
        try:
            version = await change(given)
        except OperationFailure:
            version = None
        if version is None:
            current = await plans.find_one({"_id": given["planId"]}, {"versie": 1})
            answer = {"__typename": "VersieConflict", "huidigeVersie": (current or {}).get("versie")}
        else:
            answer = {"__typename": "PlanGewijzigd", "versie": version}
        return Response(orjson.dumps(answer), media_type="application/json")

    return Starlette(routes=[Route("/v1/graphql", read, methods=["POST"]), Route("/schrijf", write, methods=["POST"])])


if __name__ == "__main__":
    settings = load_settings()
    app = floor(settings.mongodb_uri or "", os.environ["FLOOR_DATABASE"], settings.mongo_driver)
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False)
