"""The policy of today: rows begin and end on a day, so the compiled form is renewed when the day changes."""

from collections.abc import Sequence
from datetime import date

from plan_schema.tree import Group
from policies.policy import Policy
from policies.table import Row


class PolicyHolder:
    """Gives the policy of a day; a running request keeps the one it was given."""

    def __init__(self, plan: Group, rows: Sequence[Row]) -> None:
        self._plan = plan
        self._rows = tuple(rows)
        self._day: date | None = None
        self._policy: Policy | None = None

    def on(self, day: date) -> Policy:
        """The policy as it applies on this day."""
        if self._policy is None or self._day != day:
            self._policy, self._day = Policy(self._plan, self._rows, day), day
        return self._policy
