"""How long commands to a database take, for who observes it: names of commands and durations, never what is in them."""

import time
from typing import Final

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.telemetry.activity import CURRENT, Step
from api.telemetry.observer import Observer

_MICROSECOND: Final = 1_000


class CommandTimes(CommandListener):
    """Tells of every command of one database, and adds it to the activity at hand where its steps are wanted."""

    def __init__(self, database: str, observer: Observer) -> None:
        self._database = database
        self._observer = observer

    def started(self, event: CommandStartedEvent) -> None:
        """Nothing is known yet."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Tell of it."""
        self._tell(event.command_name, event.duration_micros, good=True)

    def failed(self, event: CommandFailedEvent) -> None:
        """Tell of it; why it failed may quote a document."""
        self._tell(event.command_name, event.duration_micros, good=False)

    def _tell(self, command: str, micros: int, *, good: bool) -> None:
        self._observer.commanded(self._database, command, micros / 1_000_000, good=good)
        activity = CURRENT.get()
        if activity is not None and activity.steps is not None:
            ended = time.time_ns()
            activity.steps.append(Step(command, ended - micros * _MICROSECOND, ended, good))
