"""What must hold within one plan as a whole, whoever wrote which part: checked on every new version, merged ones too."""

from collections.abc import Iterator
from typing import Any

from plan_schema.plan import PATHS
from plan_schema.problems import Problem, ProblemCode
from plan_schema.sections.afscherming import SHIELDINGS
from plan_schema.tree import Group
from plan_schema.values import Node, value_at

_ORDERED_DATES = (
    ("betrokkene.geboortedatum", "detentie.datumAanvang"),
    ("detentie.datumAanvang", "detentie.datumInvrijheidstelling"),
    ("detentie.datumAanvang", "detentie.datumBinnenkomst"),
)
"""Pairs of dates of which the first cannot lie after the second."""


def check(document: Node, shielded: int = 0) -> list[Problem]:
    """Everything that contradicts itself in a plan; empty when nothing does.

    `shielded`: fields (as bits) that nobody may use. They contradict nothing: a problem would tell what they hold.
    """
    return [
        *_date_order(document, shielded),
        *_adoption(document, shielded),
        *_references(document, shielded),
        *_shieldings(document),
    ]


def _in_use(shielded: int, *paths: str) -> bool:
    """Whether there is something left to use of each of these fields and groups."""
    nodes = [PATHS.node(path) for path in paths]
    return all((node.leaf_bits if isinstance(node, Group) else node.bit) & ~shielded for node in nodes if node)


def _date_order(document: Node, shielded: int) -> Iterator[Problem]:
    for earlier_path, later_path in _ORDERED_DATES:
        if not _in_use(shielded, earlier_path, later_path):
            continue
        earlier, later = value_at(document, earlier_path), value_at(document, later_path)
        # ISO dates sort as text; a date that is recorded as unknown is no text and contradicts nothing.
        if isinstance(earlier, str) and isinstance(later, str) and earlier > later:
            yield Problem(
                later_path,
                ProblemCode.DATUM_VOLGORDE,
                f"Deze datum ligt voor {earlier_path}.",
                f"een datum op of na {earlier_path}",
            )


def _adoption(document: Node, shielded: int) -> Iterator[Problem]:
    if not _in_use(shielded, "status", "vastgesteldOp"):
        return
    # Design §10.9: the MDO adopts the plan; whoever sets the status cannot do so without its date.
    if document.get("status") == "VASTGESTELD" and not isinstance(document.get("vastgesteldOp"), str):
        yield Problem(
            "vastgesteldOp",
            ProblemCode.VERPLICHT_VELD,
            "Een vastgesteld plan heeft de datum nodig waarop het MDO het vaststelde.",
            "een datum, ingevuld door de voorzitter van het MDO",
        )


def _references(document: Node, shielded: int) -> Iterator[Problem]:
    if not _in_use(shielded, "doelen[]", "verlof[].doelen"):
        return
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


def _shieldings(document: Node) -> Iterator[Problem]:
    for shielding in document.get("afschermingen") or ():
        where, path = f"afschermingen[{shielding['id']}]", shielding.get("pad")
        first, last = shielding.get("ingangsdatum"), shielding.get("einddatum")
        if not isinstance(path, str):
            yield Problem(
                f"{where}.pad", ProblemCode.VERPLICHT_VELD, "Een afscherming noemt wat zij afschermt.", "een pad"
            )
        elif PATHS.node(path) is None:
            yield Problem(
                f"{where}.pad",
                ProblemCode.ONBEKEND_VELD,
                "Dit pad noemt geen veld of groep van een plan.",
                "een pad zoals mijnRechten het noemt, of het begin daarvan: schulden, doelen[]",
            )
        elif path == SHIELDINGS or path.startswith(f"{SHIELDINGS}."):
            yield Problem(
                f"{where}.pad",
                ProblemCode.ONGELDIGE_WAARDE,
                "Een afscherming kan niet zelf worden afgeschermd: zij moet altijd kunnen worden opgeheven.",
                "een pad buiten afschermingen",
            )
        if isinstance(first, str) and isinstance(last, str) and first > last:
            yield Problem(
                f"{where}.einddatum",
                ProblemCode.DATUM_VOLGORDE,
                "Deze datum ligt voor de ingangsdatum.",
                "een datum op of na de ingangsdatum",
            )
