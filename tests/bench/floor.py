"""`python -m tests.bench.floor`: bare Starlette routes that read one document, and that write one change. The least that it can cost.

No token, no policy, no GraphQL; the client library of MONGO_DRIVER. The write is the same transaction as that of `wijzigPlan`: the version
is checked, and the plan, a record of the version and one for the outbox are stored at a majority, in the same collections and of the same
size, so that the relay tells of them as it does of ours. What is in the record was decided, hashed and signed before.

`/met-record` reads the document and stores one small record at a majority before it answers: the least that a durable log can cost.
"""

import os
from typing import Any, Final

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
from api.store.collections import OUTBOX, PLANS, VERSIONS
from api.store.connecting import connect
from api.store.scribe import new_id

RECORDS: Final = "bench_logboek"
RECORDED: Final = "/met-record"
WRITTEN: Final = "/schrijf"


def floor(uri: str, name: str, library: Any) -> Starlette:
    """The application."""
    client = connect(library, uri, 10_000, ())
    database = client.database(name)
    plans, versions, outbox = database[PLANS], database[VERSIONS], database[OUTBOX]
    majority = WriteConcern(w="majority", j=True)
    records = database[RECORDS].with_options(write_concern=majority)
    signed: dict[str, Any] = {}

    async def read(request: Request) -> Response:
        wanted = orjson.loads(await request.body())["variables"]["id"]
        return Response(orjson.dumps(await plans.find_one({"_id": wanted})), media_type="application/json")

    async def recorded(request: Request) -> Response:
        response = await read(request)
        await records.insert_one({"planId": orjson.loads(await request.body())["variables"]["id"], "status": 200})
        return response

    async def version_record(plan_id: str, number: int, text: str) -> dict[str, Any]:
        if not signed:
            # Of any version that is there: who, why and when, a hash and a signature.
            signed.update(await versions.find_one({}, {"_id": 0}) or {})
        changes = [{"pad": "onderdak.hulpvraag", "oud": None, "nieuw": text}]
        return signed | {"planId": plan_id, "nummer": number, "wijzigingen": changes}

    async def change(given: dict[str, Any]) -> int | None:
        plan_id, version = given["planId"], given["verwachteVersie"]
        text = given["wijziging"]["onderdak"]["hulpvraag"]
        record = await version_record(plan_id, version + 1, text)
        async with client.session() as session:
            await client.begin(
                session,
                read_concern=ReadConcern("snapshot"),
                write_concern=majority,
                read_preference=ReadPreference.PRIMARY,
            )
            found = await plans.update_one(
                {"_id": plan_id, "versie": version},
                {"$set": {"versie": version + 1, "onderdak.hulpvraag": text}},
                session=session,
            )
            if found.matched_count != 1:
                await session.abort_transaction()
                return None
            await versions.insert_one(record, session=session)
            outgoing = {"_id": new_id(), "planId": plan_id, "nummer": version + 1, "beurten": False}
            await outbox.insert_one(outgoing, session=session)
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

    routes = {"/v1/graphql": read, RECORDED: recorded, WRITTEN: write}
    return Starlette(routes=[Route(path, answer, methods=["POST"]) for path, answer in routes.items()])


if __name__ == "__main__":
    settings = load_settings()
    app = floor(settings.mongodb_uri or "", os.environ["FLOOR_DATABASE"], settings.mongo_driver)
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False)
