"""Records that schema 1 stored, made by the release that knew no other; `schema1.json` is never changed.

Two plans: one of 21 versions by two organisations with a snapshot at 16, and one whose only debt datum is the field that schema 2
moved. They are signed with the key in `schema1-sleutels.json`, which signs nothing else.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

from bson import json_util
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from tests.api.client import Api, running

FOLDER: Final = Path(__file__).parent
KEYS: Final = FOLDER / "schema1-sleutels.json"
PLAN: Final = "01a20205-dedf-76a5-9411-ec1db7bc714f"
LAST: Final = 21
ONLY_THE_FIELD: Final = "01a20205-dfeb-7341-a74c-87f92a5d4f3d"
BANKREKENING: Final = [(range(1, 3), "NEE"), (range(3, 6), "ONBEKEND"), (range(6, 8), None), (range(8, 12), "NEE"),
                       (range(12, 17), "ONBEKEND"), (range(17, LAST + 1), "JA")]  # fmt: skip
"""What the moved field held, by version of PLAN."""

Records = dict[str, list[dict[str, Any]]]


def records() -> Records:
    """What was stored, by collection."""
    options = json_util.JSONOptions(tz_aware=True)
    found: Records = json_util.loads((FOLDER / "schema1.json").read_text("utf-8"), json_options=options)
    return found


@contextmanager
def stored(uri: str, name: str) -> Iterator[Database[dict[str, Any]]]:
    """A database, past the views of the application."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        yield client.get_database(name, codec_options=CodecOptions(tz_aware=True))


@asynccontextmanager
async def upgraded(uri: str, name: str, folder: Path) -> AsyncIterator[tuple[Api, Database[dict[str, Any]]]]:
    """The application of now over a database in which the release of schema 1 wrote."""
    with stored(uri, name) as database:
        for collection, documents in records().items():
            database[collection].insert_many(documents)
        async with running(uri, name, folder, version_keys=KEYS) as api:
            yield api, database
