"""`python -m tests.api.durability.doomed`: the API, which dies at the moment that its first answer to a question would leave.

Its settings come from the environment, as those of `reintegratieplan serve` do.
"""

import os
import signal
from typing import Any

from api.app import create_app
from api.server import server_for
from api.settings import load_settings


def doomed(app: Any) -> Any:
    """The application, of which no answer to a question ever leaves."""

    async def called(scope: Any, receive: Any, send: Any) -> None:
        async def last(message: Any) -> None:
            if scope.get("path") == "/v1/graphql":
                os.kill(os.getpid(), signal.SIGKILL)
            await send(message)

        await app(scope, receive, last)

    return called


if __name__ == "__main__":
    settings = load_settings()
    server_for(doomed(create_app(settings)), settings).run()
