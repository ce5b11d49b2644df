"""The webhooks of one process, put together from its settings."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.changes.hub import Hub
from api.logbook.recorder import Recorder
from api.settings import Settings
from api.store.driver import Database
from api.store.happenings import Happenings
from api.store.recipient_log import RecipientLog
from api.store.scribe import Clock
from api.store.subscriptions import Subscriptions
from api.telemetry.observer import SILENT, Observer
from api.webhooks.account import Accountant
from api.webhooks.cloud_event import Source
from api.webhooks.contexts import Contexts
from api.webhooks.courier import Depot
from api.webhooks.delivery_task import DeliveryTask
from api.webhooks.desk import Desk
from api.webhooks.endpoint import Endpoints
from api.webhooks.keys import WebhookKeys
from api.webhooks.network import PublicNetwork
from api.webhooks.pace import Pace

_OF_DEVELOPMENT: Final = "00000099000000001000"
"""With the test prefix of the OIN-Stelsel, so it can never be a real organisation's."""


@dataclass(frozen=True, slots=True)
class Background:
    """What deliveries read from and write to, apart from requests."""

    database: Database
    hub: Hub
    happenings: Happenings


class Webhooks:
    """The desk where systems subscribe, over `database`; the deliveries, over `background`; and the public keys."""

    def __init__(
        self,
        settings: Settings,
        keys: WebhookKeys,
        database: Database,
        background: Background,
        contexts: Contexts,
        recorder: Recorder,
        clock: Clock,
        observer: Observer = SILENT,
    ) -> None:
        self._keys = keys
        origin = urlsplit(settings.audience).hostname or "localhost"
        network = PublicNetwork(loopback=settings.is_development)
        # Honours SSL_CERT_FILE, as the look-up of issuers' keys does.
        self._endpoints = Endpoints(keys, origin, network, httpx.create_ssl_context(), settings.webhook_timeout)
        depot = Depot(
            background.hub,
            background.happenings,
            contexts,
            self._endpoints,
            Accountant(recorder),
            Source(settings.oin or _OF_DEVELOPMENT, f"{settings.audience}/graphql"),
            Pace(settings.webhook_pause, refusals=settings.webhook_refusals, hours=settings.webhook_hours),
            clock,
            observer,
        )
        self._task = DeliveryTask(background.database, depot, settings.event_days)
        self.desk = Desk(
            Subscriptions(database),
            RecipientLog(database),
            self._endpoints,
            clock,
            self._task.wake,
            loopback=settings.is_development,
        )

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            await self._task.run()
        finally:
            await self._endpoints.close()

    async def key_set(self, _: Request) -> Response:
        """`GET /v1/webhook-sleutels`: the public keys, for whoever verifies a message."""
        return JSONResponse(self._keys.key_set(), 200, {"Access-Control-Allow-Origin": "*"}, "application/jwk-set+json")


def webhook_keys(settings: Settings) -> WebhookKeys | None:
    """The keys of these settings; None in production without any: then there are no webhooks. BadWebhookKeys."""
    if settings.webhook_keys is not None:
        return WebhookKeys.load(settings.webhook_keys)
    return WebhookKeys.of_development(settings.data_dir) if settings.is_development else None
