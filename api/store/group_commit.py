"""Group commit: what several requests have ready at the same moment is stored in one transaction.

A transaction costs the server and this process about the same, whether it holds one change or many. While one is under way, what
others have ready gathers; that is the next. Each is answered when all of its own is on disk at a majority, as it would be alone.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from api.store.driver import AlreadyExists, Busy, Database, Refused, Session

Item = TypeVar("Item")

MOST_AT_ONCE: Final = 32
"""In one transaction: it lasts some tens of milliseconds then, during which it holds what it writes."""


class _InTheWay(Exception):
    """One of several was based on what is no longer so."""


@dataclass(slots=True)
class _Waiting(Generic[Item]):
    """Something to be stored, and the promise that it is; False when it was based on what is no longer so."""

    key: str
    item: Item
    stored: asyncio.Future[bool]


class GroupCommit(Generic[Item]):
    """Stores items: `store` writes several of them in a session, or says False when one does not fit what is stored."""

    def __init__(
        self, database: Database, store: Callable[[Sequence[Item], Session], Coroutine[Any, Any, bool]]
    ) -> None:
        self._database = database
        self._store = store
        self._waiting: list[_Waiting[Item]] = []
        self._line: asyncio.Task[None] | None = None
        self._alone: set[asyncio.Task[None]] = set()

    async def add(self, key: str, item: Item) -> bool:
        """Return once this is stored, or cannot be: False when it does not fit what is stored.

        Items with the same key never share a transaction. Busy, AlreadyExists, Refused and DatabaseError as `Database.transaction`,
        each for what belongs to this very item. Who stops waiting does not take back what he asked for.
        """
        waiting = _Waiting(key, item, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._line is None:
            self._line = asyncio.create_task(self._run())
        return await waiting.stored

    async def _run(self) -> None:
        """Store what waits until nothing does."""
        try:
            while self._waiting:
                await self._commit(self._next())
        finally:
            self._line = None

    def _next(self) -> list[_Waiting[Item]]:
        """What goes into the next transaction, in order of coming."""
        chosen: dict[str, _Waiting[Item]] = {}
        for waiting in self._waiting:
            if len(chosen) < MOST_AT_ONCE:
                chosen.setdefault(waiting.key, waiting)
        taken = {id(waiting) for waiting in chosen.values()}
        self._waiting = [waiting for waiting in self._waiting if id(waiting) not in taken]
        return list(chosen.values())

    async def _commit(self, chosen: Sequence[_Waiting[Item]]) -> None:
        if len(chosen) == 1:
            await self._by_itself(chosen[0])
            return

        async def work(session: Session) -> None:
            if not await self._store([waiting.item for waiting in chosen], session):
                raise _InTheWay

        try:
            await self._database.transaction(work, patient=False)
        except (_InTheWay, Busy, AlreadyExists, Refused):
            # Nothing was stored, because of one of them. Which one shows when each goes by itself; nobody else waits for that.
            for waiting in chosen:
                task = asyncio.create_task(self._by_itself(waiting))
                self._alone.add(task)
                task.add_done_callback(self._alone.discard)
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            for waiting in chosen:
                _tell(waiting.stored, error)
        else:
            for waiting in chosen:
                _tell(waiting.stored, True)  # noqa: FBT003 - what `add` returns, no option

    async def _by_itself(self, waiting: _Waiting[Item]) -> None:
        try:
            stored = await self._database.transaction(lambda session: self._store([waiting.item], session))
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            _tell(waiting.stored, error)
        else:
            _tell(waiting.stored, stored)


def _tell(stored: asyncio.Future[bool], outcome: bool | Exception) -> None:  # noqa: FBT001 - what `add` returns, no option
    if stored.done():
        # Whoever asked has stopped waiting.
        return
    if isinstance(outcome, Exception):
        stored.set_exception(outcome)
    else:
        stored.set_result(outcome)
