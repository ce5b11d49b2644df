"""Every migration there has been: the n-th takes schema version n to n + 1. None is ever changed or taken away.

Version records are signed and stay as they were written, for ten years after release: the oldest of them passes through
every migration each time it is read.
"""

from typing import Final

from plan_schema.migrations.migration import Migration
from plan_schema.migrations.steps import Moved

MIGRATIONS: Final[tuple[Migration, ...]] = (
    Migration(
        why="A bank account is what a benefit is paid to (001:L613), not a debt: it rests on PM 20d lid 2 e, not on f.",
        steps=(Moved("schulden.bankrekening", "werkEnInkomen.bankrekening"),),
    ),
)
