"""Why a field is refused, and who may: the answer that lets somebody ask the right organisation instead of guessing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.access.access import Access
from plan_schema.tree import Group, Leaf
from policies.assurance import denied, needed
from policies.context import Action, AssuranceLevel
from policies.table import Row


class Reason(StrEnum):
    """Reden waarom een veld niet beschikbaar is."""

    GEEN_REGEL = "GEEN_REGEL"
    """Geen enkele regel geeft deze rol dit recht."""
    ANDER_DOEL = "ANDER_DOEL"
    """Een regel geeft deze rol dit recht wel, maar voor een ander doel."""
    ANDERE_RELATIE = "ANDERE_RELATIE"
    """Een regel geeft deze rol dit recht wel, maar met een andere relatie tot het plan of in een andere fase."""
    GEEN_RELATIE = "GEEN_RELATIE"
    """Dit plan bestaat niet, of uw organisatie heeft er geen relatie mee."""
    BETROUWBAARHEIDSNIVEAU = "BETROUWBAARHEIDSNIVEAU"
    """U hebt dit recht, maar alleen als u met een hoger betrouwbaarheidsniveau bent ingelogd."""
    VOORWAARDE = "VOORWAARDE"
    """Het recht hangt af van een voorwaarde die nu niet is vervuld."""
    AFGESCHERMD = "AFGESCHERMD"
    """Dit gegeven is in dit plan afgeschermd: het wordt bewaard, maar niemand mag het nu gebruiken."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One path that is refused: why, on which grounds others have it, and who they are.

    `level`: how surely the caller must be logged in, where that is what it lacks.
    """

    path: str
    reason: Reason
    grounds: tuple[str, ...]
    who_may: tuple[str, ...]
    level: AssuranceLevel | None = None


def shielded(path: str) -> Refusal:
    """A path that is refused because it is shielded: nobody has it, on any ground, so there is nobody to ask."""
    return Refusal(path, Reason.AFGESCHERMD, (), ())


def explain(access: Access, node: Leaf | Group, action: Action, path: str | None = None) -> Refusal:
    """Why this caller is refused this action on a field; `path` when the answer must name items by their id."""
    bits = node.bit if isinstance(node, Leaf) else node.leaf_bits
    rows = access.policy.rows_for(bits, action)
    reason = _reason(access, rows, bits, action)
    lacking = reason is Reason.BETROUWBAARHEIDSNIVEAU
    return Refusal(
        path=path or node.path or "plan",
        reason=reason,
        grounds=tuple(sorted({row.ground for row in rows})),
        who_may=tuple(sorted({f"{row.organisation} {role}" for row in rows for role in row.roles})),
        level=needed(access.policy.floors, access.caller.role, action, bits) if lacking else None,
    )


def _reason(access: Access, rows: Sequence[Row], bits: int, action: Action) -> Reason:
    caller = access.caller
    mine = [row for row in rows if row.organisation is caller.organisation.kind and caller.role in row.roles]
    if not mine:
        return Reason.GEEN_REGEL
    fitting = [row for row in mine if row.purposes & caller.purposes]
    if not fitting:
        return Reason.ANDER_DOEL
    read, write = denied(access.policy.floors, caller.role, caller.level)
    if bits & (write if action is Action.SCHRIJVEN else read):
        return Reason.BETROUWBAARHEIDSNIVEAU
    return Reason.VOORWAARDE if any(row.condition for row in fitting) else Reason.ANDERE_RELATIE
