"""Free ports on the loopback address."""

import contextlib
import random
import socket

LOOPBACK = "127.0.0.1"

# Below the range from which Linux and macOS give out local ports: a client that keeps trying a port inside that range
# while its server is down can be handed that very port, connect to itself and keep the server out.
_FIRST, _LAST = 20_000, 32_000
_ATTEMPTS = 200


def free_ports(number: int) -> list[int]:
    """Different ports on which nothing listens now; another process may still be quicker to take one."""
    found: list[int] = []
    with contextlib.ExitStack() as held:
        for _ in range(_ATTEMPTS):
            probe = held.enter_context(socket.socket())
            port = random.randint(_FIRST, _LAST)  # noqa: S311 - a port is no secret
            with contextlib.suppress(OSError):
                probe.bind((LOOPBACK, port))
                found.append(port)
            if len(found) == number:
                return found
    raise OSError(f"no {number} free ports between {_FIRST} and {_LAST} on {LOOPBACK}")
