"""`python -m tests.bench.subscribers [count] [writes per second] [seconds] [gemeenten]`: many websocket subscribers on one process.

One in twenty subscribes for the PI that every change is of, the others for one of the gemeenten (95); a plan has two of those. With
1 gemeente all subscribe for the same. Prints what an idle subscriber takes in memory of the server, how long a change takes from
its acknowledgement to each who gets it.
"""

import asyncio
import json
import resource
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.embedded.server import EmbeddedMongo
from api.identity.wiring import development_issuer
from api.settings import load_settings
from tests.api.client import CHANGE, REGISTER, detention
from tests.api.durability.served import Served, ask
from tests.bench.gemeenten import Gemeenten

PLANS: Final = 50
OF_THE_PI: Final = 20
"""One in so many."""
QUESTION: Final = "subscription { wijzigingen { volgnummer planId versie groepen } }"


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return float(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1e3


async def _subscribed(stack: list[ClientConnection], port: int, token: str) -> ClientConnection:
    protocols = [Subprotocol("graphql-transport-ws")]
    socket = await connect(f"ws://127.0.0.1:{port}/v1/graphql", subprotocols=protocols, compression=None)
    stack.append(socket)
    await socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
    await socket.recv()
    await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": QUESTION}}))
    return socket


async def _listen(socket: ClientConnection, arrived: dict[tuple[str, int], list[float]]) -> None:
    async for text in socket:
        message = json.loads(text)
        if message["type"] == "next":
            change = message["payload"]["data"]["wijzigingen"]
            arrived.setdefault((change["planId"], change["versie"]), []).append(perf_counter())


async def _write(
    http: httpx.AsyncClient, token: str, plan_id: str, version: int, done: dict[tuple[str, int], float]
) -> None:
    given = {"planId": plan_id, "verwachteVersie": version, "wijziging": {"onderdak": {"hulpvraag": f"{version}"}}}
    response = await ask(http, token, CHANGE, given)
    done[plan_id, response.json()["data"]["wijzigPlan"]["plan"]["versie"]] = perf_counter()


def _tokens(count: int, gemeenten: Gemeenten, of_the_pi: str) -> list[str]:
    tokens = [gemeenten.token(code) for code in gemeenten.codes]
    if len(tokens) == 1:
        return tokens * count
    return [tokens[number % len(tokens)] if number % OF_THE_PI else of_the_pi for number in range(count)]


async def main(count: int, rate: float, seconds: float, spread: int) -> None:
    """Measure and print."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (8_192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo = stack.enter_context(EmbeddedMongo(folder / "mongod", cache_gb=0.25))
        gemeenten = Gemeenten(folder, spread)
        server = Served(stack, folder, mongo.uri, "bench_subscribers", organisations=gemeenten.table)
        writer = development_issuer(load_settings(mode="development", data_dir=folder)).issue("casemanager-arnhem")
        readers = _tokens(count, gemeenten, writer)
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            plans = []
            for number in range(PLANS):
                codes = [gemeenten.codes[place % spread] for place in (number, number + 1)]
                back = dict(zip(("herkomstgemeente", "vestigingsgemeente"), codes, strict=True))
                gegevens = detention(f"{6_000_000 + number}", terugkeer=back)
                answer = await ask(http, writer, REGISTER, {"gegevens": gegevens})
                plans.append(answer.json()["data"]["registreerDetentie"]["plan"]["id"])
            await asyncio.sleep(2)
            before = _megabytes(server.running.process.pid)
            sockets: list[ClientConnection] = []
            for start in range(0, count, 50):
                await asyncio.gather(
                    *(_subscribed(sockets, server.port, token) for token in readers[start : start + 50])
                )
            await asyncio.sleep(2)
            after = _megabytes(server.running.process.pid)
            print(f"{count} subscribers: {(after - before) * 1e3 / count:.1f} kB each ({before:.0f} -> {after:.0f} MB)")
            arrived: dict[tuple[str, int], list[float]] = {}
            done: dict[tuple[str, int], float] = {}
            listening = [asyncio.create_task(_listen(socket, arrived)) for socket in sockets]
            writes: list[asyncio.Task[None]] = []
            versions, started = dict.fromkeys(plans, 1), perf_counter()
            while perf_counter() - started < seconds:
                plan_id = plans[len(writes) % PLANS]
                writes.append(asyncio.create_task(_write(http, writer, plan_id, versions[plan_id], done)))
                versions[plan_id] += 1
                await asyncio.sleep(max(0.0, started + len(writes) / rate - perf_counter()))
            await asyncio.gather(*writes)
            await asyncio.sleep(3)
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
        _report(done, arrived, len(writes) / seconds)
        await asyncio.gather(*(socket.close() for socket in sockets))


def _report(done: dict[tuple[str, int], float], arrived: dict[tuple[str, int], list[float]], rate: float) -> None:
    delays = [(moment - done[key]) * 1e3 for key, moments in arrived.items() if key in done for moment in moments]
    first = [(min(moments) - done[key]) * 1e3 for key, moments in arrived.items() if key in done]
    print(f"{rate:.0f} writes/s: {len(delays)} deliveries, {len(delays) / len(done):.1f} of a change")
    cuts: Any = quantiles(delays, n=100)
    print(
        f"acknowledgement to delivery: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms; to the first: p50 {median(first):.1f} ms"
    )


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    chosen = [*given, *(1_000.0, 50.0, 20.0, 95.0)[len(given) :]]
    asyncio.run(main(int(chosen[0]), chosen[1], chosen[2], int(chosen[3])))
