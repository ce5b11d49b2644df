"""A shielding names a path. A migration that moves or takes away a path would leave what is shielded open."""

from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.steps import Replaced

_BEFORE_SHIELDINGS = 1
"""Plans of schema 1, which the first migration is for, have no shieldings."""


def test_no_migration_opens_what_is_shielded() -> None:
    moved = [
        path
        for migration in MIGRATIONS[_BEFORE_SHIELDINGS:]
        for step in migration.steps
        if not isinstance(step, Replaced)
        for path in step.paths
    ]
    assert moved == [], "have this step carry `afschermingen[].pad`, in documents and in changes, before it is declared"
