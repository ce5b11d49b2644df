"""Arguments that are more than text: judged with the kinds of plan_schema, refused with what was expected."""

import re
from datetime import date, datetime
from typing import Any, Final

from api.errors import Code, Fault, RequestRefused
from plan_schema.kinds import Bsn, Date, Gemeentecode, Instant, Line, Skn, kind_of

MAX_PAGE: Final = 100
DEFAULT_PAGE: Final = 25


def page_size(given: int | None) -> int:
    """The size of a page, from 1 to MAX_PAGE; DEFAULT_PAGE for null."""
    first = DEFAULT_PAGE if given is None else given
    if not 1 <= first <= MAX_PAGE:
        raise _refused("first", f"een geheel getal van 1 tot en met {MAX_PAGE}")
    return first


def version_cursor(after: str | None) -> int | None:
    """The version number that a cursor of `historie` stands for."""
    if after is not None and not re.fullmatch(r"[0-9]{1,9}", after):
        raise _refused("after", "een cursor uit een eerder antwoord")
    return None if after is None else int(after)


def moment(value: str | None, path: str) -> datetime | None:
    """The moment of an argument."""
    parsed = _parsed(Instant, value, path)
    assert parsed is None or isinstance(parsed, datetime)  # noqa: S101 - what this kind parses to
    return parsed


def day(value: str | None, path: str) -> date | None:
    """The date of an argument."""
    parsed = _text(Date, value, path)
    return None if parsed is None else date.fromisoformat(parsed)


def date_of(value: str, path: str) -> date:
    """The date of an argument that must be there."""
    parsed = day(value, path)
    assert parsed is not None  # noqa: S101 - only a null has none
    return parsed


def gemeentecode(value: str | None, path: str) -> str | None:
    """A known gemeentecode."""
    return _text(Gemeentecode, value, path)


def bsn(value: str | None, path: str) -> str | None:
    """A burgerservicenummer that passes the elfproef."""
    return _text(Bsn, value, path)


def skn(value: str | None, path: str) -> str | None:
    """A strafrechtsketennummer."""
    return _text(Skn, value, path)


def line(value: str | None, path: str) -> str | None:
    """A short text."""
    return _text(Line, value, path)


def _text(annotation: object, value: str | None, path: str) -> str | None:
    parsed = _parsed(annotation, value, path)
    return None if parsed is None else str(parsed)


def _parsed(annotation: object, value: str | None, path: str) -> Any:
    if value is None:
        return None
    kind = kind_of(annotation)
    try:
        return kind.parse(value)
    except ValueError:
        raise _refused(path, kind.expected) from None


def _refused(path: str, expected: str) -> RequestRefused:
    return RequestRefused(
        400, [Fault(Code.ONGELDIGE_WAARDE, f"Ongeldige waarde voor {path}: verwacht {expected}.", path, expected)]
    )
