"""Version records: one immutable record for every version of a plan, each holding the hash of the one before it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from plan_schema.changes import Change, Provenance


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


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan."""

    plan_id: str
    number: int
    moment: datetime
    author: Author
    note: Note
    changes: tuple[Change, ...]
    policy_revision: str
    previous_hash: str | None

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
            "vorigeHash": self.previous_hash,
        }

    def hash(self) -> str:
        """SHA-256 over the canonical JSON of the record, so over the hash of the previous one too."""
        return hashlib.sha256(orjson.dumps(self.content(), option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()

    def record(self) -> dict[str, Any]:
        """The stored form."""
        return self.content() | {"hash": self.hash()}


def read(record: dict[str, Any]) -> Version:
    """A version from its stored form."""
    author = record["auteur"]
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
        changes=tuple(Change(entry["pad"], entry["oud"], entry["nieuw"]) for entry in record["wijzigingen"]),
        policy_revision=record["beleidsrevisie"],
        previous_hash=record["vorigeHash"],
    )


def net(versions: Sequence[Version]) -> Iterable[Change]:
    """What a run of consecutive versions changed on balance: first old value and last new value per path."""
    changes: dict[str, Change] = {}
    for version in versions:
        for change in version.changes:
            first = changes.get(change.path)
            changes[change.path] = Change(change.path, first.old if first else change.old, change.new)
    return [change for change in changes.values() if change.old != change.new]
