"""Clients that write on whatever happens, and remember every write that the API answered as done."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.client import CHANGE, REGISTER, detention


@dataclass(frozen=True)
class Acknowledged:
    """A write that the API answered as done."""

    plan_id: str
    version: int
    path: str
    value: str
    first_try: bool


@dataclass
class Record:
    """What the clients remember."""

    writes: list[Acknowledged] = field(default_factory=list)
    registered: dict[str, str] = field(default_factory=dict)
    """SKN and the plan that was registered for it."""
    retried: Counter[str] = field(default_factory=Counter)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at every acknowledgement."""

    @property
    def total(self) -> int:
        return len(self.writes) + len(self.registered)


@dataclass
class Client:
    """One caller that never gives up."""

    persona: str
    http: httpx.AsyncClient
    token: str
    record: Record
    versions: dict[str, int] = field(default_factory=dict)
    """Per plan the version that this client knows."""
    _broken: int = 0
    """How often this write has been sent again without an answer to the last time."""

    async def write(self, plan_id: str, path: str, value: str) -> None:
        """Write until it is acknowledged."""
        group, _, name = path.partition(".")
        self._broken = 0
        while (outcome := await self.change(plan_id, {group: {name: value}}))["__typename"] == "VersieConflict":
            self.record.retried["conflict"] += 1
            self.versions[plan_id] = outcome["huidigeVersie"]
        version = self.versions[plan_id]
        self.record.writes.append(Acknowledged(plan_id, version, path, value, first_try=self._broken == 0))
        self.record.acknowledged.set()

    async def change(self, plan_id: str, change: dict[str, Any]) -> dict[str, Any]:
        """Change a plan from the version that this client knows: it is changed, or there is a conflict."""
        given = {"planId": plan_id, "verwachteVersie": self.versions.get(plan_id, 1), "wijziging": change}
        outcome: dict[str, Any] = (await self._ask(CHANGE, given))["wijzigPlan"]
        if outcome["__typename"] != "VersieConflict":
            assert outcome["__typename"] == "PlanGewijzigd", outcome
            self.versions[plan_id] = outcome["plan"]["versie"]
        return outcome

    async def register(self, skn: str) -> str:
        """Register a detention until it is acknowledged; when an answer was lost the next says which plan there is."""
        self._broken = 0
        outcome = (await self._ask(REGISTER, {"gegevens": detention(skn)}))["registreerDetentie"]
        if outcome["__typename"] == "PlanBestaatAl":
            assert self._broken, "a plan exists that nobody registered"
            plan_id = outcome["planId"]
        else:
            assert outcome["__typename"] == "DetentieGeregistreerd", outcome
            plan_id = outcome["plan"]["id"]
        self.record.registered[skn] = plan_id
        self.record.acknowledged.set()
        return str(plan_id)

    async def _ask(self, query: str, given: dict[str, Any]) -> dict[str, Any]:
        while True:
            try:
                response = await self.http.post(
                    "/v1/graphql",
                    json={"query": query, "variables": {"input": given}},
                    headers={"Authorization": f"Bearer {self.token}"},
                )
            except httpx.TransportError as error:
                await self._again(type(error).__name__)
                continue
            if response.status_code == 503:
                await self._again("503")
                continue
            assert response.status_code == 200, response.text
            data: dict[str, Any] = response.json()["data"]
            return data

    async def _again(self, reason: str) -> None:
        self._broken += 1
        self.record.retried[reason] += 1
        await asyncio.sleep(0.2)
