from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bson import Timestamp
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from api.embedded.replica_set import EmbeddedReplicaSet

WRITES = 120
KILL_AT = 40


def connect(uri: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri)


@retry(retry=retry_if_exception_type(PyMongoError), wait=wait_fixed(0.1), stop=stop_after_delay(60), reraise=True)
def everything_on(member: MongoClient[dict[str, Any]], moment: Timestamp, time: Mapping[str, Any]) -> set[int]:
    """What this member holds once it has everything up to that moment; one that rolls back refuses sessions meanwhile."""
    with member.start_session() as session:
        session.advance_cluster_time(time)
        session.advance_operation_time(moment)
        kept = member.test.get_collection("kept", read_concern=ReadConcern("majority"))
        return {document["_id"] for document in kept.find(session=session)}


def test_a_killed_primary_is_succeeded_and_no_majority_acknowledged_write_is_lost(tmp_path: Path) -> None:
    with (
        EmbeddedReplicaSet(tmp_path) as members,
        connect(members.uri) as client,
        ThreadPoolExecutor(1) as beside,
    ):
        durable = client.test.get_collection("kept", write_concern=WriteConcern("majority"))
        before = members.primary()
        acknowledged = []
        for number in range(WRITES):
            if number == KILL_AT:
                # Beside the writes, so that one may be under way when its primary dies.
                killing = beside.submit(members.kill_primary)
            try:
                durable.insert_one({"_id": number})
            except PyMongoError:
                continue
            acknowledged.append(number)

        assert killing.result() == before
        assert members.primary() != before
        # A write after the kill can only have been acknowledged by the new primary.
        assert max(acknowledged) == WRITES - 1

        members.restart(before)
        with client.start_session(causal_consistency=True) as session:
            durable.insert_one({"_id": WRITES}, session=session)
            moment, time = session.operation_time, session.cluster_time
        assert moment is not None
        assert time is not None
        host, port = parse_uri(members.uri)["nodelist"][before]
        with connect(f"mongodb://{host}:{port}/?directConnection=true") as returned:
            assert {*acknowledged, WRITES} <= everything_on(returned, moment, time)
