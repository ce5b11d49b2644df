from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern

from api.embedded.replica_set import EmbeddedReplicaSet

WRITES = 120
KILL_AT = 40


def connect(uri: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri)


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
        with (
            connect(f"mongodb://{host}:{port}/?directConnection=true") as returned,
            returned.start_session() as session,
        ):
            # The returned member answers once it has everything up to the last write.
            session.advance_cluster_time(time)
            session.advance_operation_time(moment)
            kept = returned.test.get_collection("kept", read_concern=ReadConcern("majority"))
            found = {document["_id"] for document in kept.find(session=session)}
        assert {*acknowledged, WRITES} <= found
