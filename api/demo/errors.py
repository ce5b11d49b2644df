"""What can be wrong with demo input or its loading. No message holds a person's value."""

from pathlib import Path


class InputError(ValueError):
    """An input file cannot be read; the message (Dutch) names the file, the place and what was expected there."""

    def __init__(self, file: Path, place: str, expected: str) -> None:
        super().__init__(f"{file.name}, {place}: verwacht {expected}")


class LoadError(RuntimeError):
    """The API refused a step; the message (Dutch) names the step and the paths and codes of what was refused."""
