"""Plans for the tests of the SOM, written as paths and values; an item of a list is written as `list[id].field`."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from plan_schema.changes import Change, apply
from plan_schema.values import items_on
from tests.strategies import provenance

TODAY: Final = date(2026, 9, 1)

PLACES: Final = (
    "betrokkene",
    "detentie",
    "screening.risc",
    "screening.zelfredzaamheid",
    "screening.criminogeneFactoren[]",
    "screening.beschermendeFactoren[]",
    "som.deel1",
    "som.deel2",
    "som.besluit",
)
"""The groups that the SOM looks at, for strategies."""


def plan_with(values: Mapping[str, Any]) -> dict[str, Any]:
    """A stored plan with these values, without provenance."""
    items = dict.fromkeys(item for path in values for item in items_on(path))
    changes = [
        *(Change(item, None, True) for item in items),  # noqa: FBT003 - the value of an item's path
        *(Change(path, None, value) for path, value in values.items()),
    ]
    plan: dict[str, Any] = without_provenance(apply({"_id": "plan"}, changes, provenance(1)))
    return plan


def without_provenance(node: Any) -> Any:
    """The same without who wrote it."""
    if isinstance(node, dict):
        return {name: without_provenance(value) for name, value in node.items() if name != "herkomst"}
    return [without_provenance(entry) for entry in node] if isinstance(node, list) else node
