"""The organisation table: what an OIN in a token stands for.

A JSON list; a row is `{"oin", "naam", "soort", "gemeentecode", "inrichtingen"}`. The table beside this module is for
development: every OIN in it has the test prefix of the OIN-Stelsel, so it can never match a real organisation.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from api.identity.caller import Organisation
from plan_schema import identifiers
from policies.context import OrganisationKind

ALL_INRICHTINGEN: Final = "alle"
"""In place of a list, for 3RO: every inrichting that a DJI row of the table names."""

_FIELDS: Final = frozenset({"oin", "naam", "soort", "gemeentecode", "inrichtingen"})
_WITH_INRICHTINGEN: Final = frozenset({OrganisationKind.DJI, OrganisationKind.RECLASSERING})


class OrganisationTableError(ValueError):
    """The table cannot be used; the message (Dutch) names every wrong row and how to mend it."""


class Organisations(Protocol):
    """Every organisation that may use this API; `revision` is another one when anything in it is."""

    @property
    def revision(self) -> str:
        """The content hash of the table."""

    def get(self, oin: str) -> Organisation | None:
        """Return the organisation with this OIN, or None."""

    def __iter__(self) -> Iterator[Organisation]: ...


class OrganisationTable:
    """The organisations of one table, by OIN."""

    def __init__(self, organisations: Iterable[Organisation], revision: str) -> None:
        self._by_oin: Mapping[str, Organisation] = MappingProxyType({row.oin: row for row in organisations})
        self._revision = revision

    @classmethod
    def load(cls, path: Path | None = None) -> "OrganisationTable":
        """Return the table in this file, or the development table; OrganisationTableError names every fault at once."""
        name = str(path or "organisations.json")
        try:
            source = path or files("api.identity").joinpath("organisations.json")
            content = source.read_bytes()
            rows = json.loads(content.decode())
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "geen geldige JSON in UTF-8"
            raise OrganisationTableError(f"organisatietabel {name} is niet te lezen: {reason}") from None
        if not isinstance(rows, list) or not rows:
            raise OrganisationTableError(f"organisatietabel {name}: verwacht een JSON-lijst met ten minste één rij")
        reader = _Reader(rows)
        if reader.faults:
            faults = "".join(f"\n- {fault}" for fault in reader.faults)
            raise OrganisationTableError(f"organisatietabel {name} heeft {len(reader.faults)} fout(en):{faults}")
        return cls(reader.organisations, hashlib.sha256(content).hexdigest()[:16])

    @property
    def revision(self) -> str:
        """The content hash of the table."""
        return self._revision

    def get(self, oin: str) -> Organisation | None:
        """Return the organisation with this OIN, or None."""
        return self._by_oin.get(oin)

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._by_oin.values())


class _Reader:
    """Reads every row before it reports, so that one start shows all faults."""

    def __init__(self, rows: list[object]) -> None:
        self.faults: list[str] = []
        self.organisations: list[Organisation] = []
        self._first_row: dict[str, int] = {}
        self._dji = frozenset(
            name
            for row in rows
            if isinstance(row, dict) and row.get("soort") == OrganisationKind.DJI
            for name in self._names(row.get("inrichtingen")) or ()
        )
        for number, row in enumerate(rows, start=1):
            self._read(number, row)

    def _read(self, number: int, row: object) -> None:
        if not isinstance(row, dict):
            self.faults.append(f"rij {number}: verwacht een object met {', '.join(sorted(_FIELDS))}")
            return
        before = len(self.faults)
        given = row.get("naam")
        name = given.strip() if isinstance(given, str) else ""
        label = f"rij {number} ({name})" if name else f"rij {number}"
        if unknown := sorted(row.keys() - _FIELDS):
            self.faults.append(f"{label}: onbekend veld {', '.join(unknown)}; bekend zijn {', '.join(sorted(_FIELDS))}")
        if not name:
            self.faults.append(f"{label}: naam ontbreekt; vul de naam van de organisatie in")
        oin = self._oin(label, number, row.get("oin"))
        kind = self._kind(label, row.get("soort"))
        if kind is None:
            return
        gemeentecode = self._gemeentecode(label, kind, row.get("gemeentecode"))
        inrichtingen = self._inrichtingen(label, kind, row.get("inrichtingen"))
        if len(self.faults) == before:
            self.organisations.append(Organisation(oin, name, kind, gemeentecode, inrichtingen))

    def _oin(self, label: str, number: int, value: object) -> str:
        try:
            oin = identifiers.oin(value if isinstance(value, str) else "")
        except ValueError:
            prefixes = ", ".join(identifiers.OIN_PREFIXES)
            self.faults.append(f"{label}: oin is ongeldig; verwacht 20 posities als tekst, beginnend met {prefixes}")
            return ""
        first = self._first_row.setdefault(oin, number)
        if first != number:
            self.faults.append(f"{label}: oin {oin} staat al in rij {first}; elke OIN komt één keer voor")
        return oin

    def _kind(self, label: str, value: object) -> OrganisationKind | None:
        if isinstance(value, str) and value in OrganisationKind.__members__:
            return OrganisationKind(value)
        self.faults.append(f"{label}: soort is onbekend; kies uit {', '.join(OrganisationKind)}")
        return None

    def _gemeentecode(self, label: str, kind: OrganisationKind, value: object) -> str | None:
        if kind is not OrganisationKind.GEMEENTE:
            if value is not None:
                self.faults.append(f"{label}: gemeentecode hoort alleen bij soort GEMEENTE; verwijder het veld")
            return None
        try:
            return identifiers.gemeentecode(value if isinstance(value, str) else "")
        except ValueError:
            self.faults.append(
                f"{label}: gemeentecode ontbreekt of staat niet in de gemeentetabel; "
                'gebruik de CBS-code van vier cijfers als tekst, bijvoorbeeld "0202"'
            )
            return None

    def _inrichtingen(self, label: str, kind: OrganisationKind, value: object) -> frozenset[str]:
        if value is None:
            return frozenset()
        if kind not in _WITH_INRICHTINGEN:
            self.faults.append(f"{label}: inrichtingen horen alleen bij DJI en RECLASSERING; verwijder het veld")
            return frozenset()
        if kind is OrganisationKind.RECLASSERING and value == ALL_INRICHTINGEN:
            return self._dji
        names = self._names(value)
        if names is None:
            self.faults.append(
                f"{label}: inrichtingen is een lijst met namen, of voor RECLASSERING de tekst {ALL_INRICHTINGEN!r}"
            )
            return frozenset()
        # A misspelt inrichting would match no plan, ever, and nobody would notice.
        if unknown := sorted(names - self._dji):
            self.faults.append(
                f"{label}: inrichting {', '.join(unknown)} staat bij geen enkele rij van soort DJI; "
                "verbeter de naam of voeg de inrichting daar toe"
            )
        return names

    @staticmethod
    def _names(value: object) -> frozenset[str] | None:
        if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
            return None
        return frozenset(value)
