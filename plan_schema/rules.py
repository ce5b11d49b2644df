"""What must hold within one plan as a whole, whoever wrote which part: checked on every new version, merged ones too."""

from collections.abc import Iterator
from typing import Any

from plan_schema.problems import Problem, ProblemCode
from plan_schema.values import Node, value_at

_ORDERED_DATES = (
    ("betrokkene.geboortedatum", "detentie.datumAanvang"),
    ("detentie.datumAanvang", "detentie.datumInvrijheidstelling"),
    ("detentie.datumAanvang", "detentie.datumBinnenkomst"),
)
"""Pairs of dates of which the first cannot lie after the second."""


def check(document: Node) -> list[Problem]:
    """Everything that contradicts itself in a plan; empty when nothing does."""
    return [*_date_order(document), *_adoption(document), *_references(document)]


def _date_order(document: Node) -> Iterator[Problem]:
    for earlier_path, later_path in _ORDERED_DATES:
        earlier, later = value_at(document, earlier_path), value_at(document, later_path)
        # ISO dates sort as text; a date that is recorded as unknown is no text and contradicts nothing.
        if isinstance(earlier, str) and isinstance(later, str) and earlier > later:
            yield Problem(
                later_path,
                ProblemCode.DATUM_VOLGORDE,
                f"Deze datum ligt voor {earlier_path}.",
                f"een datum op of na {earlier_path}",
            )


def _adoption(document: Node) -> Iterator[Problem]:
    # Design §10.9: the MDO adopts the plan; whoever sets the status cannot do so without its date.
    if document.get("status") == "VASTGESTELD" and not isinstance(document.get("vastgesteldOp"), str):
        yield Problem(
            "vastgesteldOp",
            ProblemCode.VERPLICHT_VELD,
            "Een vastgesteld plan heeft de datum nodig waarop het MDO het vaststelde.",
            "een datum, ingevuld door de voorzitter van het MDO",
        )


def _references(document: Node) -> Iterator[Problem]:
    goals: set[Any] = {goal["id"] for goal in document.get("doelen") or ()}
    for leave in document.get("verlof") or ():
        # Re-integratieverlof serves goals of this very plan (000:L498); goals recorded as unknown refer to nothing.
        named = leave.get("doelen")
        if isinstance(named, list) and any(goal not in goals for goal in named):
            yield Problem(
                f"verlof[{leave['id']}].doelen",
                ProblemCode.VERWIJZING_ONBEKEND,
                "Verlof verwijst naar een doel dat niet in dit plan staat.",
                "ids van doelen van dit plan",
            )
