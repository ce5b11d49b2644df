"""Who may read counts: the table `aantallen.csv`, beside the grants.

A count is no field of a plan: who may read none of them (the inspectorate) may read how many there are, and nobody reads of a group
below the threshold. So a row here gives no right to a field, and a right to fields gives none here. Columns:
`organisatie,rol,doel,bereik,grondslag,toelichting`; cells as in the other tables. A folder without this table gives nobody counts.
Source: access.md §1 (TOEZICHT_INSPECTIE, aggregates only).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from policies.context import ROLES_OF, OrganisationKind, Purpose, Role
from policies.table import COUNTS, GROUNDS, TABLES, PolicyError, one, records, several

COLUMNS: Final = ("organisatie", "rol", "doel", "bereik", "grondslag", "toelichting")


class Reach(StrEnum):
    """Over welke plannen aantallen gaan."""

    ALLE = "ALLE"
    """Over alle plannen."""
    EIGEN_PI = "EIGEN_PI"
    """Over plannen van wie nu in de eigen inrichting verblijft."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One grant of counts."""

    line: str
    organisation: OrganisationKind
    roles: frozenset[Role]
    purposes: frozenset[Purpose]
    reach: Reach
    ground: str


def load_counts(folder: Path = TABLES) -> tuple[CountRow, ...]:
    """The rows of a folder of tables, none where it has no such table; PolicyError names all that is wrong."""
    path = folder / COUNTS
    problems: list[str] = []
    lines = records(path, COLUMNS, problems) if path.exists() else ()
    found = [_row(f"{path.name}:{line}", record, problems) for line, record in lines]
    if problems:
        raise PolicyError(problems)
    return tuple(row for row in found if row is not None)


def reach_of(
    rows: Iterable[CountRow], kind: OrganisationKind, role: Role, purposes: frozenset[Purpose]
) -> Reach | None:
    """Over which plans somebody may read counts; None: over none."""
    found = {row.reach for row in rows if row.organisation is kind and role in row.roles and row.purposes & purposes}
    return Reach.ALLE if Reach.ALLE in found else next(iter(found), None)


def _row(where: str, record: dict[str, str], problems: list[str]) -> CountRow | None:
    before = len(problems)
    organisation = one(OrganisationKind, record, "organisatie", where, problems)
    reach = one(Reach, record, "bereik", where, problems)
    allowed = ROLES_OF[organisation] if organisation else frozenset(Role)
    roles = several(Role, record, "rol", where, problems, allowed)
    purposes = several(Purpose, record, "doel", where, problems, frozenset(Purpose))
    if record["grondslag"] not in GROUNDS:
        problems.append(
            f"{where}: grondslag {record['grondslag']!r} is onbekend; kies uit {', '.join(sorted(GROUNDS))}"
        )
    if len(problems) > before or organisation is None or reach is None:
        return None
    return CountRow(where, organisation, roles, purposes, reach, record["grondslag"])
