"""The policy tables: CSV that a privacy officer reads and edits, one row per grant, each with its grondslag.

A row grants; nothing forbids; no row = no. Columns:
`organisatie,rol,relatie,doel,fase,voorwaarde,recht,pad,grondslag,geldigVanaf,geldigTot,toelichting`. A cell holds one value, several
(`A|B`) or any (`*`); `pad` names fields, or groups with `.*` for every field in them, joined by `|`. Lines that start with `#` are
comments.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final, TypeVar

from plan_schema.tree import Group, Leaf
from policies.context import ROLES_OF, Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role

COLUMNS: Final = (
    "organisatie", "rol", "relatie", "doel", "fase", "voorwaarde", "recht", "pad", "grondslag", "geldigVanaf", "geldigTot", "toelichting",
)  # fmt: skip
NOBODY_COLUMNS: Final = ("pad", "toelichting")
NOBODY: Final = "niemand.csv"
"""The table of fields that nobody may read, on purpose; it grants nothing."""
FLOORS: Final = "niveaus.csv"
"""The table of how surely somebody must be logged in (`assurance`); it grants nothing."""
COUNTS: Final = "aantallen.csv"
"""The table of who may read counts (`counts`); it grants no field."""

GROUNDS: Final = frozenset(
    {f"PM-20d-{item}" for item in ("1", "2-a", "2-a-3", "2-a-6", "2-b", "2-c", "2-d", "2-e", "2-f", "2-g", "2-h")}
    | {f"PM-20d-{item}" for item in ("3-a", "3-b", "3-c", "4-a", "4-b", "4-c")}
    | {"PBW-18a", "WJSG-22", "WJSG-51c", "SAMEN-STARTEN", "ART-37-PM"}
)
"""The legal grounds that a row may name (access.md §1; WJSG-22: data are shielded in place of rectified or destroyed)."""

TABLES: Final = Path(__file__).parent / "tables"


_E = TypeVar("_E", bound=StrEnum)


class PolicyError(Exception):
    """The policy tables cannot be used. `problems` (Dutch) names every file, line and mend; nothing is loaded."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("De beleidstabellen zijn niet geladen:\n" + "\n".join(f"  {problem}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One grant."""

    line: str
    organisation: OrganisationKind
    roles: frozenset[Role]
    relations: frozenset[Relation]
    purposes: frozenset[Purpose]
    phases: frozenset[Phase]
    condition: Conditions
    right: Action
    patterns: tuple[str, ...]
    ground: str
    valid_from: date | None
    valid_until: date | None
    cells: tuple[str, ...]
    leaves: int
    note: str

    def valid_on(self, day: date) -> bool:
        """Whether the row applies on this day; `geldigTot` is the first day on which it no longer does."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )

    def grants(self, action: Action) -> bool:
        """Whether the row grants this action; writing implies reading."""
        return self.right is Action.SCHRIJVEN or self.right is action


def matched(plan: Group, pattern: str) -> int:
    """The leaves that a path pattern names, as bits; 0 when it names nothing."""
    prefix = pattern.removesuffix("*")
    leaves = (node for node in plan.walk() if isinstance(node, Leaf))
    if prefix != pattern:
        return sum(leaf.bit for leaf in leaves if leaf.path.startswith(prefix)) if prefix.endswith(".") else 0
    return sum(leaf.bit for leaf in leaves if leaf.path == pattern)


def load(plan: Group, folder: Path = TABLES, *, earlier: bool = False) -> tuple[Row, ...]:
    """Every row of every table, checked against the plan; PolicyError names all that is wrong.

    `earlier`: tables of before a change of the plan, to compare with; they may name fields that are gone and lack new ones.

    Wrong are: an unknown value, a row that names no field, a field that no row names and `niemand.csv` does not list, a
    grant without a known grondslag, and tables without any row.
    """
    problems: list[str] = []
    rows: list[Row] = []
    unnamed = 0
    for path in sorted(folder.glob("*.csv")):
        if path.name == NOBODY:
            unnamed = _nobody(plan, path, problems)
            continue
        if path.name in {FLOORS, COUNTS}:
            continue
        for line, record in records(path, COLUMNS, problems):
            row = _row(plan, f"{path.name}:{line}", record, problems, earlier=earlier)
            if row is not None:
                rows.append(row)
    if not rows and not problems:
        problems.append(
            f"{folder}: geen enkele regel geeft een recht; leeg beleid is altijd een vergissing. Zet de tabellen in deze map."
        )
    problems.extend(_totality(plan, rows, unnamed) if not problems and not earlier else ())
    if problems:
        raise PolicyError(problems)
    return tuple(rows)


