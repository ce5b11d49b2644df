"""An event as it is sent: CloudEvents 1.0 in structured JSON, after the Dutch profile (CloudEvents-NL 1.1).

It says that something changed, never what: whoever wants to know asks for it, with his own token (`dataref`). `time`, and
`data.registratietijdstip`, is when the change was written in the log of its receiver.
"""

from dataclasses import dataclass
from typing import Any, Final

from cloudevents.core.bindings.http import to_structured_event
from cloudevents.core.v1.event import CloudEvent

from api.store.happenings import Seen
from api.store.recipient_log import EventKind
from api.store.subscriptions import Delivery

_TYPES: Final = {kind: f"nl.re-integratieplan.{kind.lower().replace('_', '-')}.v1" for kind in EventKind}
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Source:
    """Who sends: the OIN of whoever runs this service, and where plans can be asked."""

    oin: str
    dataref: str

    @property
    def urn(self) -> str:
        """The source as CloudEvents-NL writes it."""
        return f"urn:nld:oin:{self.oin}:systeem:reintegratieplan"


def cloud_event(delivery: Delivery, seen: Seen, source: Source) -> bytes:
    """The body of a message; the same for every attempt, unless rights changed in between."""
    event = delivery.event
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"{delivery.subscription_id}-{event.number}",
        "source": source.urn,
        "type": _TYPES[event.kind],
        "subject": event.plan_id,
        "time": event.moment,
        "datacontenttype": "application/json",
        "dataref": source.dataref,
        # Of one length, since receivers may order it as text.
        "sequence": f"{event.number:0{_DIGITS}d}",
    }
    data = {
        "planId": event.plan_id,
        "versie": event.version,
        "groepen": list(seen.groups),
        "registratietijdstip": event.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return to_structured_event(CloudEvent(attributes, data)).body
