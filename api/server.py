"""uvicorn, set up as this product needs it."""

import asyncio
from socket import socket

import uvicorn
from starlette.applications import Starlette

from api.settings import Settings


class Server(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start listening; `listening` is set once requests are answered."""
        await super().startup(sockets)
        if self.started:
            self.listening.set()


def server_for(app: Starlette, settings: Settings) -> Server:
    """A server for the application: no banners, no access log (an address can hold a token), our own log set-up."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=10,
        lifespan="on",
    )
    return Server(config)
