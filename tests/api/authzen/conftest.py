"""The AuthZEN endpoints of an application with a rich plan, asked under a trace of their own, with what the logs hold of it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import pytest

from tests.api.logbook.conftest import PARENT, Asked, Logged, logged

__all__ = ["logged"]

ONE: Final = "/access/v1/evaluation"
SEVERAL: Final = "/access/v1/evaluations"


def evaluation(persona: str, path: str, action: str = "LEZEN", plan: str = "*", **context: Any) -> dict[str, Any]:
    """What a persona asks about itself."""
    return {
        "subject": {"type": "gebruiker", "id": f"persona:{persona}"},
        "resource": {"type": "plan", "id": plan, "properties": {"pad": path}},
        "action": {"name": action},
        "context": context,
    }


@dataclass(frozen=True, slots=True)
class Authzen:
    """The endpoints."""

    logged: Logged

    @property
    def plan_id(self) -> str:
        return self.logged.plan.id

    async def ask(
        self,
        persona: str,
        body: Any,
        address: str = ONE,
        *,
        doelen: Collection[str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Asked:
        """A response, and the records of it."""
        trace_id = secrets.token_hex(16)
        token = self.logged.api.issuer.issue(persona, doelen)
        sent = {"Authorization": f"Bearer {token}", "traceparent": f"00-{trace_id}-{PARENT}-01", **(headers or {})}
        response = await self.logged.api.http.post(address, json=body, headers=sent)
        return Asked(response, trace_id, self.logged.stored(trace_id))

    async def verdicts(self, persona: str, entries: list[dict[str, Any]], **how: Any) -> list[dict[str, Any]]:
        """The decisions on these evaluations, asked together."""
        asked = await self.ask(persona, {"evaluations": entries}, SEVERAL, **how)
        assert asked.response.status_code == 200, asked.response.text
        found: list[dict[str, Any]] = asked.response.json()["evaluations"]
        return found


@pytest.fixture
def authzen(logged: Logged) -> Authzen:
    return Authzen(logged)
