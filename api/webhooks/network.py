"""Connections to public addresses only: the address that was checked is the one that is connected to.

A name is looked up once per connection. Checking a name first and leaving its look-up to a library would let the owner of the
name answer twice: a public address for the check, one of ours for the connection (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Any, TypeAlias

import httpcore

from api.webhooks.addresses import Address, allowed

Resolver: TypeAlias = Callable[[str, int], Awaitable[Sequence[Address]]]
"""The addresses of a name, in order of preference; OSError when it has none."""


class NotPublic(httpcore.ConnectError):
    """A name stands for an address that no webhook may be sent to."""


async def look_up(host: str, port: int) -> Sequence[Address]:
    """The addresses of a name, as this machine knows them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # What follows a `%` names a network interface.
    return [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections; NotPublic when any address of the name is not allowed. `loopback`: this machine is allowed too."""

    def __init__(self, *, loopback: bool, resolve: Resolver = look_up) -> None:
        self._loopback = loopback
        self._resolve = resolve
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore defines it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the name that answers."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except OSError:
            raise httpcore.ConnectError("no such name") from None
        # All of them: a name with a public and a private address is no mistake that anybody makes.
        if not addresses or not all(allowed(address, loopback=self._loopback) for address in addresses):
            raise NotPublic("not a public address")
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, timeout, local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None  # noqa: S101 - there was an address
        raise failure
