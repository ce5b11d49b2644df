"""Cursors of changes: a place in the log of the caller's organisation."""

import re
from typing import Final

from api.errors import Code, Fault, RequestRefused

_CURSOR: Final = re.compile(r"[0-9]{1,15}")


def cursor_of(number: int) -> str:
    """The cursor of an event."""
    return str(number)


def number_of(cursor: str | None) -> int | None:
    """The number that a cursor stands for; RequestRefused for one that was never given out."""
    if cursor is not None and not _CURSOR.fullmatch(cursor):
        raise unknown_cursor()
    return None if cursor is None else int(cursor)


def unknown_cursor() -> RequestRefused:
    """The refusal of a cursor that is not in this log."""
    fault = Fault(
        Code.ONBEKENDE_CURSOR,
        "Deze cursor hoort niet bij de wijzigingen van uw organisatie.",
        "na",
        "een cursor uit een eerder antwoord, of 0 voor alles wat er nog is",
    )
    return RequestRefused(400, [fault])


def cursor_too_old(oldest: int) -> RequestRefused:
    """The refusal of a cursor after which events are gone; `oldest` is the number of the first that is kept."""
    fault = Fault(
        Code.CURSOR_TE_OUD,
        "De wijzigingen na deze cursor worden niet meer allemaal bewaard. Lees uw plannen opnieuw, en ga verder vanaf de cursor in oudste.",
        "na",
        extra=(("oudste", cursor_of(oldest - 1)),),
    )
    return RequestRefused(410, [fault])
