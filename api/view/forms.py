"""Ways to write a stored value out: where it may be missing, where it may not, and where there are several."""

from collections.abc import Callable
from typing import Any, TypeAlias

from plan_schema.values import UNKNOWN

Write: TypeAlias = Callable[[Any], Any]


def optional(convert: Write) -> Write:
    """Writes a field: nothing where nothing is recorded, or where it is recorded as not known."""
    return lambda value: None if value is None or value == UNKNOWN else convert(value)


def always(convert: Write) -> Write:
    """Writes something that may be missing."""
    return lambda value: None if value is None else convert(value)


def required(convert: Write) -> Write:
    """Writes something that the interface promises."""

    def write(value: Any) -> Any:
        if value is None:
            raise TypeError("what is never missing is missing")
        return convert(value)

    return write


def many(convert: Write) -> Write:
    """Writes a list of values."""
    one = required(convert)

    def write(values: Any) -> list[Any]:
        if not isinstance(values, list):
            raise TypeError("what is always a list is none")
        return [one(value) for value in values]

    return write
