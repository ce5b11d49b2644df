"""How people and their systems write values in a table: Dutch dates, words for a value list, the name of a gemeente.

Each reader gives what a kind of value (`plan_schema.kinds`) understands, or raises ValueError, which never quotes what it was given.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from plan_schema.gemeenten import GEMEENTEN
from plan_schema.kinds import Kind
from plan_schema.tree import Leaf
from plan_schema.values import UNKNOWN

UNKNOWN_WORD: Final = "onbekend"
"""What a file writes where it says that a value is not known."""

NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})

_DUTCH_DATE: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_WHOLE: Final = re.compile(r"\d{1,9}")
# "van den Berg, Joris": what stands before the first capital is the voorvoegsel.
_PERSON: Final = re.compile(r"(?:([a-z' ]+?) )?([A-ZÀ-Ý][^,]*), (\S.*)")

_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {gemeente.name.casefold(): gemeente.code for gemeente in GEMEENTEN.values() if gemeente.valid_until is None}
)


def of_table(leaf: Leaf, text: str, words: Mapping[str, str] = NO_WORDS) -> object:
    """What stands in a cell of a table, as the kind of value of its field takes it; several values stand apart by `|`."""
    if text.casefold() == UNKNOWN_WORD:
        return unknown_of(leaf.kind)
    if leaf.many:
        return [_single(leaf.kind, part.strip(), words) for part in text.split("|")]
    return _single(leaf.kind, text, words)


def unknown_of(kind: Kind) -> object:
    """How a field of this kind says that its value is not known."""
    return "ONBEKEND" if kind.choices else dict(UNKNOWN)


def _single(kind: Kind, text: str, words: Mapping[str, str]) -> object:
    if kind.choices:
        known = {word.casefold(): value for word, value in words.items()}
        return known.get(text.casefold()) or re.sub(r"[\s-]+", "_", text).upper()
    if kind.name == "Int":
        if not _WHOLE.fullmatch(text):
            raise ValueError("not a whole number")
        return int(text)
    if kind.name == "Date":
        return iso_date(text)
    if kind.name == "Gemeentecode":
        return _CODES.get(text.casefold(), text)
    return text


def iso_date(text: str) -> str:
    """A date as DD-MM-JJJJ or JJJJ-MM-DD, as the latter; what is neither stays as it is, for its kind to refuse."""
    found = _DUTCH_DATE.fullmatch(text)
    if found is None:
        return text
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError("not in the calendar") from None


def parts_of_name(text: str) -> dict[str, str]:
    """`van den Berg, Joris` as voorvoegsel, geslachtsnaam and voornamen, by their paths; ValueError."""
    found = _PERSON.fullmatch(text)
    if found is None:
        raise ValueError("not a name")
    parts = {
        "betrokkene.voorvoegsel": found[1],
        "betrokkene.geslachtsnaam": found[2],
        "betrokkene.voornamen": found[3],
    }
    return {path: part for path, part in parts.items() if part}
