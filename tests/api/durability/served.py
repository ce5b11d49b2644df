"""`reintegratieplan serve` as a process that tests break, and questions to it over HTTP."""

import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from api.embedded.ports import free_ports
from tests.api.commands.process import Running, answers, environment, started


class Served:
    """An API process on a database, which can be killed and comes back on its port."""

    def __init__(
        self,
        stack: ExitStack,
        folder: Path,
        mongodb_uri: str,
        database: str,
        number: int = 0,
        policies: Path | None = None,
        organisations: Path | None = None,
    ) -> None:
        self._stack = stack
        self._output = folder / f"output-{number}"
        self.port = free_ports(1)[0]
        self._env = environment(
            folder,
            REINTEGRATIEPLAN_MODE="development",
            REINTEGRATIEPLAN_DATABASE=database,
            MONGODB_URI=mongodb_uri,
            PORT=self.port,
            **({} if policies is None else {"REINTEGRATIEPLAN_POLICIES": policies}),
            **({} if organisations is None else {"REINTEGRATIEPLAN_ORGANISATIONS": organisations}),
        )
        self.running = self._start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        assert self.running.end(signal.SIGKILL) == -signal.SIGKILL

    def restart(self) -> None:
        self.running = self._start()

    def _start(self) -> Running:
        running = self._stack.enter_context(started("serve", env=self._env, folder=self._output))
        running.wait_until(lambda: answers(self.port))
        return running


async def ask(
    http: httpx.AsyncClient, token: str, query: str, given: dict[str, Any], key: str | None = None
) -> httpx.Response:
    """The response to a change, with an Idempotency-Key if one is given."""
    headers = {"Authorization": f"Bearer {token}"} | ({} if key is None else {"Idempotency-Key": key})
    return await http.post("/v1/graphql", json={"query": query, "variables": {"input": given}}, headers=headers)
