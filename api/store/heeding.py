"""Cancellation that is heeded: `asyncio.wait_for` on Python 3.11 swallows it when what it waits for ends at that moment.

PyMongo's own client sends every message under it. A loop that works until cancelled is cancelled once, and would go on for ever.
Python 3.12 mended it (gh-86296).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def heed() -> None:
    """Raise the cancellation of the current task that was swallowed, if one was."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def heeded(work: Callable[Given, Awaitable[Result]]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """The same work; once it is done, a cancellation that was swallowed meanwhile is raised."""

    @wraps(work)
    async def heeding(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        result = await work(*args, **kwargs)
        heed()
        return result

    return heeding
