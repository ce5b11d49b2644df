"""Operators see whether webhooks arrive."""

from functools import partial
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from api.embedded.ports import free_ports
from tests.api.changes.test_relay import eventually
from tests.api.client import Api
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER
from tests.api.telemetry.seen import value_of
from tests.api.webhooks.conftest import QUICK, Stored, subscribe
from tests.api.webhooks.receiver import Receiver


@pytest.fixture
def settings() -> dict[str, Any]:
    return {**QUICK, "webhook_refusals": 2, "metrics_port": free_ports(1)[0]}


def _answer(status: int, _: dict[str, Any]) -> Response:
    return Response(status_code=status)


def _settled(receiver: Receiver, stored: Stored, sent: int) -> bool:
    return len(receiver.headers) == sent and not stored.waiting()


async def test_attempts_are_counted_by_how_they_ended(api: Api, stored: Stored, receiver: Receiver) -> None:
    plan_id = await api.register()
    await eventually(lambda: stored.events(ARNHEM))
    await subscribe(api, receiver)
    for version, status in ((1, 204), (2, 422)):
        receiver.behaviour = partial(_answer, status)
        outcome = await api.change(CASEMANAGER, plan_id, version, {"onderdak": {"hulpvraag": f"vraag {version}"}})
        assert outcome["__typename"] == "PlanGewijzigd"
        # One event accepted; the next refused as often as is allowed.
        sent = 1 if version == 1 else 3
        await eventually(partial(_settled, receiver, stored, sent))
    address = f"http://127.0.0.1:{api.settings.metrics_port}/metrics"
    expected = {"arrived": 1.0, "refused": 2.0, "given_up": 1.0}
    async with httpx.AsyncClient() as client:
        text = (await client.get(address)).text
    assert {name: value_of(text, "webhook_attempts_total", outcome=name) for name in expected} == expected
