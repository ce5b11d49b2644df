"""`python -m tests.bench.verifying`: how many versions a minute `verify` looks at, on made-up plans."""

import os
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

from api.commands.seed import seed_plans
from api.commands.verify import verify_all
from api.embedded.server import EmbeddedMongo
from api.settings import load_settings

PLANS: Final = 6_000
WANTED: Final = 100_000
"""Versions per minute."""


def main(plans: int = PLANS) -> None:
    """Make plans, verify them, print the speed and the largest process."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongodb", cache_gb=0.25) as server:
        settings = load_settings(mode="development", mongodb_uri=server.uri, data_dir=Path(folder))
        seed_plans(settings, server.uri, plans, date(2026, 11, 22))
        started, worked = perf_counter(), _cpu()
        found = verify_all(settings, server.uri, print)
        seconds, worked = perf_counter() - started, _cpu() - worked
    speed = found.versions / seconds * 60
    print(f"verify: {worked:.1f} s of processor time, so that much alone on one core: machines are shared")
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"verify: {found.plans} plans, {found.versions} versions, {found.findings} findings in {seconds:.1f} s")
    print(
        f"verify: {speed:,.0f} versions per minute (wanted: {WANTED:,}); largest process so far {largest / 1000:.0f} MB"
    )


def _cpu() -> float:
    """Seconds of processor time of this process and its workers that ended; the database's are not in it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
