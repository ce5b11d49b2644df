"""Markers: a value for every field that no other field holds, and the way to find such values back in any text.

Texts, telephone numbers, dates, moments, numbers, BSN, SKN, OIN and ids are unique. Of gemeentecodes there are a few hundred, so
each serves as few fields as possible. A value list has no room for unique values: its fields are checked by their place in an
answer instead (`answers`).
"""

import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final

from api.graphql.scalars import plain
from plan_schema import kinds
from plan_schema.gemeenten import GEMEENTEN
from plan_schema.kinds import kind_of
from plan_schema.sections.som import is_outcome
from plan_schema.tree import Leaf

_EMAIL: Final = kind_of(kinds.Email)
_PHONE: Final = kind_of(kinds.Phone)
_EUROS: Final = kind_of(kinds.Euros)
_REAL_GEMEENTEN: Final = frozenset({"0202", "0268", "0344", "0479"})
"""The gemeenten of the personas: they stand in facts, so they mark nothing."""

TOKENS: Final = re.compile(
    r"Zq\d{7}qZ"  # text
    r"|\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?"  # dates and moments
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"  # ids of plans and items
    r"|\b00000099M\d{11}\b"  # OIN; those of real organisations stand in every herkomst
    r"|(?<![\w.-])\d{5,15}(?![\w.-])"  # numbers, telephone numbers, BSN, SKN
    r'|(?<=")\d{4}(?=")'  # gemeentecodes
)
"""Everything in a text that can be a marker."""

TEXT: Final = re.compile(r"Zq\d{7}qZ")


def tokens(value: Any) -> set[str]:
    """The markers in a value, as they would stand in an answer."""
    return set(TOKENS.findall(json.dumps(value, default=plain, ensure_ascii=False)))


class Mint:
    """Makes values; those of one mint are all different, except values of value lists and, after a few hundred, gemeentecodes."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._numbers = count(1)
        self._bsns = (number for number in map(_bsn, count(10_000_000)) if number is not None)
        self._gemeenten = [code for code in sorted(GEMEENTEN) if code not in _REAL_GEMEENTEN]

    def text(self) -> str:
        """A text that stands nowhere else."""
        return f"Zq{next(self._numbers):07d}qZ"

    def date(self) -> str:
        """A day, far from today."""
        return (date(3000, 1, 1) + timedelta(days=next(self._numbers))).isoformat()

    def past_date(self) -> str:
        """A day, long ago."""
        return (date(1300, 1, 1) + timedelta(days=next(self._numbers))).isoformat()

    def oin(self) -> str:
        """The OIN of an organisation that does not exist."""
        return f"00000099M{next(self._numbers):011d}"

    def value(self, leaf: Leaf) -> Any:
        """A valid incoming value for a field."""
        return [self._one(leaf), self._one(leaf)] if leaf.many and leaf.kind.name != "ID" else self._one(leaf)

    def _one(self, leaf: Leaf) -> Any:
        kind = leaf.kind
        if kind.choices is not None:
            return self._rng.choice([choice.value for choice in kind.choices if choice.value != "ONBEKEND"])
        if kind is _EMAIL:
            return f"{self.text()}@voorbeeld.example"
        if kind is _PHONE:
            return f"{next(self._numbers):015d}"
        number = next(self._numbers)
        match kind.name:
            case "String":
                return f"Zq{number:07d}qZ"
            case "Date":
                return (date(3000, 1, 1) + timedelta(days=number)).isoformat()
            case "DateTime":
                return (datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=61 * number)).isoformat()
            case "Int":
                return 1_000_000 + number if kind is _EUROS else 10_000 + number % 90_000
            case "BSN":
                return next(self._bsns)
            case "SKN":
                return f"9{number:09d}"
            case "OIN":
                return self.oin()
            case "Gemeentecode":
                return self._gemeenten[number % len(self._gemeenten)]
            case _:
                return []


def _bsn(eight: int) -> str | None:
    """The nine digits that begin with these eight and pass the elfproef, if there are any."""
    digits = [int(digit) for digit in f"{eight:08d}"]
    last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return f"{eight:08d}{last}" if last < 10 else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marker stands or once stood: a field or item of a plan (no path: the plan itself), or a note of a version."""

    plan_id: str
    path: str = ""
    note_of: int = 0


@dataclass(slots=True)
class Registry:
    """Which marker stands where."""

    places: dict[str, set[Place]] = field(default_factory=dict)
    written: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def learn(self, record: dict[str, Any]) -> None:
        """Take in a stored version record."""
        plan_id, number = record["planId"], record["nummer"]
        self._add([plan_id], Place(plan_id))
        self.written[plan_id, number] = [change["pad"] for change in record["wijzigingen"]]
        for name in ("toelichting", "bron", "peildatum"):
            self._add(tokens(record[name]), Place(plan_id, name, number))
        for change in record["wijzigingen"]:
            path = change["pad"]
            if path.endswith("]"):
                self._add([path.rpartition("[")[2].removesuffix("]")], Place(plan_id, path))
            else:
                # The moments that rules record are those of versions, which stand in every herkomst.
                marking = [
                    value
                    for value in (change["oud"], change["nieuw"])
                    if not (is_outcome(path) and isinstance(value, datetime))
                ]
                self._add(tokens(marking), Place(plan_id, path))

    def _add(self, found: Iterable[str], place: Place) -> None:
        for token in found:
            self.places.setdefault(token, set()).add(place)
