"""The check for those who edit the tables: what is allowed by the format and still cannot be meant.

Findings are in Dutch, each with the line and the mend. Loading (`table`) has refused what cannot be read at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.paths import Paths
from policies.context import RELATIONS_OF, Action, Conditions, OrganisationKind, Phase, Relation
from policies.table import Row

_OUTSIDE_20D: Final = frozenset({"SAMEN-STARTEN", "WJSG-22", "WJSG-51c", "ART-37-PM"})
"""Legal items of fields that article 20d PM does not name, so that no gemeente has a ground for them."""


class Severity(StrEnum):
    """How bad a finding is."""

    FOUT = "FOUT"
    """The row cannot be meant."""
    LET_OP = "LET OP"
    """It can be meant; somebody should know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: the table line it is about (or the field, when no line is), what is odd, and how to mend it."""

    where: str
    text: str
    mend: str
    severity: Severity = Severity.FOUT

    def __str__(self) -> str:
        return f"{self.where}: {self.text} {self.mend}"


def findings(rows: Sequence[Row], paths: Paths, today: date) -> list[Finding]:
    """Everything that is odd about the tables, in order of the tables."""
    checks = (_never_applies(rows, today), _conditions(rows, paths), _adds_nothing(rows), _outside_20d(rows, paths))
    found = [finding for check in checks for finding in check]
    return [*sorted(found, key=lambda finding: _place(finding.where)), *_nobody_writes(rows, paths)]


def _place(where: str) -> tuple[str, int]:
    name, _, line = where.partition(":")
    return name, int(line)


def _never_applies(rows: Iterable[Row], today: date) -> Iterator[Finding]:
    for row in rows:
        possible = RELATIONS_OF[row.organisation]
        impossible = row.relations - possible
        # `*` stands for every relation that the organisation can have, if it can have any.
        if impossible and (row.relations != frozenset(Relation) - {Relation.GEEN} or not possible):
            allowed = ", ".join(sorted(possible)) or "geen enkele relatie"
            yield Finding(
                row.line,
                f"{row.organisation} heeft nooit de relatie {', '.join(sorted(impossible))}.",
                f"Mogelijk: {allowed}.",
            )
        if row.organisation is OrganisationKind.RECLASSERING and row.phases == {Phase.INSTROOM}:
            yield Finding(
                row.line,
                "Vóór het signaal heeft geen reclassering een relatie.",
                "Kies een andere fase, of haal de regel weg.",
            )
        if row.valid_until is not None and row.valid_until <= today:
            yield Finding(row.line, f"De regel is verlopen op {row.valid_until}.", "Haal de regel weg, of verleng hem.")
        if row.valid_from is not None and row.valid_until is not None and row.valid_until <= row.valid_from:
            yield Finding(row.line, "De regel eindigt voordat hij begint.", "Herstel geldigVanaf of geldigTot.")


def _conditions(rows: Iterable[Row], paths: Paths) -> Iterator[Finding]:
    able = {Conditions.GEDEELD: _below(paths, "shared"), Conditions.EIGEN: _below(paths, "owner")}
    for row in rows:
        for condition, leaves in able.items():
            if condition in row.condition and row.leaves & ~leaves:
                names = ", ".join(node.path for node in paths.nodes_of(row.leaves & ~leaves))
                yield Finding(
                    row.line,
                    f"De voorwaarde {condition.name} kan nooit gelden voor {names}.",
                    "Haal deze velden uit de regel, of de voorwaarde.",
                )


def _below(paths: Paths, attribute: str) -> int:
    bits = 0
    for group in paths.groups:
        if getattr(group, attribute) is not None:
            bits |= group.leaf_bits
    return bits


def _adds_nothing(rows: Sequence[Row]) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        for other_index, other in enumerate(rows):
            # Of two rows that say the same, the later one is superfluous.
            if index != other_index and _covers(other, row) and (not _covers(row, other) or other_index < index):
                yield Finding(
                    row.line,
                    f"De regel voegt niets toe: {other.line} geeft dit al.",
                    "Haal de regel weg, of maak het verschil duidelijk.",
                )
                break


def _covers(wide: Row, narrow: Row) -> bool:
    return (
        wide.organisation is narrow.organisation
        and wide.roles >= narrow.roles
        and wide.relations >= narrow.relations
        and wide.purposes >= narrow.purposes
        and wide.phases >= narrow.phases
        and not wide.condition & ~narrow.condition
        and (wide.right is Action.SCHRIJVEN or narrow.right is Action.LEZEN)
        and not narrow.leaves & ~wide.leaves
        and (wide.valid_from or date.min) <= (narrow.valid_from or date.min)
        and (wide.valid_until or date.max) >= (narrow.valid_until or date.max)
    )


def _outside_20d(rows: Iterable[Row], paths: Paths) -> Iterator[Finding]:
    for row in rows:
        if row.organisation is not OrganisationKind.GEMEENTE:
            continue
        if not row.ground.startswith("PM-20d"):
            yield Finding(
                row.line,
                f"De grondslag {row.ground} geldt niet voor een gemeente.",
                "Noem een onderdeel van art. 20d PM, of haal de regel weg.",
            )
        outside = [leaf.path for leaf in paths.leaves if leaf.bit & row.leaves and leaf.item in _OUTSIDE_20D]
        if outside:
            yield Finding(
                row.line,
                f"Art. 20d PM geeft een gemeente geen grond voor {', '.join(outside)}.",
                "Haal deze velden uit de regel.",
            )


def _nobody_writes(rows: Iterable[Row], paths: Paths) -> Iterator[Finding]:
    written = 0
    for row in rows:
        written |= row.leaves if row.right is Action.SCHRIJVEN else 0
    for leaf in paths.leaves:
        if not leaf.bit & written:
            yield Finding(
                leaf.path,
                "Niemand mag dit veld schrijven.",
                "Geef een rol SCHRIJVEN, of laat het zo als het systeem het vult.",
                Severity.LET_OP,
            )
