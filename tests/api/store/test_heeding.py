"""A cancellation that somebody else's code swallowed ends the work all the same."""

import asyncio

import pytest

from api.store.heeding import heed, heeded


async def _deaf() -> str:
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "gedaan"
    return "te laat"


async def test_what_was_swallowed_is_raised_when_the_work_is_done() -> None:
    task = asyncio.create_task(heeded(_deaf)())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_a_cancellation_the_result_is_that_of_the_work() -> None:
    async def work(number: int) -> int:
        return number

    assert await heeded(work)(3) == 3
    heed()


async def test_a_limit_that_was_swallowed_is_told_as_one() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await heeded(_deaf)()
