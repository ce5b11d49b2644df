"""Changes are told without a gap, a leak or a mix-up, whatever is killed: API processes, the leading relay, and the policy swapped.

`FOLLOWERS` (24) subscribers for `FOLLOWERS_SECONDS` (8), while one of two processes is killed every few seconds. The long run:
`FOLLOWERS=200 FOLLOWERS_SECONDS=120 pytest -s tests/api/durability/test_followers.py`.
"""

import asyncio
import os
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from pymongo import MongoClient

from api.identity.personas import PERSONAS
from api.identity.wiring import development_issuer
from api.settings import load_settings
from policies.table import TABLES
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.durability.followers import Follower
from tests.api.durability.served import Served, ask
from tests.api.eventually import until

COUNT: Final = int(os.environ.get("FOLLOWERS", "24"))
SECONDS: Final = float(os.environ.get("FOLLOWERS_SECONDS", "8"))
PLANS: Final = 6
WHO: Final = ("casemanager-arnhem", "gemeente-arnhem", "gemeente-nijmegen", "integrator-arnhem", "gemeente-utrecht")
HIDDEN: Final = "detentie.artikelcode"
"""What the writers write and no gemeente may know of."""


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[Any]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database("test_followers")
        yield client.test_followers
        client.drop_database("test_followers")


async def _write(http: httpx.AsyncClient, token: str, plans: dict[str, int], rng: random.Random) -> None:
    """Change a plan until it is acknowledged or conflicts; a plan moves to and fro between gemeenten."""
    plan_id = rng.choice(sorted(plans))
    patch: dict[str, Any] = rng.choice(
        [
            {"onderdak": {"hulpvraag": f"tekst {rng.random()}"}},
            {"detentie": {"artikelcode": f"{rng.randrange(999)}"}},
            {"terugkeer": {"vestigingsgemeente": rng.choice(["0268", "0344"])}},
            {"doelen": {"toevoegen": [{"omschrijving": f"doel {rng.random()}"}]}},
        ]
    )
    given = {"planId": plan_id, "verwachteVersie": plans[plan_id], "wijziging": patch}
    response = await ask(http, token, CHANGE, given, key=f"sleutel-{rng.getrandbits(64):x}")
    if response.status_code == 200:
        outcome = response.json()["data"]["wijzigPlan"]
        plans[plan_id] = outcome.get("huidigeVersie") or outcome["plan"]["versie"]


async def test_every_follower_gets_everything_it_may_know_once_and_in_order(
    mongodb_uri: str, database: Any, tmp_path: Path
) -> None:
    rng = random.Random(5)  # noqa: S311 - an order, not a secret
    policies = Path(shutil.copytree(TABLES, tmp_path / "policies"))
    with ExitStack() as stack:
        servers = [Served(stack, tmp_path, mongodb_uri, "test_followers", number, policies) for number in range(2)]
        issuer = development_issuer(load_settings(mode="development", data_dir=tmp_path))
        ports = [server.port for server in servers]
        followers = [
            Follower(WHO[number % len(WHO)], issuer.issue(WHO[number % len(WHO)]), ports, random.Random(number))  # noqa: S311
            for number in range(COUNT)
        ]
        following = [asyncio.create_task(follower.follow()) for follower in followers]
        plans: dict[str, int] = {}
        token = issuer.issue("casemanager-arnhem")
        async with httpx.AsyncClient(base_url=servers[0].url, timeout=30) as http:
            for number in range(PLANS):
                answer = await ask(http, token, REGISTER, {"gegevens": detention(f"{5_000_000 + number}")})
                plans[answer.json()["data"]["registreerDetentie"]["plan"]["id"]] = 1
        enough = asyncio.Event()
        writing = [asyncio.create_task(_writing(server, token, plans, rng, enough)) for server in servers]
        loop = asyncio.get_running_loop()
        end, kills = loop.time() + SECONDS, 0
        while loop.time() < end or kills < len(servers):
            await asyncio.sleep(rng.uniform(1, 3))
            victim = servers[kills % len(servers)]
            await asyncio.to_thread(victim.kill)
            # A comment changes the content and no right: the policy is swapped under running streams.
            with (policies / "gemeente.csv").open("a", encoding="utf-8") as table:
                table.write(f"# {kills}\n")
            await asyncio.to_thread(victim.restart)
            kills += 1
        # Not cancelled: a change whose client went away may still be made, after the last look at the log.
        enough.set()
        await asyncio.gather(*writing)
        await until(lambda: database.uitgaand.count_documents({}) == 0)
        await until(lambda: all(follower.reached == _last(database, follower) for follower in followers))
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    sys.stdout.write(
        f"{COUNT} followers, {kills} kills, {sum(plans.values())} versions, "
        f"{sum(len(follower.got) for follower in followers)} deliveries, "
        f"{sum(follower.connections for follower in followers)} connections\n"
    )
    assert sum(plans.values()) > 2 * PLANS
    for follower in followers:
        _check(follower, database)


async def _writing(
    server: Served, token: str, plans: dict[str, int], rng: random.Random, enough: asyncio.Event
) -> None:
    while not enough.is_set():
        try:
            async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
                while not enough.is_set():
                    await _write(http, token, plans, rng)
                    await asyncio.sleep(0.02)
        except httpx.HTTPError:
            await asyncio.sleep(0.2)


def _last(database: Any, follower: Follower) -> int:
    counter = database.ontvangers.find_one({"_id": PERSONAS[follower.persona].oin})
    return 0 if counter is None else int(counter["laatste"])


def _check(follower: Follower, database: Any) -> None:
    oin = PERSONAS[follower.persona].oin
    log = {event["volgnummer"]: event for event in database.gebeurtenissen.find({"ontvanger": oin})}
    assert sorted(log) == list(range(1, len(log) + 1))
    once: dict[int, dict[str, Any]] = {}
    for change in follower.got:
        number = change["volgnummer"]
        # What comes again, after a connection broke, is at most what came before.
        assert number == len(once) + 1 or number in once
        once.setdefault(number, change)
    assert list(once) == sorted(log)
    versions: dict[str, int] = {}
    for number, change in once.items():
        if change["planId"] is None:
            assert (change["soort"], change["groepen"]) == ("NIET_ZICHTBAAR", [])
            continue
        told = log[number]
        assert change["planId"] == told["planId"]
        assert set(change["groepen"]) <= set(told["groepen"])
        if follower.persona != "casemanager-arnhem" and change["soort"] == "PLAN_GEWIJZIGD":
            record = database.versies.find_one({"planId": change["planId"], "nummer": change["versie"]})
            assert {entry["pad"] for entry in record["wijzigingen"]} != {HIDDEN}
        assert change["versie"] >= versions.get(change["planId"], 0)
        versions[change["planId"]] = change["versie"]
