"""The messages of graphql-transport-ws, as far as they come from a client."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson

from api.graphql.execution import Question

Message: TypeAlias = Mapping[str, Any]

LONGEST_ID: Final = 128
LENIENT: Final = "handling=lenient"


class Closed(Exception):
    """The connection must be closed, with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Initialisation:
    """What a client says when it connects, in place of headers: a browser cannot set those on a websocket."""

    headers: Mapping[str, str]
    purposes: str | None
    lenient: bool

    @classmethod
    def of(cls, message: Message) -> "Initialisation":
        """What stands in `connection_init`; names of headers are taken in any case, lists as joined with commas."""
        payload = message.get("payload")
        if payload is not None and not isinstance(payload, dict):
            raise _malformed("de payload van connection_init is geen object")
        given = {name.lower(): _text(name, value) for name, value in (payload or {}).items() if name.lower() in _KNOWN}
        token = given.get("token")
        headers = {
            "authorization": given.get("authorization") or (None if token is None else f"Bearer {token}"),
            "dpop": given.get("dpop"),
        }
        preferences = {part.strip().lower() for part in (given.get("prefer") or "").split(",")}
        return cls(
            headers={name: value for name, value in headers.items() if value is not None},
            purposes=given.get("doelbinding", given.get("x-doelbinding")),
            lenient=LENIENT in preferences,
        )


_KNOWN: Final = frozenset({"authorization", "dpop", "token", "doelbinding", "x-doelbinding", "prefer"})


def message_of(text: str | None) -> Message:
    """A message; Closed (4400) when it is none."""
    try:
        message = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        raise _malformed("geen JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise _malformed("zonder type")
    return message


def id_of(message: Message) -> str:
    """The id of an operation; Closed (4400) without a usable one."""
    given = message.get("id")
    if not isinstance(given, str) or not 0 < len(given) <= LONGEST_ID:
        raise _malformed(f"verwacht een id van ten hoogste {LONGEST_ID} tekens")
    return given


def question_of(message: Message, *, lenient: bool) -> Question:
    """The question in a `subscribe` message; Closed (4400) when there is none in it."""
    payload = message.get("payload")
    shapes = {"query": str, "operationName": str | None, "variables": dict | None}
    if not isinstance(payload, dict) or not all(isinstance(payload.get(name), kind) for name, kind in shapes.items()):
        raise _malformed("verwacht een payload met query, en zo nodig operationName en variables")
    return Question(payload["query"], payload.get("operationName"), payload.get("variables") or {}, lenient)


def _text(name: str, value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    if value is None:
        return None
    if not all(isinstance(entry, str) for entry in values):
        raise _malformed(f"{name} in connection_init is geen tekst")
    return ",".join(values)


def _malformed(what: str) -> Closed:
    return Closed(4400, f"Onleesbaar bericht: {what}.")
