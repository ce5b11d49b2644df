"""Many writers of one plan through API processes, checked, and beside it what last-write-wins does to the same writes."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.api.durability.last_write_wins import Loss, last_write_wins
from tests.api.durability.records import Records, check_plan, opened
from tests.api.durability.served import Served
from tests.api.durability.writers import Tally, check_tally, writers


@dataclass(frozen=True)
class Found:
    """What came of it."""

    writers: int
    seconds: float
    acknowledged: int
    conflicts: int
    merged: int
    """Acknowledged writes that were based on an older version than the one before them."""
    refused: Counter[str]
    without_versions: Loss

    def __str__(self) -> str:
        other = self.without_versions
        return (
            f"{self.writers} writers, {self.seconds:.0f} s: {self.acknowledged} acknowledged = {self.acknowledged} versions, 0 lost; "
            f"{self.acknowledged / self.seconds:.0f} versions/s, {self.merged} merged, {self.conflicts} conflicts, "
            f"refused for a later try: {dict(self.refused)}\n"
            f"last write wins: {other.acknowledged} acknowledged, {other.lost} lost ({other.lost / other.acknowledged:.0%}), "
            f"{other.acknowledged / self.seconds:.0f} writes/s"
        )


async def contest(uri: str, database: str, folder: Path, *, writers: int, processes: int, seconds: float) -> Found:
    """Let them write for so long, through that many API processes; fails when anything is lost."""
    with ExitStack() as stack:
        served = [await asyncio.to_thread(Served, stack, folder, uri, database, number) for number in range(processes)]
        tally, took, plan_id = await _write([api.url for api in served], folder, writers, seconds)
    client: MongoClient[Records]
    with MongoClient(uri) as client:
        versions = check_plan(opened(client, database), plan_id)
        document: Any = opened(client, database).plannen.find_one({"_id": plan_id})
    check_tally(tally, versions, document, before=1)
    merged = sum(1 for base, version in tally.based.values() if base + 1 < version)
    loss = await last_write_wins(uri, database, writers, seconds)
    return Found(writers, took, len(tally.acknowledged), tally.conflicts, merged, tally.refused, loss)


async def _write(urls: list[str], folder: Path, number: int, seconds: float) -> tuple[Tally, float, str]:
    stop = asyncio.Event()
    async with writers(urls, folder, number) as all_of_them:
        started = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for writer in all_of_them:
                group.create_task(writer.run(stop))
            await asyncio.sleep(seconds)
            stop.set()
        return all_of_them[0].tally, time.monotonic() - started, all_of_them[0].plan_id
