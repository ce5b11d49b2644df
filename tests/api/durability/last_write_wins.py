"""The same writers without versions: each reads the plan, counts on, and puts the whole plan back. For comparison."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.write_concern import WriteConcern


@dataclass(frozen=True)
class Loss:
    """How many updates the database acknowledged, and how many of them the document still holds."""

    acknowledged: int
    kept: int

    @property
    def lost(self) -> int:
        return self.acknowledged - self.kept


async def last_write_wins(uri: str, database: str, number: int, seconds: float) -> Loss:
    """What so many writers lose of one plan in so many seconds; each replacement is acknowledged by a majority."""
    async with AsyncMongoClient[dict[str, Any]](uri) as client:
        plans = client[database].get_collection("vergelijking", write_concern=WriteConcern("majority", j=True))
        names = [f"schrijver {n}" for n in range(number)]
        counts = dict.fromkeys(("samen", *names), 0)
        await plans.replace_one({"_id": "plan"}, {"_id": "plan", **counts}, upsert=True)
        end = time.monotonic() + seconds

        async def write(name: str) -> int:
            written = 0
            while time.monotonic() < end:
                document = await plans.find_one({"_id": "plan"})
                assert document is not None
                document["samen" if written % 4 == 0 else name] += 1
                await plans.replace_one({"_id": "plan"}, document)
                written += 1
            return written

        acknowledged = sum(await asyncio.gather(*(write(name) for name in names)))
        document = await plans.find_one({"_id": "plan"})
        assert document is not None
        return Loss(acknowledged, sum(document[name] for name in counts))
