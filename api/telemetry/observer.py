"""What the parts of the API tell of their work, to whoever observes it; this one does not look."""

from collections.abc import Iterable
from typing import Final


class Observer:
    """Nothing is done with what it is told. Every value is one of `names`, or is made one by who observes."""

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; `seconds` until the answer began."""

    def operated(self, fields: tuple[str, ...], kind: str, status: int, seconds: float) -> None:
        """An operation was executed, its logs included."""

    def refused(self, codes: Iterable[str]) -> None:
        """Something was refused."""

    def wrote(self, organisation: str) -> None:
        """An organisation of this kind made a version of a plan."""

    def conflicted(self, organisation: str) -> None:
        """Somebody of an organisation of this kind wrote on an older version, in the same place as another."""

    def logged(self, records: int, seconds: float) -> None:
        """Records were written to the logs."""

    def failed_to_log(self) -> None:
        """Records could not be written."""

    def leads(self, work: str, *, leading: bool) -> None:
        """Whether this process does the work that one of all processes does."""

    def attempted(self, verdict: str) -> None:
        """A webhook was tried, or given up."""

    def commanded(self, database: str, command: str, seconds: float, *, good: bool) -> None:
        """A database answered a command."""

    def lagged(self, seconds: float) -> None:
        """Work that was due waited so long for its turn on the event loop."""

    def waits(self, outbox_seconds: float, deliveries: int, dead_letters: int) -> None:
        """How old the oldest change is that was not passed on, and what stands in line for webhooks."""


SILENT: Final = Observer()
