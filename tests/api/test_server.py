"""uvicorn as this product sets it up, on a real socket."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from api.app import create_app
from api.embedded.ports import free_ports
from api.server import server_for
from api.settings import Settings, load_settings
from api.store.server_check import UnsuitableServer


def settings(uri: str, database: str, folder: Path) -> Settings:
    return load_settings(mode="development", mongodb_uri=uri, database=database, data_dir=folder, port=free_ports(1)[0])


async def test_it_tells_when_it_listens_and_nothing_of_what_it_is(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    chosen = settings(mongodb_uri, database_name, tmp_path)
    server = server_for(create_app(chosen), chosen)
    assert not server.listening.is_set()
    serving = asyncio.create_task(server.serve())
    await server.listening.wait()
    async with httpx.AsyncClient(base_url=f"http://{chosen.host}:{chosen.port}") as client:
        response = await client.get("/healthz")
    assert (response.status_code, response.text) == (200, "in leven\n")
    assert response.headers.keys().isdisjoint({"server", "date", "x-powered-by"})
    server.should_exit = True
    await serving
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://{chosen.host}:{chosen.port}/healthz")


async def test_a_start_that_fails_never_listens(tmp_path: Path) -> None:
    def failing(_: Starlette) -> AbstractAsyncContextManager[None]:
        raise UnsuitableServer

    chosen = settings("mongodb://127.0.0.1/", "none", tmp_path)
    server = server_for(Starlette(lifespan=failing), chosen)
    with pytest.raises(SystemExit):
        await server.serve()
    assert (server.started, server.listening.is_set()) == (False, False)
