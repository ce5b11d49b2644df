"""Patience: what fails because a primary went away is tried again for as long as it takes to choose another."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from pymongo.errors import PyMongoError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_random_exponential

Result = TypeVar("Result")

_FAILOVER_SECONDS: Final = 20.0


async def persist(label: str, work: Callable[[], Awaitable[Result]]) -> Result:
    """What `work` gives in the end; an error on which the server did not put this label is raised at once."""

    async def attempt() -> Result:
        # Motor's methods give a Future without being coroutines, which a retrier would take for a result.
        return await work()

    return await AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, PyMongoError) and error.has_error_label(label)),
        stop=stop_after_delay(_FAILOVER_SECONDS),
        wait=wait_random_exponential(multiplier=0.01, max=0.5),
        reraise=True,
    )(attempt)
