"""What subscribers get for an event, made once for all of them in this process who have the same rights and asked the same.

A thousand colleagues on one screen cost one look at the plan, one execution and one set of log records per change.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import orjson
from cachetools import TTLCache
from graphql import SKIP, FieldNode, Node, VariableNode, Visitor, VisitorAction, visit

from api.access.access import Access
from api.errors import RequestRefused
from api.graphql.cursors import cursor_of
from api.graphql.execution import Executor, Question
from api.graphql.operation import Operation
from api.identity.caller import Caller
from api.store.happenings import FRESH_SECONDS, Happenings
from api.store.recipient_log import Event

_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """What goes over the line for one event: an execution result as JSON, and the cursor after it."""

    payload: bytes
    cursor: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What one subscriber asks, and as whom; `key` is equal for all who must get the same.

    The caller is nobody in particular: whoever subscribed is in the logs, and what is sent is sent to an organisation in a role.
    """

    key: str
    operation: Operation
    question: Question
    caller: Caller

    @classmethod
    def of(cls, operation: Operation, question: Question, caller: Caller) -> "Selection":
        """What this question of this caller comes down to for every event."""
        anybody = replace(
            caller,
            user="",
            token_id="",
            expires_at=datetime.max.replace(tzinfo=UTC),
            client="",
            actors=(),
            binding=None,
        )
        given = {name: question.variables.get(name) for name in sorted(_beyond_the_root(operation))}
        # All of him that rights depend on: what one may see must never be kept for another.
        who = (anybody.organisation.oin, anybody.role, sorted(anybody.purposes), anybody.person, anybody.level)
        asked = orjson.dumps([who, question.text, question.name, given, question.lenient])
        return cls(hashlib.sha256(asked).hexdigest(), operation, question, anybody)


class Renderings:
    """Makes what is sent, and keeps it for as long as what it was made from counts as now."""

    def __init__(self, executor: Executor, happenings: Happenings, access_of: Callable[[Caller], Access]) -> None:
        self._executor = executor
        self._happenings = happenings
        self._access_of = access_of
        self._known: TTLCache[tuple[Any, ...], asyncio.Task[Rendered]] = TTLCache(_MOST, FRESH_SECONDS)
        self._running: set[asyncio.Task[Rendered]] = set()

    async def of(self, events: Sequence[Event], selection: Selection) -> list[Rendered | BaseException]:
        """For each event what this selection gets, or what stood in its way."""
        access = self._access_of(selection.caller)
        of_now = access.caller
        rights = (selection.key, of_now.organisation, of_now.purposes, access.policy.revision, access.today)
        known = [self._known.get((event.recipient, event.number, rights)) for event in events]
        if missing := [event for event, task in zip(events, known, strict=True) if task is None]:
            await self._happenings.of(missing)
        tasks = [
            task or self._task((event.recipient, event.number, rights), event, selection)
            for event, task in zip(events, known, strict=True)
        ]
        # Waited for, not awaited: one reader that leaves does not take the others' answer away.
        if unfinished := [task for task in tasks if not task.done()]:
            await asyncio.wait(unfinished)
        return [_outcome(task) for task in tasks]

    def _task(self, key: tuple[Any, ...], event: Event, selection: Selection) -> asyncio.Task[Rendered]:
        task = self._known.get(key)
        if task is None:
            task = asyncio.create_task(self._render(event, selection))
            self._known[key] = task
            self._running.add(task)
            task.add_done_callback(partial(self._done, key))
        return task

    def _done(self, key: tuple[Any, ...], task: asyncio.Task[Rendered]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        # A refusal is an answer; what passes must not meet who comes back.
        if error is not None and not (isinstance(error, RequestRefused) and error.status < 500):
            self._known.pop(key, None)

    async def _render(self, event: Event, selection: Selection) -> Rendered:
        access = self._access_of(selection.caller)
        happening = (await self._happenings.of([event]))[0]
        answer = await self._executor.deliver(selection.operation, selection.question, access, happening)
        hidden = happening.seen_by(access).plan_id is None
        return Rendered(answer.body, cursor_of(event.number), hidden)


def _outcome(task: asyncio.Task[Rendered]) -> Rendered | BaseException:
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception() or task.result()


class _Names(Visitor):
    """The variables in a document, those in the arguments of its root fields left out."""

    def __init__(self, roots: Sequence[FieldNode]) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._arguments = {id(argument) for root in roots for argument in root.arguments or ()}

    def enter_variable_definition(self, *_: Any) -> VisitorAction:
        return SKIP

    def enter_argument(self, node: Node, *_: Any) -> VisitorAction:
        return SKIP if id(node) in self._arguments else None

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found.add(node.name.value)


def _beyond_the_root(operation: Operation) -> set[str]:
    """The variables that decide what an event shows; where the stream begins is each subscriber's own affair."""
    names = _Names(operation.roots)
    visit(operation.document, names)
    return names.found
