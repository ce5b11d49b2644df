"""Messages after CloudEvents-NL 1.1: their form, and that they hold nothing that they may not."""

import re
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from jsonschema import Draft202012Validator, FormatChecker

from api.store.happenings import Seen
from api.store.recipient_log import Event, EventKind
from api.store.subscriptions import Delivery
from api.webhooks.cloud_event import Source, cloud_event
from api.webhooks.endpoint import CONTENT_TYPE

MOMENT: Final = datetime(2026, 11, 22, 7, 0, 0, 123_000, tzinfo=UTC)
PLAN_ID: Final = "019a0000-0000-7000-8000-000000000001"
SUBSCRIPTION_ID: Final = "019a0000-0000-7000-8000-000000000002"
SOURCE: Final = Source("00000099000000001000", "https://plan.example/v1/graphql")

# CloudEvents 1.0 in JSON, narrowed by the profile: names of attributes, one version in a type that names no organisation, a
# source with an OIN, JSON data, and 64 KB at most.
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["specversion", "id", "source", "type"],
    "propertyNames": {"pattern": "^[a-z0-9]{1,20}$"},
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "pattern": "^urn:nld:oin:[0-9]{20}:systeem:[A-Za-z0-9-]+$"},
        "type": {"type": "string", "pattern": r"^nl(\.[a-z][a-z-]*)+\.v[0-9]+$"},
        "subject": {"type": "string", "format": "uuid", "minLength": 36},
        "time": {"type": "string", "format": "date-time", "pattern": "Z$"},
        "datacontenttype": {"const": "application/json"},
        "dataref": {"type": "string", "pattern": "^https://"},
        "sequence": {"type": "string", "pattern": "^[0-9]{12}$"},
        "data": {
            "type": "object",
            "required": ["planId", "versie", "groepen", "registratietijdstip"],
            "additionalProperties": False,
            "properties": {
                "planId": {"type": "string", "format": "uuid"},
                "versie": {"type": "integer", "minimum": 0},
                "groepen": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {"type": "string", "pattern": "^[a-zA-Z]+$"},
                },
                "registratietijdstip": {"type": "string", "format": "date-time", "pattern": "Z$"},
            },
        },
    },
    "additionalProperties": False,
}
ORGANISATIONS: Final = ("dji", "reclassering", "gemeente", "arnhem", "logius")


def made(kind: EventKind, number: int = 42, groups: tuple[str, ...] = ("onderdak", "schulden")) -> bytes:
    event = Event("00000099300000202000", number, kind, PLAN_ID, 7, MOMENT, ("onderdak", "schulden", "zorg"))
    delivery = Delivery("x", SUBSCRIPTION_ID, event, MOMENT, MOMENT)
    return cloud_event(delivery, Seen(number, MOMENT, kind, PLAN_ID, 7, groups), SOURCE)


@pytest.mark.parametrize("kind", EventKind)
def test_a_message_has_the_form_of_the_profile(kind: EventKind) -> None:
    body = made(kind)
    event = orjson.loads(body)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(event)
    assert event["type"] == f"nl.re-integratieplan.{kind.lower().replace('_', '-')}.v1"
    assert not any(name in event["type"].replace("re-integratieplan", "") for name in ORGANISATIONS)
    assert len(event["type"].split(".v")) == 2
    assert len(body) < 65_536
    # The library of CloudEvents reads it as what was meant.
    read = from_http_event(HTTPMessage({"content-type": CONTENT_TYPE}, body))
    assert (read.get_id(), read.get_time(), read.get_subject()) == (f"{SUBSCRIPTION_ID}-42", MOMENT, PLAN_ID)
    assert read.get_data() == event["data"]


def test_the_groups_are_those_that_the_subscription_may_read_not_all_of_the_event() -> None:
    assert orjson.loads(made(EventKind.PLAN_GEWIJZIGD))["data"]["groepen"] == ["onderdak", "schulden"]


def test_the_same_event_is_the_same_message_and_another_has_another_id() -> None:
    assert made(EventKind.PLAN_GEWIJZIGD) == made(EventKind.PLAN_GEWIJZIGD)
    first, second = (orjson.loads(made(EventKind.PLAN_GEWIJZIGD, number)) for number in (9, 10))
    assert first["id"] != second["id"]
    assert first["sequence"] < second["sequence"]


@pytest.mark.parametrize("kind", EventKind)
def test_no_attribute_holds_a_number_of_a_person(kind: EventKind) -> None:
    event = orjson.loads(made(kind))
    attributes = {name: value for name, value in event.items() if name not in {"data", "sequence", "source"}}
    assert attributes.keys() == {"specversion", "id", "type", "subject", "time", "datacontenttype", "dataref"}
    for value in attributes.values():
        without_uuids = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", value)
        # A BSN has nine digits, an SKN seven or eight.
        assert not re.search(r"\d{7,9}", without_uuids)
