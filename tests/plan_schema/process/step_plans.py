"""A plan with one thing in it, and what of its open steps a test looks at."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from plan_schema.process.step import Step
from tests.strategies import Document

TODAY: Final = date(2026, 3, 2)
RN: Final = "00000099200000001000"
ARNHEM: Final = "00000099300000202000"
PI: Final = "00000099100000001000"


def plan(**groups: Any) -> Document:
    """A detention of somebody from Arnhem who hopes to live in Nijmegen."""
    return {
        "status": "CONCEPT",
        "detentie": {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-05"},
        "terugkeer": {"herkomstgemeente": "0202", "vestigingsgemeente": "0268"},
    } | groups


def turns(steps: Iterable[Step]) -> list[tuple[str, str, str | None]]:
    """Of each step what it is, and whose."""
    return [(step.kind.value, step.actor.kind, step.actor.oin or step.actor.gemeente) for step in steps]
