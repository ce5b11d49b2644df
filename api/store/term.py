"""What a relay knows for as long as it leads: only a leader writes these, so what it read or wrote itself stays true."""

from collections.abc import Iterable
from time import monotonic
from typing import Final

from api.store.driver import Document
from api.store.lease import SECONDS, Lease

_SIGN_OF_LIFE: Final = SECONDS / 4
"""Seconds after which a leader that has nothing to do says that it is there: less than it idles, and far from what a lease lasts."""


class Term:
    """One term under a lease (None: under none): the last number of each recipient, and when the leader was last seen to lead."""

    def __init__(self, lease: Lease | None) -> None:
        self.lease = lease
        self.last: dict[str, int] = {}
        self._seen = 0.0

    @property
    def seen_lately(self) -> bool:
        """Whether its last commit is a sign of life that still counts."""
        return monotonic() < self._seen + _SIGN_OF_LIFE

    def passed(self, events: Iterable[Document]) -> None:
        """These events were committed."""
        self._seen = monotonic()
        for event in events:
            self.last[event["ontvanger"]] = event["volgnummer"]
