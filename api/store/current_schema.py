"""What is stored, in the schema of now: an earlier one is migrated in memory on every read, a later one is refused."""

from collections.abc import Sequence
from typing import Any

from api.store.driver import Document, Filter
from plan_schema.changes import Change
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import Migration, migrate_changes, migrate_document, sections_of


class NewerSchema(Exception):
    """This was stored by a later release, whose schema this process does not know; another process can answer."""


class Migrated(dict[str, Any]):
    """A document in the schema of now that is stored in an earlier one, until its plan is next written."""

    __slots__ = ("stored_schema",)

    def __init__(self, document: Document, stored_schema: int) -> None:
        super().__init__(document)
        self.stored_schema = stored_schema


def current(stored: Document, migrations: Sequence[Migration] = MIGRATIONS) -> Document:
    """A stored plan or snapshot in the schema of now; NewerSchema."""
    missing = _missing(stored, migrations)
    if not missing:
        return stored
    number: int = stored["schemaVersie"]
    return Migrated(migrate_document(stored, missing) | {"schemaVersie": number + len(missing)}, number)


def is_current(stored: Document) -> bool:
    """Whether a stored plan is in the schema of now; NewerSchema."""
    return not _missing(stored, MIGRATIONS)


def current_changes(record: Document, migrations: Sequence[Migration] = MIGRATIONS) -> tuple[Change, ...]:
    """The changes in a version record as they would be recorded now; the record stays as it was signed. NewerSchema."""
    recorded = (Change(entry["pad"], entry["oud"], entry["nieuw"]) for entry in record["wijzigingen"])
    return migrate_changes(recorded, _missing(record, migrations))


def as_read(document: Document) -> Filter:
    """Finds a plan if it is still stored as it was read: in the same version and the same schema."""
    return {"_id": document["_id"], "versie": document["versie"], "schemaVersie": _stored_schema(document)}


def migrated_sections(document: Document) -> frozenset[str]:
    """The sections in which a document can differ from what is stored; the next write stores them all."""
    return sections_of(MIGRATIONS[_stored_schema(document) - 1 :])


def _stored_schema(document: Document) -> int:
    return document.stored_schema if isinstance(document, Migrated) else int(document["schemaVersie"])


def _missing(stored: Document, migrations: Sequence[Migration]) -> Sequence[Migration]:
    number: int = stored["schemaVersie"]
    if number > 1 + len(migrations):
        raise NewerSchema
    return migrations[number - 1 :]
