"""Patience: what fails for a moment is tried again for as long as it is worth waiting.

The first try costs nothing beside the work itself: nearly always it is the only one, and to set up a retrier takes longer than
many a piece of work.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from pymongo.errors import PyMongoError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_random_exponential

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on, and the first and the longest wait between two tries; all in seconds."""

    total: float
    first: float
    longest: float

    async def gives(self, work: Callable[[], Awaitable[Result]], passing: Callable[[BaseException], bool]) -> Result:
        """What `work` gives in the end; the error of the last try, or one that is not `passing`, is raised."""
        try:
            return await work()
        except Exception as error:
            if not passing(error):
                raise
        attempts = AsyncRetrying(
            retry=retry_if_exception(passing),
            stop=stop_after_delay(self.total),
            wait=wait_random_exponential(multiplier=self.first, max=self.longest),
            reraise=True,
        )

        async def attempt() -> Result:
            # Motor's methods give a Future without being coroutines, which a retrier would take for a result.
            return await work()

        return await attempts(attempt)


_FAILOVER: Final = Patience(20.0, 0.01, 0.5)
"""As long as it takes to choose another primary."""


async def persist(label: str, work: Callable[[], Awaitable[Result]]) -> Result:
    """What `work` gives in the end; an error on which the server did not put this label is raised at once."""
    return await _FAILOVER.gives(work, lambda error: isinstance(error, PyMongoError) and error.has_error_label(label))
