"""What is looked for in a database, as its client says."""

from typing import Any

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent


class Finds(CommandListener):
    """Remembers every `find`."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def started(self, event: CommandStartedEvent) -> None:
        """A command began."""
        if event.command_name == "find":
            self.seen.append(event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to remember."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to remember."""
