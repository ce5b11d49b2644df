"""The kinds of value a plan field can hold.

A kind says, once: its name in the GraphQL interface, what a valid value looks like (in Dutch, for the person who must
mend it), its JSON Schema, its stored form, and how an incoming value becomes a stored one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Final, get_args

from plan_schema import identifiers

JsonSchema = Mapping[str, object]

MAX_TEXT: Final = 4_000
MAX_LINE: Final = 200


class Choice(StrEnum):
    """Base of every value list. Each list names `ONBEKEND`: unknown is a value, never a guess."""


class JaNeeOnbekend(Choice):
    """Ja, nee of onbekend."""

    JA = "JA"
    NEE = "NEE"
    ONBEKEND = "ONBEKEND"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value. `parse` gives the stored value, or raises ValueError without quoting what it was given."""

    name: str
    expected: str
    json: JsonSchema
    bson: JsonSchema
    parse: Callable[[object], object]
    choices: type[Choice] | None = None


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a string")  # noqa: TRY004 - every refusal of a kind is a ValueError
    return value


def _text(limit: int) -> Callable[[object], str]:
    def parse(value: object) -> str:
        text = _string(value).strip()
        if not 0 < len(text) <= limit or "\x00" in text:
            raise ValueError("empty or too long")
        return text

    return parse


def _matching(pattern: str, limit: int) -> Callable[[object], str]:
    compiled = re.compile(pattern)

    def parse(value: object) -> str:
        text = _string(value).strip()
        if len(text) > limit or not compiled.fullmatch(text):
            raise ValueError("does not have the expected form")
        return text

    return parse


def _date(value: object) -> str:
    # Stored as ISO text: a date has no time zone, and BSON knows instants only.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    text = _string(value)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("not a date")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        # `from None`, here and below: the library's message may quote the value.
        raise ValueError("not in the calendar") from None


def instant(value: object) -> datetime:
    """Return the moment in UTC, to the millisecond (what BSON keeps); ValueError without an offset."""
    try:
        given = value if isinstance(value, datetime) else datetime.fromisoformat(_string(value))
        moment = given.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("not a moment") from None
    if given.tzinfo is None:
        raise ValueError("no offset")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _integer(low: int, high: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError("not a whole number within the bounds")
        return value

    return parse


def _checked(check: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: check(_string(value))


def _text_kind(limit: int) -> Kind:
    schema = {"type": "string", "minLength": 1, "maxLength": limit}
    return Kind("String", f"tekst van 1 tot {limit} tekens", schema, _bson(schema), _text(limit))


def _pattern_kind(name: str, expected: str, pattern: str, parse: Callable[[object], object], **extra: object) -> Kind:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return Kind(name, expected, schema | extra, _bson(schema), parse)


def _bson(schema: Mapping[str, object]) -> JsonSchema:
    return {("bsonType" if key == "type" else key): value for key, value in schema.items()}


def choice_kind(choices: type[Choice]) -> Kind:
    """The kind of a value list."""
    values = [choice.value for choice in choices]

    def parse(value: object) -> str:
        if _string(value) not in values:
            raise ValueError("not in the value list")
        return str(value)

    return Kind(
        name=choices.__name__,
        expected=f"een van {', '.join(values)}",
        json={"type": "string", "enum": values},
        bson={"bsonType": "string", "enum": values},
        parse=parse,
        choices=choices,
    )


def _number_kind(expected: str, low: int, high: int) -> Kind:
    bounds: dict[str, object] = {"minimum": low, "maximum": high}
    return Kind(
        "Int", expected, {"type": "integer"} | bounds, {"bsonType": ["int", "long"]} | bounds, _integer(low, high)
    )


def kind_of(annotation: object) -> Kind:
    """The kind behind one of the annotations below (`Text`, `Date`, …)."""
    return next(extra for extra in get_args(annotation) if isinstance(extra, Kind))


_EMAIL = r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}"
_PHONE = r"\+?[0-9][0-9 ()-]{5,23}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

Text = Annotated[str, _text_kind(MAX_TEXT)]
"""Running text."""
Line = Annotated[str, _text_kind(MAX_LINE)]
"""A name, a label, a short remark."""
Date = Annotated[
    date,
    _pattern_kind("Date", "een bestaande datum als JJJJ-MM-DD", r"\d{4}-\d{2}-\d{2}", _date, format="date"),
]
"""A date without time, stored as ISO text."""
Instant = Annotated[
    datetime,
    Kind(
        "DateTime",
        "een tijdstip met tijdzone, zoals 2026-01-05T09:30:00Z",
        {"type": "string", "format": "date-time"},
        {"bsonType": "date"},
        instant,
    ),
]
"""A moment; any offset in, UTC out."""
Count = Annotated[int, _number_kind("een geheel getal van 0 tot en met 100000", 0, 100_000)]
"""A whole number, zero or more."""
Euros = Annotated[int, _number_kind("een bedrag in hele euro's van 0 tot en met 10000000", 0, 10_000_000)]
"""An amount in whole euros."""
Email = Annotated[str, _pattern_kind("String", "een e-mailadres", _EMAIL, _matching(_EMAIL, 254))]
"""An e-mail address."""
Phone = Annotated[str, _pattern_kind("String", "een telefoonnummer", _PHONE, _matching(_PHONE, 25))]
"""A telephone number."""
Reference = Annotated[str, _pattern_kind("ID", "het id van een onderdeel van dit plan", _UUID, _matching(_UUID, 36))]
"""The id of another list item in the same plan."""
Bsn = Annotated[
    str,
    _pattern_kind(
        "BSN",
        "een burgerservicenummer van 9 cijfers dat aan de elfproef voldoet",
        r"[0-9]{9}",
        _checked(identifiers.bsn),
    ),
]
"""Burgerservicenummer."""
Skn = Annotated[
    str,
    _pattern_kind("SKN", "een strafrechtsketennummer van 7 tot 10 cijfers", r"[0-9]{7,10}", _checked(identifiers.skn)),
]
"""Strafrechtsketennummer."""
Oin = Annotated[
    str,
    _pattern_kind(
        "OIN", "een OIN van 20 posities met een bekend voorvoegsel", r"[0-9]{8}[0-9A-Z]{12}", _checked(identifiers.oin)
    ),
]
"""Organisatie-identificatienummer."""
Gemeentecode = Annotated[
    str,
    _pattern_kind(
        "Gemeentecode",
        "een bestaande gemeentecode van 4 cijfers, zoals 0202",
        r"[0-9]{4}",
        _checked(identifiers.gemeentecode),
    ),
]
"""CBS gemeentecode, four digits."""
