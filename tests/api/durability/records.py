"""What the database holds of plans: read past the product, and checked record by record."""

from datetime import UTC
from typing import Any, TypeAlias

from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from api.store.collections import PLANS, SNAPSHOTS, VERSIONS
from api.store.ledger import SNAPSHOT_EVERY
from api.store.scribe import replay
from api.store.versions import Version, read
from plan_schema.stored_form import apart

Records: TypeAlias = dict[str, Any]
Stored: TypeAlias = Database[Records]


def opened(client: MongoClient[Records], name: str) -> Stored:
    """A database, with its moments as the product writes them."""
    return client[name].with_options(CodecOptions[Records](tz_aware=True, tzinfo=UTC))


def stored(uri: str, database: str) -> tuple[dict[str, Records], dict[str, list[Records]]]:
    """Every plan by id, and every version record by plan, in order."""
    histories: dict[str, list[Records]] = {}
    client: MongoClient[Records]
    with MongoClient(uri) as client:
        found = opened(client, database)
        documents = {document["_id"]: document for document in found[PLANS].find()}
        for entry in found[VERSIONS].find({}, {"_id": 0}).sort([("planId", 1), ("nummer", 1)]):
            histories.setdefault(entry["planId"], []).append(entry)
    return documents, histories


def check_chain(records: list[Records]) -> list[Version]:
    """Numbers without gaps from 1, each record with the hash of its content and of the one before it."""
    versions = [read(entry) for entry in records]
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert [version.hash for version in versions] == [entry["hash"] for entry in records]
    assert [version.previous_hash for version in versions] == [None, *(entry["hash"] for entry in records[:-1])]
    return versions


def check_plan(database: Stored, plan_id: str) -> list[Version]:
    """The versions of a plan, after a check that they, the document and the snapshots say the same; none without a plan."""
    document = database[PLANS].find_one({"_id": plan_id})
    versions = check_chain(list(database[VERSIONS].find({"planId": plan_id}, {"_id": 0}).sort("nummer")))
    assert (document is None) == (not versions)
    if document is not None:
        assert apart(replay(versions)) == document
    snapshots = {entry["nummer"]: entry["plan"] for entry in database[SNAPSHOTS].find({"planId": plan_id})}
    assert snapshots == {
        number: apart(replay(versions[:number])) for number in range(SNAPSHOT_EVERY, len(versions) + 1, SNAPSHOT_EVERY)
    }
    return versions
