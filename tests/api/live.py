"""The real application behind a real server on a port, within this process: for what only a network shows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from pymongo.monitoring import CommandListener

from api.app import create_app, now
from api.embedded.ports import free_ports
from api.identity.wiring import development_issuer
from api.server import Server, server_for
from api.settings import load_settings
from tests.api.client import Api, Commands


@dataclass
class Live(Api):
    """The application under test, with its address and its server."""

    server: Server

    @property
    def address(self) -> str:
        """Where questions go."""
        return f"127.0.0.1:{self.settings.port}/v1/graphql"


@asynccontextmanager
async def serving(
    uri: str,
    database: str,
    folder: Path,
    *,
    clock: Callable[[], datetime] = now,
    change_listeners: Sequence[CommandListener] = (),
    **settings: Any,
) -> AsyncIterator[Live]:
    """A server over a database, for as long as the context lasts."""
    port = free_ports(1)[0]
    chosen = load_settings(
        mode="development", mongodb_uri=uri, database=database, data_dir=folder, port=port, **settings
    )
    commands = Commands()
    app = create_app(chosen, clock=clock, listeners=[commands], change_listeners=change_listeners)
    server = server_for(app, chosen)
    running = asyncio.create_task(server.serve())
    await server.listening.wait()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield Live(client, development_issuer(chosen), chosen, commands, server)
    finally:
        server.should_exit = True
        await running
