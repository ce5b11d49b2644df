"""Whether one plan is what its versions say: the chain, the signatures, and what the versions add up to."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from api.store.current_schema import NewerSchema, current, is_current
from api.store.driver import Document
from api.store.scribe import document_of
from api.store.signing import Keyring
from api.store.stored import Stored, identical, signing_faults
from api.store.versions import read
from plan_schema.json_schema import OWN_FIELDS
from plan_schema.plan import PLAN
from plan_schema.stored_form import apart
from plan_schema.values import PROVENANCE

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMES: Final = frozenset({"_id", PROVENANCE, *PLAN.children, *OWN_FIELDS})
_MISSHAPEN: Final = (LookupError, TypeError, ValueError, AttributeError, StopIteration)
"""What comes of working with a record that has not the shape it should have."""
_NEWER: Final = "is geschreven door een latere release: verifieer met die release"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where: plan (None: no record says which), version (None: all of it), and a Dutch text. Never a value."""

    plan_id: str | None
    version: int | None
    text: str

    def __str__(self) -> str:
        # A tampered id could hold anything, a name for one.
        known = self.plan_id is not None and _ID.fullmatch(self.plan_id)
        where = f"plan {self.plan_id}" if known else "onbekend plan"
        return f"{where}{'' if self.version is None else f', versie {self.version}'}: {self.text}"


@dataclass(slots=True)
class PlanCheck:
    """Takes the records of one plan in order of number, then its document; what is wrong is in `findings`.

    `state` is what the versions so far add up to; None once they do not, since nothing can be compared with it then.
    """

    plan_id: str
    keys: Keyring
    findings: list[Finding] = field(default_factory=list)
    state: Document | None = None
    number: int = 0
    _hash: str | None = None
    _moment: datetime | None = None

    def __post_init__(self) -> None:
        self.state = {"_id": self.plan_id}

    def version(self, record: Stored) -> None:
        """The next version record."""
        number, count = record.number("nummer"), len(self.findings)
        if number is None or number < 1:
            self._fault(None, "een versie heeft geen nummer")
        elif number == self.number:
            self._fault(number, "komt vaker voor")
        else:
            self._missing_until(number)
            self._linked(number, record)
            self.number, self._hash = number, record.text("hash")
        for text in signing_faults(record, self.keys, ("_id",)):
            self._fault(number, text)
        if len(self.findings) > count:
            self.state = None
        if self.state is not None:
            self._replay(number, record)

    def snapshot(self, record: Stored) -> None:
        """A snapshot of the version that was given last, or of one that is not there."""
        number = record.number("nummer")
        if not record.sound or number is None:
            self._fault(number, "de momentopname is beschadigd")
        elif number != self.number:
            self._fault(number, "er is een momentopname van een versie die er niet is")
        elif record.text("planId") != self.plan_id or record.content.keys() != {"_id", "planId", "nummer", "plan"}:
            self._fault(number, "de momentopname hoort hier niet, of bevat andere velden dan die erin horen")
        elif self.state is not None:
            self._compare(number, "de momentopname", record.content["plan"])

    def document(self, record: Stored | None) -> None:
        """The document, after every version."""
        if record is None:
            self._fault(None, "er zijn versies of momentopnamen zonder document")
            return
        current = record.number("versie")
        if not record.sound or current is None:
            self._fault(None, "het document is beschadigd")
            return
        if self.number == 0:
            self._fault(None, "er is een document zonder versies")
            return
        if current > self.number:
            self._missing_until(current + 1)
            return
        if current < self.number:
            self._fault(self.number, f"het document is nog van versie {current}: deze versie is later ingevoegd")
            return
        if self.state is not None:
            self._compare(None, "het document", record.content)
        elif self.findings:
            self._fault(None, "het document is daarom niet na te rekenen uit de versies")

    def _linked(self, number: int, record: Stored) -> None:
        if record.text("planId") != self.plan_id:
            self._fault(number, "hoort bij een ander plan")
        if number == self.number + 1 and record.content.get("vorigeHash") != self._hash:
            self._fault(number, "sluit niet aan op de versie ervoor")
        moment = record.content.get("tijdstip")
        if not isinstance(moment, datetime):
            self._fault(number, "heeft geen tijdstip")
            return
        if self._moment is not None and moment < self._moment:
            self._fault(number, "is van een eerder tijdstip dan de versie ervoor")
        self._moment = moment

    def _missing_until(self, number: int) -> None:
        first, last = self.number + 1, number - 1
        if first == last:
            self._fault(first, "ontbreekt")
        elif first < last:
            self._fault(first, f"ontbreekt, en alle versies tot en met {last}")
        if first <= last:
            self.state = None

    def _replay(self, number: int | None, record: Stored) -> None:
        assert self.state is not None  # noqa: S101 - the caller looked
        try:
            self.state = document_of(self.state, read(record.content))
        except NewerSchema:
            self.state = None
            self._fault(number, _NEWER)
        except _MISSHAPEN:
            self.state = None
            self._fault(number, "de wijzigingen passen niet op de versie ervoor")

    def _compare(self, number: int | None, what: str, stored: Document) -> None:
        assert self.state is not None  # noqa: S101 - the callers looked
        try:
            found = current(stored)
        except NewerSchema:
            self._fault(number, f"{what} {_NEWER}")
            return
        except _MISSHAPEN:
            self._fault(number, f"{what} is geen plan")
            return
        if not identical(self.state, found):
            names = [
                name
                for name in sorted(self.state.keys() | found.keys())
                if not (name in self.state and name in found and identical(self.state[name], found[name]))
            ]
            self._fault(number, f"{what} wijkt af van de versies, in: {_named(names)}")
        elif is_current(stored) and not identical(apart(found), stored):
            self._fault(number, f"{what} wijkt af van de versies, in: {_named([PROVENANCE])}")

    def _fault(self, number: int | None, text: str) -> None:
        self.findings.append(Finding(self.plan_id, number, text))


def _named(names: Collection[str]) -> str:
    known: Iterable[str] = (name for name in names if name in _NAMES)
    return ", ".join([*known, *(["iets wat er niet hoort"] if not _NAMES.issuperset(names) else [])])
