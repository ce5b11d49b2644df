"""How people fill in forms: Dutch dates, ja/nee, ticks. Each reader gives a value, UNKNOWN for "onbekend", None for empty.

ValueError says what was expected, in Dutch, and never quotes what was found.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from api.demo.draft import UNKNOWN, Given

TICKED: Final = "☒"
UNTICKED: Final = "☐"

_DATE: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_DURATION: Final = re.compile(r"(\d{1,4}) (dagen|dag|weken|week)")
_DATE_EXPECTED: Final = "een bestaande datum als DD-MM-JJJJ, 'onbekend' of niets"


def text(given: str) -> Given:
    """Running text."""
    if not given:
        return None
    return UNKNOWN if given.lower().rstrip(".") == "onbekend" else given


def dutch_date(given: str) -> Given:
    """A date as DD-MM-JJJJ, to ISO text."""
    value = text(given)
    if not isinstance(value, str):
        return value
    found = _DATE.fullmatch(value)
    if found is None:
        raise ValueError(_DATE_EXPECTED)
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(_DATE_EXPECTED) from None


def days(given: str) -> int | None:
    """A duration in days or weeks, in days; None when it is something else."""
    found = _DURATION.fullmatch(given.lower())
    if found is None:
        return None
    return int(found[1]) * (7 if found[2].startswith("we") else 1)


def one_of(options: Mapping[str, Given]) -> Callable[[str], Given]:
    """Reads one of these words, written alone or ticked in a row: `☒ ja / ☐ nee`."""
    known = {word.lower(): value for word, value in options.items()} | {"onbekend": UNKNOWN}
    expected = f"één keuze uit {', '.join(repr(word) for word in known)}, of niets"

    def read(given: str) -> Given:
        if not given:
            return None
        words = [word.strip() for word in given.split(" / ")] if TICKED in given or UNTICKED in given else None
        if words is None:
            chosen = [given]
        else:
            bare = [word.lstrip(f"{TICKED}{UNTICKED} ").lower() for word in words]
            if any(word not in known for word in bare) or any(word[:1] not in {TICKED, UNTICKED} for word in words):
                raise ValueError(expected)
            chosen = [name for word, name in zip(words, bare, strict=True) if word.startswith(TICKED)]
        if not chosen:
            return None
        if len(chosen) > 1 or chosen[0].lower() not in known:
            raise ValueError(expected)
        return known[chosen[0].lower()]

    return read


yes_no: Final = one_of({"ja": "JA", "nee": "NEE"})
"""Ja or nee."""
