"""The tail: one change stream per process that says what was put in the outbox and in the logs of recipients.

It only wakes: whoever is woken reads on from its own place in a log, so a stream that breaks off loses nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from api.store.collections import EVENTS, OUTBOX
from api.store.driver import Database, DatabaseError
from api.store.recipient_log import Event

_RETRY_SECONDS: Final = 0.5
_LOG: Final = logging.getLogger("reintegratieplan.changes")


class Tail:
    """Follows outbox and logs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self, begun: Callable[[], None], outgoing: Callable[[], None], happened: Callable[[Event], None]
    ) -> None:
        """Call `outgoing` and `happened` for what is inserted, until cancelled.

        `begun` comes first, and again whenever the stream had broken off: between two calls nothing was missed, before it perhaps.
        """
        while True:
            try:
                following = False
                async for inserted in self._database.insertions({OUTBOX, EVENTS}):
                    if not following:
                        begun()
                        following = True
                    for name, document in inserted:
                        if name == EVENTS:
                            happened(Event.of(document))
                        else:
                            outgoing()
            except DatabaseError as error:
                _LOG.warning("tail_interrupted", extra={"cause": type(error).__name__})
            await asyncio.sleep(_RETRY_SECONDS)
