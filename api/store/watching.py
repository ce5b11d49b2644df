"""Watching what is inserted: a change stream by commands, since the libraries' own give one change at a time, each by a thread with Motor."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, Final

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from api.store.heeding import heed

_WAIT_MS: Final = 1_000
"""How long the server waits for a change before it says that there is none."""


async def insertions(
    database: AsyncDatabase[dict[str, Any]], collections: Collection[str], session: AsyncClientSession
) -> AsyncIterator[Sequence[tuple[str, dict[str, Any]]]]:
    """Every document that is inserted in one of these collections from now on, with the name of its collection, in the server's batches.

    The first batch says that the watch has begun. PyMongoError when it breaks off.
    """
    only = {"operationType": "insert", "ns.coll": {"$in": sorted(collections)}}
    stages = [{"$changeStream": {}}, {"$match": only}, {"$project": {"ns.coll": 1, "fullDocument": 1}}]
    cursor = await _cursor(database, {"aggregate": 1, "pipeline": stages, "cursor": {}}, session)
    more = {"getMore": cursor["id"], "collection": cursor["ns"].partition(".")[2], "maxTimeMS": _WAIT_MS}
    yield _inserted(cursor["firstBatch"])
    # It ends with the process, or has broken off: the server forgets a cursor that nobody asks anything of.
    while cursor["id"]:
        cursor = await _cursor(database, more, session)
        heed()
        if cursor["nextBatch"]:
            yield _inserted(cursor["nextBatch"])


async def _cursor(
    database: AsyncDatabase[dict[str, Any]], command: dict[str, Any], session: AsyncClientSession
) -> dict[str, Any]:
    answer = await database.command(command, codec_options=database.codec_options, session=session)
    cursor: dict[str, Any] = answer["cursor"]
    return cursor


def _inserted(changes: Sequence[dict[str, Any]]) -> Sequence[tuple[str, dict[str, Any]]]:
    return [(change["ns"]["coll"], change["fullDocument"]) for change in changes]
