"""What follows from a version by rules, and is recorded in it by the house itself: no part of what its author may or may not do."""

from dataclasses import replace
from datetime import date

from api.store.driver import Document
from api.store.scribe import document_of
from api.store.versions import Version
from plan_schema.process.som.outcome import following
from plan_schema.process.som.rule_sets import in_force
from plan_schema.sections.som import is_outcome


def with_consequences(before: Document, version: Version, after: Document, today: date) -> tuple[Version, Document]:
    """A version with what follows from it, and the document that it then makes of the one before it; `after`: without that."""
    found = following(after, version.changes, today, version.moment, in_force(today))
    if not found:
        return version, after
    completed = replace(version, changes=(*version.changes, *found))
    return completed, document_of(before, completed)


def followed(version: Version) -> tuple[str, ...]:
    """The paths of what followed in a version."""
    return tuple(change.path for change in version.changes if is_outcome(change.path))
