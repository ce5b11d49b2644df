"""Waiting for what another task or process brings about; the limit ends a test that hangs, and is no measure of speed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

PATIENCE: Final = 60.0
"""Seconds."""

Found = TypeVar("Found")


async def eventually(look: Callable[[], Awaitable[Found]]) -> Found:
    """What is found, as soon as it is something."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.02)


async def until(condition: Callable[[], bool]) -> None:
    """Return as soon as something holds."""

    async def look() -> bool:
        return condition()

    await eventually(look)
