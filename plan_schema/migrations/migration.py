"""A migration: the steps from one schema version to the next, carried out on documents and on changes."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan_schema.changes import Change
from plan_schema.migrations.places import Stored
from plan_schema.migrations.steps import Step
from plan_schema.values import Node


@dataclass(frozen=True, slots=True)
class Migration:
    """What becomes different between two schema versions, and why.

    `eager`: the database queries on a path of it, so that every plan must have been migrated before the API serves.
    """

    why: str
    steps: tuple[Step, ...]
    eager: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all steps, before and after."""
        return tuple(path for step in self.steps for path in step.paths)


def sections_of(migrations: Iterable[Migration]) -> frozenset[str]:
    """The sections and fields of the plan itself that these migrations can touch; `herkomst` of the plan goes without saying."""
    return frozenset(path.split(".")[0].removesuffix("[]") for migration in migrations for path in migration.paths)


def migrate_document(document: Node, migrations: Sequence[Migration]) -> Stored:
    """Return the document after these migrations; the given one stays as it is."""
    touched = sections_of(migrations)
    result = {name: copy.deepcopy(value) if name in touched else value for name, value in document.items()}
    for migration in migrations:
        for step in migration.steps:
            step.document(result)
    return result


def migrate_changes(changes: Iterable[Change], migrations: Sequence[Migration]) -> tuple[Change, ...]:
    """The changes of one version as they would have been recorded after these migrations."""
    result: list[Change] = []
    for recorded in changes:
        change: Change | None = recorded
        for step in (step for migration in migrations for step in migration.steps):
            change = None if change is None else step.change(change)
        if change is not None:
            result.append(change)
    return tuple(result)


def oldest_to_serve(migrations: Sequence[Migration]) -> int:
    """The lowest schema version that stored plans may have while the API serves: that after the last eager migration."""
    return max((number for number, migration in enumerate(migrations, 2) if migration.eager), default=1)
