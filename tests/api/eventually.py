"""Waiting for what another task or process brings about; the limit ends a test that hangs, and is no measure of speed."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

PATIENCE: Final = 60.0
"""Seconds."""
_REST: Final = 0.02
_SHARE: Final = 4
"""How often the time of a look is left to what is waited for: a look may hold up the very loop on which that must happen."""

Found = TypeVar("Found")


async def eventually(look: Callable[[], Awaitable[Found]]) -> Found:
    """What is found, as soon as it is something."""
    async with asyncio.timeout(PATIENCE):
        while True:
            started = time.perf_counter()
            if found := await look():
                return found
            await asyncio.sleep(max(_REST, _SHARE * (time.perf_counter() - started)))


async def until(condition: Callable[[], bool]) -> None:
    """Return as soon as something holds."""

    async def look() -> bool:
        return condition()

    await eventually(look)
