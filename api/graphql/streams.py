"""A subscription, followed: first what the subscriber missed, then what happens, from one log and in one order."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from graphql import DocumentNode, GraphQLError

from api.access.access import Access
from api.changes.hub import RECENT, Channel, Hub
from api.errors import Code, Fault, RequestRefused
from api.graphql.cursors import cursor_too_old, number_of, unknown_cursor
from api.graphql.execution import Executor, Question
from api.graphql.failures import refusal_of
from api.graphql.renderings import Rendered, Renderings, Selection
from api.logbook.trace import Trace
from api.store.current_schema import NewerSchema
from api.store.driver import DatabaseError
from api.store.happenings import Happenings
from api.store.recipient_log import CursorTooOld, CursorUnknown

_AHEAD: Final = 10
"""Events that are made up at the same time while a subscriber catches up."""

TOO_SLOW: Final = Fault(
    Code.TE_TRAAG,
    f"U leest langzamer dan er wijzigingen komen: u loopt meer dan {RECENT} wijzigingen achter, of nam dertig seconden niets aan. Ga verder na de laatste cursor die u kreeg.",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """What the resolver of a subscription has: who follows what. `resume`: a cursor that counts more than `na`."""

    streams: "Streams"
    selection: Selection
    resume: str | None

    def follow(self, after: str | None, plan_id: str | None) -> AsyncGenerator[Rendered, None]:
        """What there is to send, without end."""
        return self.streams.follow(self.selection, number_of(self.resume or after), plan_id)


class Streams:
    """Opens subscriptions over one hub."""

    def __init__(self, executor: Executor, hub: Hub, happenings: Happenings, renderings: Renderings) -> None:
        self._executor = executor
        self._hub = hub
        self._happenings = happenings
        self._renderings = renderings

    async def open(
        self, question: Question, document: DocumentNode | None, access: Access, trace: Trace, resume: str | None = None
    ) -> AsyncGenerator[Rendered, None]:
        """What a subscription sends, without end; RequestRefused when it may not begin, and from it when it must end."""
        operation = await self._executor.operation(question, document, access.caller)
        await self._executor.admit(operation, question, access, trace)
        selection = Selection.of(operation, question, access.caller)
        return await self._executor.source(operation, question, _Place(self, selection, resume))

    async def follow(
        self, selection: Selection, after: int | None, plan_id: str | None
    ) -> AsyncGenerator[Rendered, None]:
        """What this selection gets of each event after a number, or from now on; RequestRefused when it must end."""
        recipient = selection.caller.organisation.oin
        with self._hub.channel(recipient) as channel:
            try:
                place = await self._start(channel, recipient, after)
                async for rendered in self._from(channel, place, selection, plan_id):
                    yield rendered
            except CursorUnknown:
                raise unknown_cursor() from None
            except CursorTooOld as error:
                raise cursor_too_old(error.oldest) from None
            except (DatabaseError, NewerSchema) as error:
                raise refusal_of([GraphQLError("", original_error=error)]) from None

    async def _start(self, channel: Channel, recipient: str, after: int | None) -> int:
        head = await channel.now()
        if after is None:
            return head
        # Within what is known here the channel itself finds out whether the place exists: nothing need be read for that.
        return after if 0 < after <= head else await self._happenings.start(recipient, after)

    async def _from(
        self, channel: Channel, place: int, selection: Selection, plan_id: str | None
    ) -> AsyncGenerator[Rendered, None]:
        live = place >= channel.head
        while True:
            events = await channel.after(place)
            if live and channel.head - place > RECENT:
                # From here on it would be read from the log for him alone, again and again.
                raise RequestRefused(503, [TOO_SLOW])
            for start in range(0, len(events), _AHEAD):
                wanted = [event for event in events[start : start + _AHEAD] if plan_id in (None, event.plan_id)]
                for rendered in await self._renderings.of(wanted, selection):
                    if isinstance(rendered, RequestRefused):
                        # One of his own: what is shared would keep the traces of everybody it was raised for.
                        raise RequestRefused(rendered.status, rendered.faults)
                    if isinstance(rendered, BaseException):
                        raise rendered
                    if plan_id is None or not rendered.hidden:
                        yield rendered
            place = events[-1].number
            live = live or place >= channel.head