def records(path: Path, columns: tuple[str, ...], problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its line and its cells by column; what cannot be read is added to `problems`."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        problems.append(f"{path.name}: het bestand is geen UTF-8; sla het op als CSV met UTF-8.")
        return
    header = next((number for number, text in enumerate(lines) if text.strip() and not text.startswith("#")), None)
    if header is None or tuple(lines[header].split(",")) != columns:
        problems.append(f"{path.name}: de eerste regel moet zijn: {','.join(columns)}")
        return
    for number, text in enumerate(lines[header + 1 :], header + 2):
        if not text.strip() or text.startswith("#"):
            continue
        cells = next(csv.reader([text]))
        if len(cells) != len(columns):
            problems.append(f"{path.name}:{number}: {len(cells)} cellen; verwacht {len(columns)}: {','.join(columns)}")
            continue
        yield number, dict(zip(columns, (cell.strip() for cell in cells), strict=True))


def _nobody(plan: Group, path: Path, problems: list[str]) -> int:
    bits = 0
    for line, record in records(path, NOBODY_COLUMNS, problems):
        found = matched(plan, record["pad"])
        if not found:
            problems.append(_names_nothing(plan, f"{path.name}:{line}", record["pad"]))
        bits |= found
    return bits


def _row(plan: Group, where: str, record: dict[str, str], problems: list[str], *, earlier: bool) -> Row | None:
    before = len(problems)
    organisation = one(OrganisationKind, record, "organisatie", where, problems)
    allowed_roles = ROLES_OF[organisation] if organisation else frozenset(Role)
    roles = several(Role, record, "rol", where, problems, allowed_roles)
    relations = several(Relation, record, "relatie", where, problems, frozenset(Relation) - {Relation.GEEN})
    purposes = several(Purpose, record, "doel", where, problems, frozenset(Purpose))
    phases = several(Phase, record, "fase", where, problems, frozenset(Phase))
    right = one(Action, record, "recht", where, problems)
    condition = _condition(record["voorwaarde"], where, problems)
    patterns = tuple(record["pad"].split("|"))
    if earlier:
        patterns = tuple(pattern for pattern in patterns if matched(plan, pattern))
    problems.extend(_names_nothing(plan, where, pattern) for pattern in patterns if not matched(plan, pattern))
    if record["grondslag"] not in GROUNDS:
        problems.append(
            f"{where}: grondslag {record['grondslag']!r} is onbekend; kies uit {', '.join(sorted(GROUNDS))}"
        )
    valid_from = _day(record, "geldigVanaf", where, problems)
    valid_until = _day(record, "geldigTot", where, problems)
    if len(problems) > before or organisation is None or right is None or not patterns:
        return None
    return Row(
        line=where,
        organisation=organisation,
        roles=roles,
        relations=relations,
        purposes=purposes,
        phases=phases,
        condition=condition,
        right=right,
        patterns=patterns,
        ground=record["grondslag"],
        valid_from=valid_from,
        valid_until=valid_until,
        cells=tuple(record[column] for column in COLUMNS[:7]),
        leaves=reduce(or_, (matched(plan, pattern) for pattern in patterns)),
        note=record["toelichting"],
    )


def one(kind: type[_E], record: dict[str, str], column: str, where: str, problems: list[str]) -> _E | None:
    """The value in a cell; None, with a problem added, when there is no such value."""
    try:
        return kind(record[column])
    except ValueError:
        problems.append(f"{where}: {column} {record[column]!r} is onbekend; kies uit {', '.join(kind)}")
        return None


def several(
    kind: type[_E], record: dict[str, str], column: str, where: str, problems: list[str], allowed: frozenset[_E]
) -> frozenset[_E]:
    """The values in a cell; those that are not allowed are left out, with a problem added."""
    if record[column] == "*":
        return allowed
    values = set()
    for cell in record[column].split("|"):
        if cell in kind.__members__.values() and kind(cell) in allowed:
            values.add(kind(cell))
        else:
            problems.append(
                f"{where}: {column} {cell!r} mag hier niet; kies een of meer uit {', '.join(sorted(allowed))}, gescheiden door |"
            )
    return frozenset(values)


def _condition(cell: str, where: str, problems: list[str]) -> Conditions:
    if not cell:
        return Conditions(0)
    if cell in Conditions.__members__:
        return Conditions[cell]
    problems.append(
        f"{where}: voorwaarde {cell!r} is onbekend; laat leeg, of kies uit {', '.join(Conditions.__members__)}"
    )
    return Conditions(0)


def _day(record: dict[str, str], column: str, where: str, problems: list[str]) -> date | None:
    if not record[column]:
        return None
    try:
        return date.fromisoformat(record[column])
    except ValueError:
        problems.append(f"{where}: {column} {record[column]!r} is geen datum; verwacht JJJJ-MM-DD of niets")
        return None


def _names_nothing(plan: Group, where: str, pattern: str) -> str:
    top = pattern.partition(".")[0].removesuffix("[]")
    near = [node.path for node in plan.walk() if node.path.partition(".")[0].removesuffix("[]") == top]
    hint = f"daar bestaan: {', '.join(near[:40])}" if near else f"het plan heeft: {', '.join(plan.children)}"
    return f"{where}: pad {pattern!r} noemt geen veld; {hint}"


def _totality(plan: Group, rows: Iterable[Row], nobody: int) -> Iterator[str]:
    named = nobody
    for row in rows:
        named |= row.leaves
    for node in plan.walk():
        if isinstance(node, Leaf) and not node.bit & named:
            yield f"{node.path}: geen regel noemt dit veld; voeg regels toe in policies/tables, of zet het in {NOBODY} als niemand het mag lezen"
