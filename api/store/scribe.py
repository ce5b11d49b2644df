"""The scribe: turns changes into a version record and the document that goes with it."""

from collections.abc import Callable, Iterator, Sequence, Set
from datetime import datetime
from typing import Any, Final, TypeAlias

from uuid6 import uuid7

from api.access.access import Access
from api.store.driver import Document
from api.store.versions import Author, Note, Version
from plan_schema.changes import Change, apply
from plan_schema.json_schema import OWN_FIELDS, SCHEMA_VERSION
from plan_schema.merge import group_at
from plan_schema.paths import Paths
from plan_schema.plan import PLAN
from plan_schema.stored_form import apart
from plan_schema.tree import Group, Leaf
from plan_schema.values import PROVENANCE, segments

Clock: TypeAlias = Callable[[], datetime]
"""Tells the moment of now: UTC, to the millisecond."""

_INRICHTING: Final = "detentie.inrichting"
_PLACEMENTS: Final = "detentie.plaatsingen"


def new_id() -> str:
    """An id for a plan or a list item: UUIDv7, so that order of ids is order of making."""
    return str(uuid7())


class Scribe:
    """Writes down, for one caller, what a change is and who made it."""

    def __init__(self, paths: Paths, clock: Clock, access: Access, note: Note) -> None:
        self._paths = paths
        self._clock = clock
        self._access = access
        self._note = note

    def version(self, before: Document, changes: Sequence[Change]) -> Version:
        """The version that these changes make of a document; the first one when it holds nothing but an id."""
        caller = self._access.caller
        author = Author(
            organisation=caller.organisation.oin,
            organisation_name=caller.organisation.name,
            organisation_kind=caller.organisation.kind,
            role=caller.role,
            user=caller.user,
            purposes=tuple(sorted(caller.purposes)),
        )
        return Version(
            plan_id=before["_id"],
            number=before.get("versie", 0) + 1,
            moment=self._moment(before),
            author=author,
            note=self._note,
            changes=tuple(changes),
            policy_revision=self._access.policy.revision,
            schema_version=SCHEMA_VERSION,
            previous_hash=before.get("versieHash"),
        )

    def _moment(self, before: Document) -> datetime:
        # Clocks of servers differ a little; what was known at a moment must never depend on which server wrote.
        now, previous = self._clock(), before.get("gewijzigdOp")
        return now if previous is None else max(now, previous)

    def completed(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, with what follows from them.

        An added item that names no owner is the caller's organisation's; an inrichting that is left becomes an earlier one.
        """
        return [*self._with_owners(changes), *self._placements(changes)]

    def _placements(self, changes: Sequence[Change]) -> Iterator[Change]:
        for change in changes:
            if change.path == _INRICHTING and isinstance(change.old, str):
                path = f"{_PLACEMENTS}[{new_id()}]"
                yield Change(path, None, True)  # noqa: FBT003 - the value of an item's path
                yield Change(f"{path}.inrichting", None, change.old)
                yield Change(f"{path}.tot", None, self._access.today.isoformat())

    def _with_owners(self, changes: Sequence[Change]) -> list[Change]:
        given = {change.path for change in changes}
        completed: list[Change] = []
        for change in changes:
            completed.append(change)
            if change.concerns_item and change.new is not None:
                owner = group_at(self._paths.plan, change.path).owner
                if owner is not None and f"{change.path}.{owner}" not in given:
                    completed.append(Change(f"{change.path}.{owner}", None, self._access.caller.organisation.oin))
        return completed


def document_of(current: Document, version: Version) -> Document:
    """The document that a version makes of the one before it."""
    document = apply(current, version.changes, version.provenance)
    return document | {
        "versie": version.number,
        "schemaVersie": SCHEMA_VERSION,
        "gewijzigdOp": version.moment,
        "versieHash": version.hash,
    }


def replay(versions: Sequence[Version], start: Document | None = None) -> Document:
    """The document that these versions add up to: from the first on, or from the document of the one before them."""
    document: Document = {"_id": versions[0].plan_id} if start is None else start
    for version in versions:
        document = document_of(document, version)
    return document


def rewind(current: Document, versions: Sequence[Version]) -> Document:
    """The values before these versions, which are the last of the document; who wrote them is not rewound."""
    document = current
    for version in reversed(versions):
        document = apply(document, [change.reversed() for change in reversed(version.changes)], version.provenance)
    return document


def update_of(document: Document, version: Version, migrated: Set[str] = frozenset()) -> dict[str, Any]:
    """The database update that brings a stored document to this version; `migrated`: what else differs from what is stored."""
    touched = {segments(change.path)[0][0] for change in version.changes}
    return update_with(document, touched | migrated | OWN_FIELDS.keys())


def update_with(document: Document, names: Set[str]) -> dict[str, Any]:
    """The database update that makes these sections and fields what they are in a document, and says who wrote them.

    Each is set or taken away whole; with `herkomst` among them, all provenance.
    """
    stored = apart(document if PROVENANCE in names else {name: document.get(name) for name in (PROVENANCE, *names)})
    wanted = {name: stored.get(name) for name in names}
    if PROVENANCE not in names:
        provenance = stored.get(PROVENANCE, {})
        wanted |= {f"{PROVENANCE}.{name}": provenance.get(name) for name in _written_in(names)}
    update: dict[str, Any] = {}
    for name in sorted(wanted):
        if wanted[name] is not None:
            update.setdefault("$set", {})[name] = wanted[name]
        else:
            update.setdefault("$unset", {})[name] = ""
    return update


def _written_in(names: Set[str]) -> Iterator[str]:
    """Under which names it is stored who wrote these: the plan's own fields have theirs together, and what the store keeps has none.

    What is no longer in the plan may have been either.
    """
    kinds = {name: type(PLAN.children.get(name)) for name in names - OWN_FIELDS.keys()}
    yield from (name for name, kind in kinds.items() if kind is not Leaf)
    if any(kind is not Group for kind in kinds.values()):
        yield PROVENANCE
