"""Version records: one immutable, signed record for every version of a plan, each holding the hash of the one before it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import orjson

from api.store.current_schema import current_changes
from api.store.signing import Keyring
from plan_schema.changes import Change, Provenance
from plan_schema.kinds import Date, Line, Text, kind_of
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import Migration
from plan_schema.problems import Problem, ProblemCode

_NOTE_FIELDS: Final[Mapping[str, object]] = {"toelichting": Text, "peildatum": Date, "bron": Line}


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a version: his organisation, role and pseudonymous subject, and the doelen he acted for."""

    organisation: str
    organisation_name: str
    organisation_kind: str
    role: str
    user: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the author says of a version: why, as of which date, from which system."""

    explanation: str | None = None
    reference_date: str | None = None
    source_system: str | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Note":
        """The note in an input with `toelichting`, `peildatum` and `bron`; what is wrong with it is in `problems`."""
        values: dict[str, str] = {}
        problems = []
        for name, annotation in _NOTE_FIELDS.items():
            if given.get(name) is None:
                continue
            kind = kind_of(annotation)
            try:
                values[name] = str(kind.parse(given[name]))
            except ValueError:
                problems.append(
                    Problem(
                        name,
                        ProblemCode.ONGELDIGE_WAARDE,
                        f"Ongeldige waarde: verwacht {kind.expected}.",
                        kind.expected,
                    )
                )
        return cls(values.get("toelichting"), values.get("peildatum"), values.get("bron"), tuple(problems))


@dataclass(frozen=True)
class Version:
    """One version of a plan. `removed`: how many of its changes are on fields that the plan no longer has."""

    plan_id: str
    number: int
    moment: datetime
    author: Author
    note: Note
    changes: tuple[Change, ...]
    policy_revision: str
    schema_version: int
    previous_hash: str | None
    recorded_hash: str | None = None
    removed: int = 0

    @property
    def provenance(self) -> Provenance:
        """What `herkomst` says of the fields that this version wrote."""
        return Provenance(
            organisation=self.author.organisation,
            organisation_name=self.author.organisation_name,
            organisation_kind=self.author.organisation_kind,
            role=self.author.role,
            version=self.number,
            source_system=self.note.source_system,
            reference_date=self.note.reference_date,
            registered_at=self.moment,
        )

    def content(self) -> dict[str, Any]:
        """The record without its own hash."""
        return {
            "planId": self.plan_id,
            "nummer": self.number,
            "tijdstip": self.moment,
            "auteur": {
                "organisatie": self.author.organisation,
                "organisatienaam": self.author.organisation_name,
                "organisatieSoort": self.author.organisation_kind,
                "rol": self.author.role,
                "gebruiker": self.author.user,
            },
            "doelen": list(self.author.purposes),
            "toelichting": self.note.explanation,
            "peildatum": self.note.reference_date,
            "bron": self.note.source_system,
            "wijzigingen": [{"pad": change.path, "oud": change.old, "nieuw": change.new} for change in self.changes],
            "beleidsrevisie": self.policy_revision,
            "schemaVersie": self.schema_version,
            "vorigeHash": self.previous_hash,
        }

    @cached_property
    def hash(self) -> str:
        """What identifies this version and everything before it: as recorded, or worked out for one that is new."""
        return self.recorded_hash or hash_of(self.content())

    def record(self, keys: Keyring) -> dict[str, Any]:
        """The stored form of one that is new, signed."""
        return self.content() | {"hash": self.hash, "handtekening": keys.sign(self.hash)}


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a record without its own hash, so over the hash of the previous one too."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()


def read(record: dict[str, Any], migrations: Sequence[Migration] = MIGRATIONS) -> Version:
    """A version from its stored form, its changes in the schema of now; what was signed is the stored form. NewerSchema."""
    author, changes = record["auteur"], current_changes(record, migrations)
    return Version(
        plan_id=record["planId"],
        number=record["nummer"],
        moment=record["tijdstip"],
        author=Author(
            organisation=author["organisatie"],
            organisation_name=author["organisatienaam"],
            organisation_kind=author["organisatieSoort"],
            role=author["rol"],
            user=author["gebruiker"],
            purposes=tuple(record["doelen"]),
        ),
        note=Note(record["toelichting"], record["peildatum"], record["bron"]),
        changes=changes,
        policy_revision=record["beleidsrevisie"],
        schema_version=record["schemaVersie"],
        previous_hash=record["vorigeHash"],
        recorded_hash=record["hash"],
        removed=len(record["wijzigingen"]) - len(changes),
    )


@dataclass(frozen=True, slots=True)
class VersionedChange:
    """A change, with the version and the organisation that made it."""

    change: Change
    version: int
    organisation: str


def each(versions: Sequence[Version]) -> list[VersionedChange]:
    """Every change of these versions, in order."""
    return [
        VersionedChange(change, version.number, version.author.organisation)
        for version in versions
        for change in version.changes
    ]


def net(versions: Sequence[Version]) -> list[VersionedChange]:
    """What a run of consecutive versions changed on balance: first old value and last new value per path."""
    found: dict[str, VersionedChange] = {}
    for entry in each(versions):
        path = entry.change.path
        old = found[path].change.old if path in found else entry.change.old
        found[path] = VersionedChange(Change(path, old, entry.change.new), entry.version, entry.organisation)
    return [entry for entry in found.values() if entry.change.old != entry.change.new]
