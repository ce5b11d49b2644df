"""An application that delivers fast and gives up soon, its database past every view, and a receiver."""

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient

from api.webhooks.keys import WebhookKeys
from tests.api.changes.conftest import Stored as Told
from tests.api.client import Api, running
from tests.api.graphql.rich_plan import ARNHEM
from tests.api.webhooks.receiver import Receiver, receiving

INTEGRATOR: Final = "integrator-arnhem"
QUICK: Final[dict[str, Any]] = {"webhook_pause": 0.01, "webhook_timeout": 20.0}
"""An answer may be late on a busy machine; who is not answered in time sends again, and most tests count what came."""

_FIELDS: Final = """id adres planId soorten doelen stand onderbrokenSinds reden laatstBezorgd overgeslagenVan overgeslagenTot
    onbestelbaar { volgnummer pogingen fout }"""
SUBSCRIBE: Final = f"""mutation ($input: AbonneerWebhookInput!) {{ abonneerWebhook(input: $input) {{ __typename
    ... on WebhookGeabonneerd {{ bestondAl abonnement {{ {_FIELDS} }} }}
    ... on AdresNietBevestigd {{ reden melding }}
    ... on OngeldigAbonnement {{ problemen {{ pad code melding verwacht }} }}
    ... on WebhooksNietToegestaan {{ melding }} }} }}"""
END: Final = f"""mutation ($id: ID!) {{ beeindigAbonnement(id: $id) {{ __typename
    ... on AbonnementBeeindigd {{ abonnement {{ {_FIELDS} }} }}
    ... on AbonnementNietGevonden {{ melding }} ... on WebhooksNietToegestaan {{ melding }} }} }}"""
REVIVE: Final = f"""mutation ($id: ID!, $nummers: [Int!]) {{ herleverWebhook(id: $id, volgnummers: $nummers) {{ __typename
    ... on HerleveringGepland {{ aantal abonnement {{ {_FIELDS} }} }}
    ... on AbonnementGestopt {{ abonnement {{ id }} }}
    ... on AbonnementNietGevonden {{ melding }} ... on WebhooksNietToegestaan {{ melding }} }} }}"""
MINE: Final = f"{{ mijnAbonnementen {{ {_FIELDS} }} }}"


@dataclass(frozen=True, slots=True)
class Stored(Told):
    """The database, past every view."""

    def waiting(self) -> list[dict[str, Any]]:
        """What is on its way."""
        return list(self.database.afleveringen.find({"stand": "WACHT"}, sort=[("volgnummer", 1)]))


async def subscribe(api: Api, receiver: Receiver, persona: str = INTEGRATOR, **more: Any) -> dict[str, Any]:
    """Subscribe a receiver; the subscription."""
    data = await api.data(persona, SUBSCRIBE, input={"adres": receiver.url, **more})
    assert data["abonneerWebhook"]["__typename"] == "WebhookGeabonneerd", data
    return dict(data["abonneerWebhook"]["abonnement"])


async def mine(api: Api) -> dict[str, Any]:
    """The only subscription of the integrator."""
    [found] = (await api.data(INTEGRATOR, MINE))["mijnAbonnementen"]
    return dict(found)


@pytest.fixture
def database_name() -> str:
    return f"test_{uuid.uuid4().hex}"


@pytest.fixture
def settings() -> dict[str, Any]:
    """What the application runs with; a test class or module may say otherwise."""
    return dict(QUICK)


@pytest.fixture
async def api(
    mongodb_uri: str, database_name: str, tmp_path: Path, settings: dict[str, Any], stored: Stored
) -> AsyncIterator[Api]:
    """The application over an empty database."""
    async with running(mongodb_uri, database_name, tmp_path, **settings) as api:
        yield api


@pytest.fixture
def stored(mongodb_uri: str, database_name: str) -> Iterator[Stored]:
    """The database, which is dropped at the end."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        yield Stored(client[database_name])
        client.drop_database(database_name)
        client.drop_database(f"{database_name}_logboek")


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """A receiver of gemeente Arnhem that knows the keys of the application."""
    with receiving(WebhookKeys.of_development(tmp_path).key_set(), ARNHEM) as receiver:
        yield receiver
