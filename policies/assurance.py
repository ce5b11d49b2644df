"""How surely somebody must be logged in for what: the table `niveaus.csv`, beside the grants.

A row raises a floor and grants nothing: whoever logged in below it has, of these fields, not what the other tables give him.
Columns: `rol,recht,pad,niveau,toelichting`; cells as in the other tables, `pad` also `*` for every field. A system has no login,
its client is authenticated by key or certificate; so no floor is for SYSTEEM. Source: NL GOV Assurance profile for OAuth 2.0 (a
higher trust for what weighs more), design §7.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plan_schema.tree import Group
from policies.context import Action, AssuranceLevel, Role
from policies.table import FLOORS, TABLES, PolicyError, matched, one, records, several

COLUMNS: Final = ("rol", "recht", "pad", "niveau", "toelichting")
_PEOPLE: Final = frozenset(Role) - {Role.SYSTEEM}


@dataclass(frozen=True, slots=True)
class Floor:
    """The least level for an action on fields; `leaves` as bits."""

    roles: frozenset[Role]
    action: Action
    pattern: str
    leaves: int
    level: AssuranceLevel
    note: str


def load_floors(plan: Group, folder: Path = TABLES) -> tuple[Floor, ...]:
    """The floors of a folder of tables, none where it has no such table; PolicyError names all that is wrong."""
    path = folder / FLOORS
    problems: list[str] = []
    found = [_floor(plan, f"{path.name}:{line}", record, problems) for line, record in _lines(path, problems)]
    if problems:
        raise PolicyError(problems)
    return tuple(floor for floor in found if floor is not None)


def denied(floors: Iterable[Floor], role: Role, level: AssuranceLevel | None) -> tuple[int, int]:
    """What somebody in this role who logged in so surely (None: nobody says how) may not read, and not write, as bits."""
    read = write = 0
    for floor in floors:
        if role in floor.roles and (level is None or level < floor.level):
            write |= floor.leaves
            read |= floor.leaves if floor.action is Action.LEZEN else 0
    return read, write


def needed(floors: Iterable[Floor], role: Role, action: Action, leaves: int) -> AssuranceLevel | None:
    """The least level at which no floor keeps this role from an action on these fields (as bits); None where none is asked."""
    return max(
        (
            floor.level
            for floor in floors
            if role in floor.roles and floor.leaves & leaves and action in {floor.action, Action.SCHRIJVEN}
        ),
        default=None,
    )


def _lines(path: Path, problems: list[str]) -> Iterable[tuple[int, dict[str, str]]]:
    return records(path, COLUMNS, problems) if path.exists() else ()


def _floor(plan: Group, where: str, record: dict[str, str], problems: list[str]) -> Floor | None:
    before = len(problems)
    roles = several(Role, record, "rol", where, problems, _PEOPLE)
    action = one(Action, record, "recht", where, problems)
    leaves = plan.leaf_bits if record["pad"] == "*" else matched(plan, record["pad"])
    if not leaves:
        problems.append(f"{where}: pad {record['pad']!r} noemt geen veld; verwacht *, een groep met .* of een veld")
    if record["niveau"] not in AssuranceLevel.__members__:
        names = ", ".join(AssuranceLevel.__members__)
        problems.append(f"{where}: niveau {record['niveau']!r} is onbekend; kies uit {names}")
    if len(problems) > before or action is None:
        return None
    return Floor(roles, action, record["pad"], leaves, AssuranceLevel[record["niveau"]], record["toelichting"])
