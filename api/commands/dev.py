"""`reintegratieplan dev`: everything on one machine — embedded MongoDB, demo plans, personas — and the first question."""

import asyncio
import socket
from collections.abc import Callable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import httpx

from api.app import create_app, now
from api.commands.database import database_for
from api.garbage import collected_rarely
from api.identity.development import DevelopmentIssuer
from api.identity.personas import PERSONAS
from api.identity.wiring import development_issuer
from api.server import Server, server_for
from api.settings import Settings
from api.startup_error import StartupError
from api.telemetry.telemetry import check_metrics_port

_DEMO_PERSONA: Final = "casemanager-arnhem"
_QUESTION: Final = "{ plannen(first: 1) { nodes { id versie status betrokkene { geslachtsnaam } onderdak { standVanZaken hulpvraag } } } }"


class PortInUse(StartupError):
    """Something else listens on the port; the message says how to choose another."""


def run_dev(settings: Settings, say: Callable[[str], None]) -> None:
    """Start everything, load the demo plans through the API, say how to ask the first question, and serve until stopped."""
    _check_port(settings)
    check_metrics_port(settings)
    say("MongoDB wordt gestart ...")
    with database_for(settings) as uri:
        started = settings.model_copy(update={"mongodb_uri": uri})
        issuer = development_issuer(settings)
        server = server_for(create_app(started), started)
        with collected_rarely():
            asyncio.run(_serve(server, started, issuer, say))


async def _serve(server: Server, settings: Settings, issuer: DevelopmentIssuer, say: Callable[[str], None]) -> None:
    serving = asyncio.create_task(server.serve())
    listening = asyncio.create_task(server.listening.wait())
    await asyncio.wait((serving, listening), return_when=asyncio.FIRST_COMPLETED)
    try:
        if listening.done():
            await _welcome(settings, issuer, say)
    except BaseException:
        server.should_exit = True
        raise
    finally:
        listening.cancel()
        await serving


async def _welcome(settings: Settings, issuer: DevelopmentIssuer, say: Callable[[str], None]) -> None:
    # Imported here: the demo reads Word files, which production installs cannot.
    from api.demo.loader import Loader

    base = f"http://{settings.host}:{settings.port}"
    say("Demoplannen worden via de API geladen ...")
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        report = await Loader(client, issuer.issue).load_demo(_today(settings))
    say(f"Demoplannen: {report.registered} nieuw, {report.existed} bestonden al, {report.versions} versies gemaakt.")
    say(f"\nAdres:     {base}/v1/graphql")
    say(f"Persona's: {', '.join(persona.name for persona in PERSONAS.values())}")
    say(f"Token:     {_command(settings)} token {_DEMO_PERSONA}")
    say(f"\nKlaar: de API luistert op {base} (stoppen met Ctrl-C). De eerste vraag, in een ander venster:\n")
    say(first_question(base, settings))


def first_question(base: str, settings: Settings) -> str:
    """A `curl` command that works as it stands."""
    return (
        f"curl -s {base}/v1/graphql \\\n"
        f'  -H "Authorization: Bearer $({_command(settings)} token {_DEMO_PERSONA})" \\\n'
        "  -H 'Content-Type: application/json' \\\n"
        f"""  -d '{{"query": "{_QUESTION}"}}'\n"""
    )


def _command(settings: Settings) -> str:
    return f"DATA_DIR={settings.data_dir} .venv/bin/reintegratieplan"


def _today(settings: Settings) -> date:
    return now().astimezone(ZoneInfo(settings.time_zone)).date()


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise PortInUse(
                f"Poort {settings.port} is al in gebruik. Kies een andere, zoals: make run PORT={settings.port + 1}"
            ) from None
