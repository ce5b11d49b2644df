"""A client of the real application: real tokens, real database, no network between."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from opentelemetry.sdk.trace.export import SpanExporter
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from api.app import create_app
from api.identity.development import DevelopmentIssuer
from api.identity.wiring import development_issuer
from api.settings import Settings, load_settings


@dataclass
class Commands(CommandListener):
    """The database commands that were sent, in order."""

    names: list[str] = field(default_factory=list)

    def started(self, event: CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


@dataclass
class Api:
    """The application under test, asked as a persona."""

    http: httpx.AsyncClient
    issuer: DevelopmentIssuer
    settings: Settings
    commands: Commands

    async def ask(
        self,
        persona: str,
        query: str,
        *,
        doelen: Collection[str] | None = None,
        headers: dict[str, str] | None = None,
        **variables: Any,
    ) -> httpx.Response:
        """The response to a question of a persona; `doelen` are asked in its token."""
        token = self.issuer.issue(persona, doelen)
        return await self.http.post(
            "/v1/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )

    async def data(self, persona: str, query: str, **variables: Any) -> Any:
        """The data of an answer that must be 200."""
        response = await self.ask(persona, query, **variables)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    async def register(self, gegevens: dict[str, Any] | None = None, persona: str = "casemanager-arnhem") -> str:
        """Register a detention; the plan's id."""
        data = await self.data(persona, REGISTER, input={"gegevens": gegevens or detention()})
        assert data["registreerDetentie"]["__typename"] == "DetentieGeregistreerd", data
        return str(data["registreerDetentie"]["plan"]["id"])

    async def change(self, persona: str, plan_id: str, version: int, wijziging: dict[str, Any], **more: Any) -> Any:
        """Change a plan; the outcome."""
        data = await self.data(
            persona, CHANGE, input={"planId": plan_id, "verwachteVersie": version, "wijziging": wijziging, **more}
        )
        return data["wijzigPlan"]


REGISTER = """
mutation ($input: RegistreerDetentieInput!) {
  registreerDetentie(input: $input) {
    __typename
    ... on DetentieGeregistreerd { plan { id versie } }
    ... on PlanBestaatAl { planId }
    ... on VeldenNietToegestaan { velden { pad reden grondslag wieWel } }
    ... on OngeldigeWijziging { problemen { pad code melding verwacht } }
  }
}
"""
CHANGE = """
mutation ($input: WijzigPlanInput!) {
  wijzigPlan(input: $input) {
    __typename
    ... on PlanGewijzigd { plan { id versie } samengevoegd { pad oud nieuw versie organisatie } }
    ... on VersieConflict { huidigeVersie conflicten { pad basis huidig voorgesteld } }
    ... on VeldenNietToegestaan { velden { pad reden grondslag wieWel } }
    ... on OngeldigeWijziging { problemen { pad code melding verwacht } }
    ... on PlanNietGevonden { melding }
  }
}
"""


def detention(skn: str = "1234567", **groups: Any) -> dict[str, Any]:
    """What a registration in PI Arnhem needs, with Arnhem and Nijmegen as its gemeenten."""
    return {
        "betrokkene": {"geslachtsnaam": "Voorbeeld", "sknNummer": skn, "burgerservicenummer": "999990342"},
        "detentie": {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05"},
        "terugkeer": {"herkomstgemeente": "0202", "vestigingsgemeente": "0268"},
    } | groups


@asynccontextmanager
async def running(
    uri: str,
    database: str,
    folder: Path,
    *,
    listeners: Sequence[CommandListener] = (),
    log_listeners: Sequence[CommandListener] = (),
    span_exporter: SpanExporter | None = None,
    **settings: Any,
) -> AsyncIterator[Api]:
    """The application over a database, for as long as the context lasts."""
    chosen = load_settings(mode="development", mongodb_uri=uri, database=database, data_dir=folder, **settings)
    commands = Commands()
    app = create_app(chosen, listeners=[commands, *listeners], log_listeners=log_listeners, span_exporter=span_exporter)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
    ):
        yield Api(client, development_issuer(chosen), chosen, commands)
