"""`python -m tests.bench.writers [seconds]`: fifty writers of one plan, and what last-write-wins would lose of it."""

import asyncio
import sys
import tempfile
from pathlib import Path

from api.embedded.server import EmbeddedMongo
from tests.api.durability.contest import contest


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder, EmbeddedMongo(Path(folder) / "mongodb", cache_gb=0.25) as server:
        print(asyncio.run(contest(server.uri, "writers", Path(folder), writers=50, processes=2, seconds=seconds)))


if __name__ == "__main__":
    main()
