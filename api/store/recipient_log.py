"""The log of each recipient organisation: what it may know of changes in plans, numbered without gaps.

A record holds ids, a version and the names of groups, never a value. Numbers are the recipient's own, so that it can prove that
it missed nothing, and learns nothing from what others got.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from api.store.collections import EVENTS, RECIPIENTS
from api.store.driver import Database


class EventKind(StrEnum):
    """Wat er met een plan gebeurde, voor deze ontvanger."""

    PLAN_TOEGANKELIJK = "PLAN_TOEGANKELIJK"
    """Uw organisatie heeft vanaf nu een relatie met dit plan."""
    PLAN_GEWIJZIGD = "PLAN_GEWIJZIGD"
    """In het plan wijzigde iets wat uw organisatie mag zien."""
    PLAN_NIET_MEER_TOEGANKELIJK = "PLAN_NIET_MEER_TOEGANKELIJK"
    """Uw organisatie heeft geen relatie meer met dit plan; dit is het laatste bericht erover."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the log of one recipient; `groups` are the parts of the plan that changed and that it may read.

    `work`: of each of its open steps that changed, the paths that the step rests on.
    """

    recipient: str
    number: int
    kind: EventKind
    plan_id: str
    version: int
    moment: datetime
    groups: tuple[str, ...]
    work: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Event":
        """An event from its stored form."""
        return cls(
            recipient=record["ontvanger"],
            number=record["volgnummer"],
            kind=EventKind(record["soort"]),
            plan_id=record["planId"],
            version=record["versie"],
            moment=record["tijdstip"],
            groups=tuple(record["groepen"]),
            work=tuple(map(tuple, record.get("stappen", ()))),
        )


class CursorTooOld(Exception):
    """Events after this number are no longer kept; `oldest` is the first that is."""

    def __init__(self, oldest: int) -> None:
        super().__init__("cursor too old")
        self.oldest = oldest


class CursorUnknown(Exception):
    """This number was never given out."""


class RecipientLog:
    """Reads the logs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, recipient: str) -> int:
        """The number of the last event of a recipient; 0 when there was none."""
        found = await self._database.find_one(RECIPIENTS, {"_id": recipient})
        return 0 if found is None else int(found["laatste"])

    async def after(self, recipient: str, number: int, first: int) -> list[Event]:
        """The first so many events after a number; CursorTooOld, CursorUnknown when there is no such place in the log."""
        # First the counter: what is numbered after this look is then never taken for something that expired.
        last = await self.last(recipient)
        if not 0 <= number <= last:
            raise CursorUnknown
        where = {"ontvanger": recipient, "volgnummer": {"$gt": number}}
        records = await self._database.find(EVENTS, where, sort=[("volgnummer", 1)], limit=first)
        events = [Event.of(record) for record in records]
        if number < last and (not events or events[0].number != number + 1):
            raise CursorTooOld(events[0].number if events else last + 1)
        return events
