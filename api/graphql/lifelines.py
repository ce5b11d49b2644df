"""What ends a connection from our side, at the very moment: its token runs out, or the server stops."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Final

from api.errors import Code, Fault
from api.identity.token_error import TokenCode

STOPPING: Final = Fault(
    Code.DIENST_STOPT, "Deze server stopt. Maak opnieuw verbinding, en ga verder na de laatste cursor die u kreeg."
)
EXPIRED: Final = Fault(
    TokenCode.VERLOPEN,
    "Het token is verlopen. Maak opnieuw verbinding met een nieuw token, en ga verder na de laatste cursor die u kreeg.",
)
_PATIENCE_SECONDS: Final = 5.0


class Lifeline:
    """One connection; `ended` gets the reason when it must end."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[Fault] = asyncio.get_running_loop().create_future()

    def end(self, fault: Fault) -> None:
        """Let it end, unless it already must."""
        if not self.ended.done():
            self.ended.set_result(fault)


class Lifelines:
    """Every connection of this process that stays open."""

    def __init__(self) -> None:
        self._open: set[Lifeline] = set()
        self._none = asyncio.Event()
        self._stopping = False

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def hold(self) -> Iterator[Lifeline]:
        """A lifeline for as long as a connection lasts."""
        lifeline = Lifeline()
        self._open.add(lifeline)
        if self._stopping:
            lifeline.end(STOPPING)
        try:
            yield lifeline
        finally:
            self._open.discard(lifeline)
            if not self._open:
                self._none.set()

    @staticmethod
    @contextmanager
    def until(lifeline: Lifeline, moment: datetime) -> Iterator[None]:
        """Let a connection end when its token does."""
        seconds = max(0.0, (moment - datetime.now(UTC)).total_seconds())
        timer = asyncio.get_running_loop().call_later(seconds, lifeline.end, EXPIRED)
        try:
            yield
        finally:
            timer.cancel()

    async def stop(self) -> None:
        """Tell every connection that the server stops, and wait until they are gone; not for ever."""
        self._stopping = True
        self._none.clear()
        for lifeline in self._open:
            lifeline.end(STOPPING)
        if self._open:
            # Not `wait_for`, which on Python 3.11 can swallow a cancellation that comes together with the last one's end.
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._none.wait()
