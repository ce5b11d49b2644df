"""When to try again: backoff per delivery, a circuit per endpoint, and when to stop trying.

Libraries for circuits keep them in the memory of a process or in Redis. This one must be shared by processes and survive them
all, so its state is stored with the subscription, and what is left of it is the little arithmetic below.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Circuit:
    """The state of an endpoint: how often it failed in a row; open: since when, and from when one attempt may be made."""

    failures: int = 0
    open_since: datetime | None = None
    probe_at: datetime | None = None

    def closed_at(self, now: datetime) -> bool:
        """Whether anything may be sent: all when it is closed, one attempt when it is open and the moment has come."""
        return self.probe_at is None or self.probe_at <= now


CLOSED = Circuit()


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient deliveries are; durations in seconds, unless named otherwise.

    A delivery that the endpoint refuses (4xx) is given up after `refusals` times; one that does not get through after `hours`.
    """

    first: float = 1.0
    longest: float = 900.0
    trip: int = 5
    refusals: int = 8
    hours: float = 24.0

    def pause(self, attempts: int, asked: float | None = None) -> timedelta:
        """How long to wait after so many attempts: exponential with jitter, at least what the endpoint asked (Retry-After)."""
        most = min(self.longest, self.first * 2 ** min(attempts - 1, 30))
        chosen = random.uniform(most / 2, most)  # noqa: S311 - spreads load, keeps no secret
        return timedelta(seconds=max(chosen, min(asked or 0.0, self.longest)))

    def failed(self, circuit: Circuit, now: datetime, asked: float | None = None) -> Circuit:
        """The circuit after another failure: from `trip` in a row on it is open, each time for longer."""
        failures = circuit.failures + 1
        if failures < self.trip:
            return Circuit(failures)
        pause = self.pause(failures - self.trip + 1, asked)
        return Circuit(failures, circuit.open_since or now, now + pause)

    def given_up(self, since: datetime, refusals: int, now: datetime) -> bool:
        """Whether a delivery that waits since then goes to the dead letters."""
        return refusals >= self.refusals or now - since >= timedelta(hours=self.hours)
