"""`python -m tests.bench.without_logs`: the API with logs that keep nothing, to measure what the logs cost. Production cannot be so."""

from collections.abc import Sequence

from api.app import create_app
from api.logbook.recorder import Recorder
from api.logbook.trail import Trail
from api.logbook.wiring import recorder_for
from api.server import server_for
from api.settings import Settings, load_settings
from api.store.logbook import LogStore
from api.telemetry.observer import Observer


class KeepsNothing(Recorder):
    """Says at once that everything was kept."""

    async def ready(self) -> None:
        """Always."""

    async def close(self, trail: Trail, status: int, codes: Sequence[str] = ()) -> None:
        """Nothing to wait for."""


def keeps_nothing(settings: Settings, store: LogStore, observer: Observer) -> Recorder:
    """A recorder that keeps nothing."""
    real = recorder_for(settings, store, observer)
    return KeepsNothing(real.secretary, real.writer)


if __name__ == "__main__":
    chosen = load_settings()
    server_for(create_app(chosen, recorder_of=keeps_nothing), chosen).run()
