"""Stored records: what a driver or an encoder would smooth over is seen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bson import Code, Decimal128, ObjectId, Timestamp, encode
from bson.int64 import Int64

from api.store.stored import Stored, identical, signing_faults
from api.store.versions import hash_of
from tests.api.store.histories import KEYS, NO_KEYS

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
CONTENT: dict[str, Any] = {"tekst": "é", "getal": 3, "lijst": [{"a": None}], "moment": MOMENT, "waar": True}


def _signed(content: dict[str, Any], **more: Any) -> Stored:
    found = hash_of(content)
    return Stored.of(encode(content | {"hash": found, "handtekening": KEYS.sign(found)} | more))


def test_a_record_of_plain_values_is_sound() -> None:
    stored = Stored.of(encode(CONTENT | {"_id": ObjectId("0" * 24), "groot": Int64(3)}))
    assert stored.sound
    assert stored.content.items() > CONTENT.items()
    assert (stored.text("tekst"), stored.text("getal"), stored.number("groot"), stored.number("waar")) == (
        "é",
        None,
        3,
        None,
    )


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), b"x", Code("x"), Decimal128("1"), Timestamp(1, 1), ObjectId("0" * 24), {"a": [2.5]}],
    ids=repr,
)
def test_a_value_that_this_product_never_writes_is_not_sound(value: Any) -> None:
    assert not Stored.of(encode({"a": value})).sound


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x05\x00\x00\x00", encode({"a": "xx"}).replace(b"xx", b"\xff\xff"), encode({"b": 1}) + b"\x00"],
    ids=repr,
)
def test_bytes_that_are_no_text_or_no_record_are_not_sound(raw: bytes) -> None:
    assert not Stored.of(raw).sound


def test_a_signed_record_has_no_faults() -> None:
    assert list(signing_faults(_signed(CONTENT), KEYS)) == []
    assert list(signing_faults(_signed(CONTENT, _id=3), KEYS, ("_id",))) == []


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        (None, "ontbreekt"),
        ({"sleutel": "nu"}, "ontbreekt"),
        (KEYS.sign("x") | {"meer": 1}, "ontbreekt"),
        (KEYS.sign("x"), "klopt niet"),
        ({"sleutel": "nu", "waarde": "é"}, "klopt niet"),
        ({"sleutel": "nu", "waarde": 3}, "klopt niet"),
        ({"sleutel": ["nu"], "waarde": ""}, "niet bekend"),
        ({"sleutel": "later", "waarde": ""}, "niet bekend"),
        (NO_KEYS.sign(hash_of(CONTENT)), "klopt niet"),
    ],
    ids=repr,
)
def test_another_signature_is_a_fault(signature: Any, fault: str) -> None:
    [found] = signing_faults(_signed(CONTENT, handtekening=signature), KEYS)
    assert found.startswith("de handtekening ")
    assert fault in found


def test_values_of_another_kind_are_not_identical() -> None:
    for one, other in ((1, True), (MOMENT, "2026-01-01T00:00:00+00:00"), ({"a": 1}, {}), ([1, 2], [2, 1]), (None, {})):
        assert not identical(one, other)
        assert not identical({"x": [one]}, {"x": [other]})
    assert identical({"a": 1, "b": [MOMENT]}, {"b": [MOMENT], "a": Int64(1)})
