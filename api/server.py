"""uvicorn, set up as this product needs it."""

import asyncio
from socket import socket
from typing import Final

import uvicorn
from starlette.applications import Starlette

from api.garbage import collected_rarely
from api.settings import Settings

STOP: Final = "stop"
"""Under this name the application's lifespan state holds what ends its streams."""
PING_SECONDS: Final = 20.0


class Server(uvicorn.Server):
    """A server that tells when it listens, and lets streams end before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    def run(self, sockets: list[socket] | None = None) -> None:
        """Serve until stopped, in a process that does nothing else."""
        with collected_rarely():
            super().run(sockets)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start listening; `listening` is set once requests are answered."""
        await super().startup(sockets)
        if self.started:
            self.listening.set()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop: nothing new, then the streams, then the rest."""
        for server in self.servers:
            server.close()
        if (stop := self.lifespan.state.get(STOP)) is not None:
            await stop()
        await super().shutdown(sockets)


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
        # Whatever says where a request came from can be written by anybody; who is trusted to say it is in the settings.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        lifespan="on",
        ws_max_size=settings.max_body_bytes,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        # A message is made once for all who get it; compressing it would be work and memory for each of them again.
        ws_per_message_deflate=False,
    )
    return Server(config)
