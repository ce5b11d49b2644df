"""The hub: hands each event to everybody in this process who waits for it, whatever their number.

A reader has a place, the number of the last event that it got, and asks for what comes after. What lies in the recent past is in
memory; what lies further back is read from the log, once for all who ask. So there is no queue per reader that could grow, and
no moment between the past and the present at which an event could fall.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

from api.store.recipient_log import Event, RecipientLog

RECENT: Final = 1_000
"""Events of one recipient that are kept in memory."""

PAGE: Final = 100
"""Events that are handed over at once."""

_LOG: Final = logging.getLogger("reintegratieplan.changes")


class Channel:
    """The events of one recipient."""

    def __init__(self, recipient: str, log: RecipientLog) -> None:
        self._recipient = recipient
        self._log = log
        self._recent: deque[Event] = deque(maxlen=RECENT)
        self._head = 0
        self._news = asyncio.Event()
        self._beginning: asyncio.Task[None] | None = None
        self._reading: dict[int, asyncio.Task[list[Event]]] = {}
        self.readers = 0

    @property
    def head(self) -> int:
        """The number of the newest event known here."""
        return self._head

    def add(self, event: Event) -> None:
        """Take in a new event. After a gap the past is left to the log."""
        if event.number <= self._head:
            return
        if event.number != self._head + 1:
            self._recent.clear()
        self._recent.append(event)
        self._tell(event.number)

    async def now(self) -> int:
        """The number of the newest event; looked up once for all who read this channel, and kept since."""
        if self._beginning is None or (self._beginning.done() and self._beginning.exception() is not None):
            self._beginning = asyncio.create_task(self.refresh())
        if not self._beginning.done():
            # Shielded: one reader that leaves does not take the others' answer away.
            await asyncio.shield(self._beginning)
        return self._head

    async def refresh(self) -> None:
        """Find out what was missed while nobody listened."""
        last = await self._log.last(self._recipient)
        if last > self._head:
            self._recent.clear()
            self._tell(last)

    async def after(self, number: int) -> list[Event]:
        """The next events after a number, in order and without a gap; waits until there is one.

        CursorTooOld, CursorUnknown as the log says them.
        """
        await self.now()
        while True:
            if self._recent and self._recent[0].number <= number + 1 <= self._recent[-1].number:
                start = number + 1 - self._recent[0].number
                return list(islice(self._recent, start, start + PAGE))
            # Also with a number that lies beyond: the log knows whether it was ever given out.
            if number != self._head and (events := await self._from_log(number)):
                return events
            news = self._news
            if number >= self._head:
                await news.wait()

    async def _from_log(self, number: int) -> list[Event]:
        task = self._reading.get(number)
        if task is None:
            task = asyncio.create_task(self._log.after(self._recipient, number, PAGE))
            self._reading[number] = task
            task.add_done_callback(lambda _: self._reading.pop(number, None))
        return await asyncio.shield(task)

    def _tell(self, head: int) -> None:
        self._head = head
        self._news.set()
        self._news = asyncio.Event()


class Hub:
    """The channels that somebody in this process reads."""

    def __init__(self, log: RecipientLog) -> None:
        self._log = log
        self._channels: dict[str, Channel] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def channel(self, recipient: str) -> Iterator[Channel]:
        """The channel of a recipient, for as long as somebody reads it."""
        channel = self._channels.get(recipient)
        if channel is None:
            channel = self._channels[recipient] = Channel(recipient, self._log)
        channel.readers += 1
        try:
            yield channel
        finally:
            channel.readers -= 1
            if not channel.readers:
                del self._channels[recipient]

    @property
    def readers(self) -> int:
        """How many read, on whichever channel."""
        return sum(channel.readers for channel in list(self._channels.values()))

    def add(self, event: Event) -> None:
        """Hand over a new event, to whoever reads its recipient's channel."""
        channel = self._channels.get(event.recipient)
        if channel is not None:
            channel.add(event)

    def refresh(self) -> None:
        """Have every channel look for what it may have missed."""
        for channel in self._channels.values():
            self._soon(channel)

    def _soon(self, channel: Channel) -> None:
        task = asyncio.create_task(channel.refresh())
        self._tasks.add(task)
        task.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        # Nothing is lost with it: the next event shows that there is a gap, and readers turn to the log.
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.warning("refresh_failed", extra={"cause": type(error).__name__})
