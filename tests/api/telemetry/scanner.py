"""Finds in any text what is a person's or opens a door: BSN, SKN, names, addresses, and tokens or parts of one."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from plan_schema import identifiers

_NINE: Final = re.compile(r"(?<![0-9A-Za-z])(?<!\d\.)[0-9]{9}(?![0-9A-Za-z]|\.\d)")
"""A number by itself: no part of an id in hexadecimal, and no digits of a measurement."""
_ENCODED: Final = re.compile(r"[A-Za-z0-9_-]{16,}")
_WINDOW: Final = 16
"""Characters of a token that are taken for a part of it."""
_SHORTEST: Final = 5


class Scanner:
    """Knows the values of a world, and the tokens that were sent."""

    def __init__(self, values: Iterable[str], tokens: Iterable[str]) -> None:
        self._values: dict[str, str] = {}
        for value in values:
            assert len(value) >= _SHORTEST, "shorter values are found everywhere"
            for form in (value, json.dumps(value)[1:-1], quote(value)):
                self._values[form.lower()] = value
        self._windows: set[str] = set()
        for token in tokens:
            for segment in token.split("."):
                self._windows.update(_windows(segment))
                self._values |= {found.lower(): "part of a claim" for found in _claims(segment)}

    def found(self, text: str) -> list[str]:
        """What of it is in a text, each as its kind and value."""
        lower = text.lower()
        leaks = [f"value {value}" for form, value in self._values.items() if form in lower]
        leaks += [f"BSN {number}" for number in _NINE.findall(text) if _is_bsn(number)]
        for run in _ENCODED.findall(text):
            leaks += [f"token part {window}" for window in _windows(run) if window in self._windows]
        return leaks


def _windows(run: str) -> Iterator[str]:
    return (run[start : start + _WINDOW] for start in range(len(run) - _WINDOW + 1))


def _claims(segment: str) -> Iterator[str]:
    """What a token says of who asks: his pseudonym, and its own id."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except ValueError:
        return
    for name in ("sub", "jti"):
        if name in claims:
            yield str(claims[name])


def _is_bsn(number: str) -> bool:
    try:
        identifiers.bsn(number)
    except ValueError:
        return False
    return True
