"""The policy in force: replaced as a whole when a table changes or a day begins; a running request keeps what it was given."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from plan_schema.tree import Group
from policies.assurance import load_floors
from policies.policy import Policy
from policies.table import TABLES, PolicyError, load

_LOG: Final = logging.getLogger("reintegratieplan.policy")


class PolicyHolder:
    """Gives the policy of a day. PolicyError when the tables cannot be used at the start; later, the last good ones stay."""

    def __init__(self, plan: Group, folder: Path | None = None) -> None:
        self._plan = plan
        self._folder = folder or TABLES
        self._content = _content(self._folder)
        self._rows, self._floors = load(plan, self._folder), load_floors(plan, self._folder)
        self._compiled: tuple[date, Policy] | None = None

    def on(self, day: date) -> Policy:
        """The policy as it applies on this day: rows begin and end on a day."""
        compiled = self._compiled
        if compiled is None or compiled[0] != day:
            compiled = self._compiled = (day, Policy(self._plan, self._rows, day, self._floors))
        return compiled[1]

    def refresh(self, day: date) -> bool:
        """Read the tables again when they changed; whether others are now in force."""
        content = _content(self._folder)
        if content == self._content:
            return False
        self._content = content
        try:
            rows, floors = load(self._plan, self._folder), load_floors(self._plan, self._folder)
        except PolicyError as error:
            _LOG.error("policy_refused", extra={"problems": list(error.problems)})
            return False
        policy = Policy(self._plan, rows, day, floors)
        # Assignments, the last one atomic: whoever asks in between gets the old policy or the new, never a mixture.
        self._rows, self._floors = rows, floors
        self._compiled = (day, policy)
        _LOG.info("policy_replaced", extra={"revision": policy.revision})
        return True

    async def watch(self, today: Callable[[], date], seconds: float) -> None:
        """Keep the policy fresh until cancelled, off the event loop."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.refresh, today())


def _content(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
