"""`werkvoorraad herbereken`: says what it did, and does it again without harm."""

from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.api.client import running
from tests.api.commands.process import environment, run


async def test_it_says_of_how_many_plans_it_worked_out_the_steps(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    env = environment(
        tmp_path,
        MONGODB_URI=mongodb_uri,
        REINTEGRATIEPLAN_DATABASE=database_name,
        REINTEGRATIEPLAN_MODE="development",
    )
    async with running(mongodb_uri, database_name, tmp_path) as api:
        await api.register()
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        kept: Any = client[database_name]["werkvoorraad"]
        steps = kept.count_documents({})
        kept.delete_many({})
        said = [run("werkvoorraad", "herbereken", env=env) for _ in range(2)]
        assert steps == kept.count_documents({}) > 0
    assert [(end.returncode, end.stderr) for end in said] == [(0, "")] * 2
    assert {end.stdout.splitlines()[-1] for end in said} == {"Van 1 plannen zijn de open stappen opnieuw bepaald."}
