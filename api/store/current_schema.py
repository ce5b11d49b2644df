"""What is stored, in the schema of now: an earlier one is migrated in memory on every read, a later one is refused."""

from collections.abc import Sequence
from typing import Any, Final

from api.store.driver import Document, Filter
from plan_schema.changes import Change
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import Migration, migrate_changes, migrate_document, sections_of
from plan_schema.stored_form import is_apart, together
from plan_schema.values import PROVENANCE

NOT_APART: Final[Filter] = {PROVENANCE: {"$type": "array"}}
"""The plans that are still stored as they are in memory, with who wrote what in every group (`plan_schema.stored_form`)."""


class NewerSchema(Exception):
    """This was stored by a later release, whose schema this process does not know; another process can answer."""


class Migrated(dict[str, Any]):
    """A document as one is stored now, of a plan that is stored in an earlier way until it is next written.

    `stored_schema`: the schema in which it is stored; `sections`: the names in which it can differ from what is stored.
    """

    __slots__ = ("sections", "stored_schema")

    def __init__(self, document: Document, stored_schema: int, sections: frozenset[str]) -> None:
        super().__init__(document)
        self.stored_schema = stored_schema
        self.sections = sections


def current(stored: Document, migrations: Sequence[Migration] = MIGRATIONS) -> Document:
    """The plan of a stored plan or snapshot, in the schema of now; NewerSchema."""
    missing = _missing(stored, migrations)
    document, apart = together(stored), is_apart(stored)
    if not missing and apart:
        return document
    number: int = stored["schemaVersie"]
    sections = sections_of(missing) | (frozenset() if apart else stored.keys() - {"_id"})
    return Migrated(migrate_document(document, missing) | {"schemaVersie": number + len(missing)}, number, sections)


def is_current(stored: Document) -> bool:
    """Whether a stored plan, of which the provenance that is asked was read, is in the schema of now; NewerSchema."""
    return not _missing(stored, MIGRATIONS) and is_apart(stored)


def current_changes(record: Document, migrations: Sequence[Migration] = MIGRATIONS) -> tuple[Change, ...]:
    """The changes in a version record as they would be recorded now; the record stays as it was signed. NewerSchema."""
    recorded = (Change(entry["pad"], entry["oud"], entry["nieuw"]) for entry in record["wijzigingen"])
    return migrate_changes(recorded, _missing(record, migrations))


def as_read(document: Document) -> Filter:
    """Finds a plan if it is still stored as it was read: in the same version and the same schema."""
    return {"_id": document["_id"], "versie": document["versie"], "schemaVersie": _stored_schema(document)}


def migrated_sections(document: Document) -> frozenset[str]:
    """The sections in which a document can differ from what is stored; the next write stores them all."""
    return document.sections if isinstance(document, Migrated) else frozenset()


def _stored_schema(document: Document) -> int:
    return document.stored_schema if isinstance(document, Migrated) else int(document["schemaVersie"])


def _missing(stored: Document, migrations: Sequence[Migration]) -> Sequence[Migration]:
    number: int = stored["schemaVersie"]
    if number > 1 + len(migrations):
        raise NewerSchema
    return migrations[number - 1 :]
