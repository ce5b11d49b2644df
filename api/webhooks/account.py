"""Messages in the logs: every attempt to tell an organisation of a change is on record before it leaves."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from api.access.access import Access
from api.logbook.recorder import Recorder
from api.logbook.trace import Trace
from api.logbook.trail import PLAN_ITSELF, Asked, Trail
from api.store.happenings import Seen
from api.store.recipient_log import Event

ROOT_FIELD: Final = "abonneerWebhook"
"""Whoever asked to be told did so there; in the logs the messages are what came of it."""

_DIGEST: Final = sha256(b"webhook").hexdigest()


@dataclass(frozen=True, slots=True)
class Accountant:
    """Writes the logs of messages."""

    recorder: Recorder

    async def record(self, access: Access, event: Event, seen: Seen) -> None:
        """Return once it is durable; LogUnavailable when it cannot be."""
        asked = Asked(_DIGEST, "webhook", {ROOT_FIELD: ROOT_FIELD}, 0, lenient=True)
        trail = Trail(Trace.of({}), asked, access)
        if seen.view is None:
            trail.nothing(ROOT_FIELD, event.plan_id)
        else:
            trail.of(ROOT_FIELD, seen.view).shows(event.version, PLAN_ITSELF)
        await self.recorder.close(trail, 200)
