"""Stored records as their bytes say they are: nothing that a driver or an encoder would smooth over goes unseen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from bson import decode, encode
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.errors import BSONError
from bson.int64 import Int64

from api.store.driver import Document
from api.store.signing import Keyring
from api.store.versions import hash_of

# Damage must not stop the reading: what cannot be read is replaced, and is then no longer what the bytes say.
_OPTIONS: Final[CodecOptions[Document]] = CodecOptions(
    tz_aware=True,
    tzinfo=UTC,
    unicode_decode_error_handler="replace",
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
)
_VALUES: Final = frozenset({str, int, Int64, bool, type(None), datetime})
_SIGNATURE_FIELDS: Final = {"sleutel", "waarde"}
_UNSIGNED: Final = {"hash", "handtekening"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What a record holds; `sound` when that is all its bytes say, in the kinds of value that this product writes."""

    content: Document
    sound: bool

    @classmethod
    def of(cls, raw: bytes) -> "Stored":
        """The record in these bytes; empty and unsound when they are no BSON."""
        try:
            content = decode(raw, _OPTIONS)
            body = (value for key, value in content.items() if key != "_id")
            # A float would be one byte from a date, and NaN has the JSON of null: none is ever written.
            return cls(content, _plain(body) and encode(content) == raw)
        except (BSONError, ValueError, OverflowError):
            return cls({}, sound=False)

    def text(self, name: str) -> str | None:
        """The text in a field; None when it holds something else."""
        value = self.content.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """The whole number in a field; None when it holds something else."""
        value = self.content.get(name)
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _plain(values: Iterable[Any]) -> bool:
    for value in values:
        kind = type(value)
        if kind not in _VALUES and not ((kind is dict and _plain(value.values())) or (kind is list and _plain(value))):
            return False
    return True


def signing_faults(record: Stored, keys: Keyring, outside: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with hash and signature of a record (Dutch); `outside`: the fields that are not part of it."""
    if not record.sound:
        yield "het record is beschadigd"
        return
    content = record.content
    found = record.text("hash")
    left_out = _UNSIGNED.union(outside)
    if found is None or hash_of({key: value for key, value in content.items() if key not in left_out}) != found:
        yield "de inhoud is gewijzigd: de hash klopt niet"
    signature = content.get("handtekening")
    if not isinstance(signature, Mapping) or signature.keys() != _SIGNATURE_FIELDS:
        yield "de handtekening ontbreekt of is geen handtekening"
    elif str(signature["sleutel"]) not in keys.keys:
        yield "de handtekening is gezet met een sleutel die hier niet bekend is"
    elif not str(signature["waarde"]).isascii() or not keys.verifies(found or "", signature):
        yield "de handtekening klopt niet"


def identical(one: Any, other: Any) -> bool:
    """Whether two values of sound records are the same, of the same kind too: 1 and true are two values."""
    # Equality keeps a date apart from its text, which JSON does not; JSON keeps true apart from 1.
    return bool(one == other) and _json(one) == _json(other)


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
