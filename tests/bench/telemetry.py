"""`python -m tests.bench.telemetry [seconds]`: the plan query in one process, 64 at a time, by how much operators see of it."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final

import httpx
import orjson
import uvloop

from api.demo.folder import demo_histories
from api.demo.loader import Loader
from api.embedded.ports import free_ports
from api.embedded.server import EmbeddedMongo
from api.logs import configure_logs
from tests.api.client import running
from tests.api.telemetry.collector import collecting
from tests.bench.compiled import ROUNDS, Caller, load
from tests.bench.question import PERSONA, plan_query, readable

NOTHING: Final = "nothing"


@contextmanager
def quiet() -> Iterator[None]:
    """Log lines are made and written, to nowhere."""
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    configure_logs()
    logging.getLogger("httpx").setLevel(logging.ERROR)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


async def measure(uri: str, folder: Path, collector: str, seconds: float) -> list[str]:
    """Each in turn, so that all meet the same machine."""
    ports = free_ports(3)
    off = {"request_log": "none"}
    variants: dict[str, dict[str, Any]] = {
        NOTHING: off,
        "lines": {"request_log": "all"},
        "metrics": {**off, "metrics_port": ports[0]},
        "traces of 1 in 10": {**off, "traces_endpoint": collector, "traces_share": 0.1},
        "lines, metrics, traces of 1 in 10": {
            "request_log": "all",
            "metrics_port": ports[1],
            "traces_endpoint": collector,
            "traces_share": 0.1,
        },
        "lines, metrics, all traces": {
            "request_log": "all",
            "metrics_port": ports[2],
            "traces_endpoint": collector,
            "traces_share": 1,
        },
    }
    callers: dict[str, Caller] = {}
    async with AsyncExitStack() as stack:
        for name, settings in variants.items():
            api = await stack.enter_async_context(running(uri, "bench", folder, **settings))
            if not callers:
                histories = demo_histories(date(2026, 11, 22))[:1]
                await Loader(api.http, api.issuer.issue).load_histories(histories, workers=1)
            listed = await api.data("casemanager-arnhem", "{ plannen(first: 1) { nodes { id } } }")
            body = {"query": plan_query(readable()), "variables": {"id": listed["plannen"]["nodes"][0]["id"]}}
            headers = {"Authorization": f"Bearer {api.issuer.issue(PERSONA)}"}
            transport: Any = api.http._transport
            assert isinstance(transport, httpx.ASGITransport)
            callers[name] = Caller(transport.app, orjson.dumps(body), headers)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in callers}
        for ask in callers.values():
            await load(ask, 0.5)
        for _ in range(ROUNDS):
            for name, ask in callers.items():
                found[name].append(await load(ask, seconds))
    lines = []
    for name, rounds in found.items():
        cost = median(cpu - bare for (_, cpu), (_, bare) in zip(rounds, found[NOTHING], strict=True))
        lines.append(
            f"{name:<34}{median(speed for speed, _ in rounds):>7.0f} req/s, "
            f"{median(cpu for _, cpu in rounds):>6.0f} µs CPU per request, {cost:>+6.0f} µs"
        )
    return lines


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with (
        collecting() as collector,
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMongo(Path(folder) / "mongodb", cache_gb=0.25) as server,
        quiet(),
    ):
        lines = uvloop.run(measure(server.uri, Path(folder), collector.address, seconds))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
