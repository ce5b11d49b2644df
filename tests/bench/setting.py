"""Where the measurements are made: one MongoDB, plans in it, and the servers that answer for them."""

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import orjson
from bson import encode
from pymongo import MongoClient

from api.demo.folder import demo_histories
from api.demo.loader import Loader
from api.embedded.server import EmbeddedMongo
from api.identity.wiring import development_issuer
from api.settings import Settings, load_settings
from api.store.scribe import new_id
from plan_schema.plan import PLAN
from plan_schema.tree import Group
from tests.api.client import running
from tests.bench.load import Spec
from tests.bench.peers.parse import CLOSED, prepare
from tests.bench.peers.shape import peer_schema, type_name
from tests.bench.question import PERSONA, plan_query, readable
from tests.bench.serving import Generator, Served, generator, python, served

DATABASE: Final = "bench"
CONNECTIONS: Final = 64
MERCURIUS: Final = "mercurius met jit, masker per veld"
APOLLO: Final = "Apollo Server, graphql-shield"
PARSE: Final = "Parse Server"
PEERS: Final = {
    MERCURIUS: "mercurius.mjs",
    APOLLO: "apollo.mjs",
    PARSE: "parse.mjs",
}
NODE: Final = Path(__file__).parent / "peers" / "node"


@dataclass(frozen=True, slots=True)
class Command:
    """How a server is started."""

    words: list[str]
    env: Mapping[str, str]
    folder: Path | None = None


@dataclass(slots=True)
class Bench:
    """What the measurements have in common."""

    uri: str
    folder: Path
    settings: Settings
    generator: Generator
    stack: ExitStack
    plan_ids: list[str] = field(default_factory=list)
    document_kb: float = 0.0
    absent: list[str] = field(default_factory=list)
    own: dict[str, Spec] = field(default_factory=dict)
    """What servers are asked that do not take our question."""
    peers: dict[str, Command] = field(default_factory=dict)
    """How the servers of others that are installed are started."""

    def token(self, persona: str = PERSONA) -> str:
        """A token of a persona."""
        return development_issuer(self.settings).issue(persona)

    def env(self, library: str, database: str = DATABASE) -> dict[str, str]:
        """The environment of a server."""
        return {
            "MONGODB_URI": self.uri,
            "MONGO_DRIVER": library,
            "REINTEGRATIEPLAN_MODE": "development",
            "REINTEGRATIEPLAN_DATABASE": database,
            "DATA_DIR": str(self.folder),
            "FLOOR_DATABASE": database,
            # What is measured of new questions is what they cost, and not when they are refused.
            "REINTEGRATIEPLAN_NEW_QUESTIONS": "1000000000",
        }

    def start(self, wanted: Mapping[str, Command]) -> dict[str, Served]:
        """Servers by their names, started beside each other, until the bench ends."""

        def start(name: str) -> Served:
            command = wanted[name]
            return self.stack.enter_context(self._served(name, command.words, command.env, command.folder))

        with ThreadPoolExecutor() as pool:
            return dict(zip(wanted, pool.map(start, wanted), strict=True))

    @contextmanager
    def serving(self, wanted: Mapping[str, Command]) -> Iterator[dict[str, Served]]:
        """Servers by their names, for as long as the context lasts."""
        with ExitStack() as stack:
            yield {
                name: stack.enter_context(self._served(name, command.words, command.env, command.folder))
                for name, command in wanted.items()
            }

    def _served(
        self, name: str, command: list[str], env: Mapping[str, str], folder: Path | None
    ) -> AbstractContextManager[Served]:
        log = self.folder / f"{name.replace(' ', '-').replace('/', '-')}.log"
        return served(name, command, env, log, folder)

    @contextmanager
    def ours(self, library: str, database: str = DATABASE, **settings: str) -> Iterator[Served]:
        """The API itself, for as long as the context lasts."""
        with self._served(
            f"API {library} {database}", python("tests.bench.ours"), self.env(library, database) | settings, None
        ) as server:
            yield server

    def spec(self, body: Mapping[str, Any] | None = None, *, seconds: float, connections: int = CONNECTIONS) -> Spec:
        """The load of the full plan query, of one plan after the other, or of another body."""
        query = plan_query(readable())
        asked = [body] if body else [{"query": query, "variables": {"id": plan_id}} for plan_id in self.plan_ids]
        headers = {"Authorization": f"Bearer {self.token()}"}
        return Spec(0, [orjson.dumps(one).decode() for one in asked], connections, seconds, headers)


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """A database with the demo plan in many copies, and what is needed to serve it."""
    with EmbeddedMongo(folder / "mongodb", cache_gb=0.5) as server, ExitStack() as stack:
        settings = load_settings(mode="development", mongodb_uri=server.uri, database=DATABASE, data_dir=folder)
        made = Bench(server.uri, folder, settings, stack.enter_context(generator()), stack)
        asyncio.run(_load(made))
        yield made


async def _load(made: Bench) -> None:
    async with running(made.uri, DATABASE, made.folder) as api:
        histories = demo_histories(datetime.now(UTC).date())[:1]
        await Loader(api.http, api.issuer.issue).load_histories(histories, workers=1)
    client: MongoClient[dict[str, Any]]
    with MongoClient(made.uri) as client:
        plans: Any = client[DATABASE]["plannen"]
        document: Any = plans.find_one({})
        for number in range(1, CONNECTIONS):
            # As many as there are connections, so that nobody can read for one what he read for another.
            person = document["betrokkene"] | {"sknNummer": f"{7_000_000 + number}"}
            plans.insert_one(document | {"_id": new_id(), "betrokkene": person})
        made.plan_ids = [str(found["_id"]) for found in plans.find({}, {"_id": 1})]
        made.document_kb = len(encode(document)) / 1_000


def start_peers(made: Bench) -> dict[str, Served]:
    """The servers of others that are installed; which are not is put down in `absent`."""
    node = shutil.which("node")
    if node is None or not (NODE / "node_modules").is_dir():
        made.absent.append(
            f"mercurius, Apollo Server en Parse Server: niet geïnstalleerd; npm ci --ignore-scripts --prefix {os.path.relpath(NODE)}"
        )
        return {}
    schema, mask = made.folder / "peers.graphql", made.folder / "mask.json"
    schema.write_text(peer_schema(), "utf-8")
    mask.write_bytes(orjson.dumps(["Plan.id", "Plan.versie", *_allowed(PLAN, readable())]))
    env = made.env("pymongo") | {"SCHEMA": str(schema), "MASK": str(mask), "NODE_ENV": "production", "CLOSED": CLOSED}
    made.peers = {name: Command([node, script], env, NODE) for name, script in PEERS.items()}
    started = made.start(made.peers)
    asked = made.spec(seconds=1)
    answer = httpx.post(
        f"http://127.0.0.1:{started[MERCURIUS].port}{asked.path}",
        content=asked.bodies[0],
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    made.own[PARSE] = prepare(started[PARSE].port, answer.json()["data"]["plan"], CONNECTIONS, asked.seconds)
    return started


def _allowed(group: Group, mask: int) -> Iterator[str]:
    for leaf in group.leaves:
        if leaf.bit & mask:
            yield f"{type_name(group)}.{leaf.name}"
    for child in group.groups:
        yield f"{type_name(group)}.{child.name}"
        yield from _allowed(child, mask)
