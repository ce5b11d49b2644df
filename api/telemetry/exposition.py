"""`/metrics`, on a port of its own: answered by a thread, so also while the event loop is held up."""

import socket
from contextlib import ExitStack, closing

from prometheus_client import CollectorRegistry, start_http_server

from api.startup_error import StartupError


class MetricsPortInUse(StartupError):
    """Something else listens on the port of the metrics."""


class Exposition:
    """Serves what is registered, between `open` and `close`."""

    def __init__(self, host: str, port: int, registry: CollectorRegistry) -> None:
        self._address = (host, port)
        self._registry = registry
        self._serving = ExitStack()

    def check(self) -> None:
        """MetricsPortInUse when this address cannot be listened on."""
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        with closing(socket.socket(family)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(self._address)
            except OSError:
                raise self._refused() from None

    def open(self) -> None:
        """Begin; MetricsPortInUse."""
        try:
            server, thread = start_http_server(self._address[1], self._address[0], self._registry)
        except OSError:
            raise self._refused() from None
        for step in (thread.join, server.server_close, server.shutdown):
            # Last in, first out.
            self._serving.callback(step)

    def close(self) -> None:
        """End."""
        self._serving.close()

    def _refused(self) -> MetricsPortInUse:
        host, port = self._address
        return MetricsPortInUse(
            f"REINTEGRATIEPLAN_METRICS_PORT: op {host} poort {port} kan niet worden geluisterd. Kies een andere poort, of een adres van deze machine."
        )
