"""The workbench: where a question that was not seen before is taken apart, away from the loop that answers all others.

There is one thread for it, since the interpreter runs one at a time, and of each asker one piece of work at a time: whoever sends a
thousand new questions waits for himself, and another's single one comes after one of them.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from api.identity.caller import Caller

Result = TypeVar("Result")

_USUAL_SECONDS: Final = sys.getswitchinterval()
_SHORT_SECONDS: Final = 0.0005
"""How long a thread may go on while another waits. An answer takes several turns of the loop, and would wait as often."""

NOBODY: Final = ""
"""Whoever has no valid token: all of them together are one asker."""


def asker(caller: Caller) -> str:
    """What tells one asker from another."""
    return f"{caller.organisation.oin} {caller.user}"


class Workbench:
    """Does work in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "workbench")
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def do(self, who: str, work: Callable[..., Result], *given: object) -> Result:
        """What the work gives; what it raises is raised."""
        turn = self._turns.get(who)
        if turn is None:
            turn = self._turns[who] = asyncio.Lock()
        async with turn:
            return await asyncio.get_running_loop().run_in_executor(self._thread, _considerately, partial(work, *given))


def _considerately(work: Callable[[], Result]) -> Result:
    sys.setswitchinterval(_SHORT_SECONDS)
    try:
        return work()
    finally:
        sys.setswitchinterval(_USUAL_SECONDS)
