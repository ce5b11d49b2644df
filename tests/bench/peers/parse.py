"""Parse Server's own way: the values of a plan as columns of one class, and its own GraphQL over them."""

from collections.abc import Iterator
from typing import Any, Final

import httpx

from tests.bench.load import Spec

HEADERS: Final = {"X-Parse-Application-Id": "bench"}
CLOSED: Final = "gesloten"
"""A column that protectedFields keeps from everybody, so that there is something to keep."""


def columns(value: Any, name: str = "v") -> Iterator[tuple[str, str]]:
    """Every value of an answer under a name of its own."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from columns(child, f"{name}_{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from columns(child, f"{name}_{number}")
    elif value is not None:
        yield name, str(value)


def prepare(port: int, plan: dict[str, Any], connections: int, seconds: float) -> Spec:
    """Store the values of a plan in a Parse Server; the load that asks them all."""
    values = dict(columns(plan))
    made = httpx.post(
        f"http://127.0.0.1:{port}/parse/classes/Dossier",
        json=values | {CLOSED: "x"},
        headers=HEADERS | {"X-Parse-Master-Key": "bench"},
        timeout=60,
    )
    made.raise_for_status()
    body = {
        "query": f"query ($id: ID!) {{ dossier(id: $id) {{ {' '.join(values)} }} }}",
        "variables": {"id": made.json()["objectId"]},
    }
    return Spec(
        port, [httpx.Request("POST", "http://bench", json=body).content.decode()], connections, seconds, HEADERS
    )
