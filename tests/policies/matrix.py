"""The whole matrix of the policy as text: who may read and write which field, a line for each field and kind of caller.

    betrokkene.sknNummer | DJI BACKOFFICE CASEMANAGER HOOFD_DENR | EIGEN_PI | PLAN_UITVOEREN SAMEN_STARTEN | * | W

Columns: field, organisation and roles, relations, doelen, phases (`*` = all), right; `W if EIGEN` names what must hold. Writing
implies reading, so R stands only where W does not. `cells_of` and `parsed` give the same set of cells, from a policy and
from text; `rendered` writes any such set down, in one way only, so that a difference reads like the matrix itself.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from plan_schema.paths import Paths
from policies.context import Conditions, Phase
from policies.policy import ALL_CONDITIONS, Policy

_EVERY: Final = "*"


class Cell(NamedTuple):
    """One right of one kind of caller on one field, and what must hold for it."""

    path: str
    organisation: str
    role: str
    relation: str
    purpose: str
    phase: str
    right: str


def cells_of(policy: Policy, paths: Paths) -> set[Cell]:
    """Every right that a policy gives."""
    found = set()
    for context in policy.contexts():
        masks = policy.masks(context)
        who = (context.organisation.value, context.role.value, context.relation.value)
        for leaf in paths.leaves:
            write = _least(masks.write, leaf.bit)
            read = [held for held in _least(masks.read, leaf.bit) if held not in write]
            for letter, needed in (("R", read), ("W", write)):
                for held in needed:
                    names = "+".join(str(condition.name) for condition in held)
                    right = f"{letter} if {names}" if names else letter
                    found.add(Cell(leaf.path, *who, context.purpose.value, context.phase.value, right))
    return found


def _least(masks: tuple[int, ...], bit: int) -> list[Conditions]:
    """The smallest sets of conditions under which a bit is set."""
    found: list[Conditions] = []
    for held in sorted(map(Conditions, range(ALL_CONDITIONS + 1)), key=lambda conditions: conditions.bit_count()):
        if masks[held] & bit and not any(held & less == less for less in found):
            found.append(held)
    return found


def rendered(cells: Iterable[Cell], order: Iterable[str]) -> list[str]:
    """The cells as lines, in this order of fields; phases, doelen, relations and roles with the same rights together."""
    lines: dict[tuple[frozenset[str], ...], set[str]] = {}
    merged = {tuple(frozenset({value}) for value in cell) for cell in cells}
    for column in (5, 4, 3, 2):
        lines = {}
        for cell in merged:
            lines.setdefault(cell[:column] + cell[column + 1 :], set()).update(cell[column])
        merged = {(*rest[:column], frozenset(values), *rest[column:]) for rest, values in lines.items()}
    place = {path: number for number, path in enumerate(order)}
    texts = [tuple(" ".join(sorted(values)) for values in cell) for cell in merged]
    texts.sort(key=lambda cell: (place[cell[0]], cell[1:]))
    every = " ".join(sorted(Phase))
    return [
        f"{path} | {organisation} {roles} | {relations} | {purposes} | {_EVERY if phases == every else phases} | {right}"
        for path, organisation, roles, relations, purposes, phases, right in texts
    ]


def parsed(lines: Iterable[str]) -> set[Cell]:
    """The cells that lines stand for."""
    found = set()
    for line in lines:
        path, who, relations, purposes, phases, right = line.split(" | ")
        organisation, *roles = who.split()
        for role in roles:
            for relation in relations.split():
                for purpose in purposes.split():
                    for phase in Phase if phases == _EVERY else phases.split():
                        found.add(Cell(path, organisation, role, relation, purpose, str(phase), right))
    return found
