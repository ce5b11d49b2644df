"""Many clients write in one plan at once: every write that is acknowledged is a version, and every version stays.

`WRITERS` sets how many, `WRITERS_SECONDS` how long; `python -m tests.bench.writers` measures with fifty.
"""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.api.durability.contest import contest

WRITERS: Final = int(os.environ.get("WRITERS", "12"))
SECONDS: Final = float(os.environ.get("WRITERS_SECONDS", "3"))


@pytest.mark.slow
async def test_writers_of_one_plan_lose_nothing(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    found = await contest(mongodb_uri, database_name, tmp_path, writers=WRITERS, processes=2, seconds=SECONDS)
    print(f"\n{found}")  # noqa: T201 - what was proven
    # They were in each other's way, and without versions they would have lost writes: else nothing was proven.
    assert found.conflicts > 0
    assert found.merged > 0
    assert found.without_versions.lost > 0
