"""The matrix: who may read and write which field, written out for people and for review."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from plan_schema.paths import Paths
from policies.context import Conditions
from policies.policy import ALL_CONDITIONS, Context, Masks, Policy

COLUMNS: Final = ("organisatie", "rol", "relatie", "doel", "fase", "pad", "recht", "voorwaarde")
READ, WRITE = "R", "W"
_BY_SIZE: Final = tuple(sorted(range(ALL_CONDITIONS + 1), key=int.bit_count))


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What one context may do with one field: R or W (which includes R), and the condition under which."""

    organisation: str
    role: str
    relation: str
    purpose: str
    phase: str
    path: str
    right: str
    condition: str


def cells(policy: Policy, paths: Paths) -> Iterator[Cell]:
    """Every right that the policy gives, context by context, field by field."""
    for context in sorted(policy.contexts(), key=_key):
        masks = policy.masks(context)
        for leaf in paths.leaves:
            for right, condition in _rights(masks, leaf.bit):
                yield Cell(*_key(context), leaf.path, right, condition)


def _key(context: Context) -> tuple[str, str, str, str, str]:
    return (
        str(context.organisation),
        str(context.role),
        str(context.relation),
        str(context.purpose),
        str(context.phase),
    )


def _rights(masks: Masks, bit: int) -> Iterable[tuple[str, str]]:
    """The weakest conditions under which each right holds; a read that a write implies is not repeated."""
    write = _least(masks.write, bit)
    read = [held for held in _least(masks.read, bit) if held not in write]
    for right, found in ((WRITE, write), (READ, read)):
        for held in found:
            yield right, "+".join(str(condition.name) for condition in held)


def _least(mask: tuple[int, ...], bit: int) -> list[Conditions]:
    """The smallest sets of conditions that give a bit: two rows may give one right under conditions of their own."""
    if not mask[ALL_CONDITIONS] & bit:
        return []
    found: list[int] = []
    for held in _BY_SIZE:
        if mask[held] & bit and not any(held & less == less for less in found):
            found.append(held)
    return [Conditions(held) for held in found]


def strongest(rights: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of rights with their conditions, those that no other one implies; writing first."""
    known = set(rights)
    kept = (one for one in known if not any(other != one and _implies(other, one) for other in known))
    return sorted(kept, key=lambda right: (right[0] != WRITE, right[1]))


def _implies(strong: tuple[str, str], weak: tuple[str, str]) -> bool:
    needs, has = (set(condition.split("+")) - {""} for _, condition in (strong, weak))
    return strong[0] in (WRITE, weak[0]) and needs <= has


def as_csv(policy: Policy, paths: Paths) -> str:
    """The matrix as CSV, one right a line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for cell in cells(policy, paths):
        writer.writerow(
            (
                cell.organisation,
                cell.role,
                cell.relation,
                cell.purpose,
                cell.phase,
                cell.path,
                cell.right,
                cell.condition,
            )
        )
    return out.getvalue()


def as_json(policy: Policy, paths: Paths) -> str:
    """The matrix as JSON: the revision, and every right."""
    return (
        json.dumps(
            {"revisie": policy.revision, "cellen": [named(cell) for cell in cells(policy, paths)]}, ensure_ascii=False
        )
        + "\n"
    )


def named(cell: Cell) -> dict[str, str]:
    """A cell with the names that it bears outside."""
    return dict(zip(COLUMNS, (getattr(cell, field.name) for field in fields(cell)), strict=True))


def as_markdown(policy: Policy, paths: Paths) -> str:
    """The matrix as Markdown: a table per section, fields down, roles with their relation across; the best rights over doel and phase."""
    rights: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for cell in cells(policy, paths):
        key = (f"{cell.organisation} {cell.role} ({cell.relation})", cell.path)
        rights.setdefault(key, set()).add((cell.right, cell.condition))
    best = {
        key: ", ".join(f"{right} als {condition}" if condition else right for right, condition in strongest(found))
        for key, found in rights.items()
    }
    columns = sorted({column for column, _ in best})
    lines = [f"# Autorisatiematrix, revisie {policy.revision}", "", "R lezen, W schrijven en lezen, – geen regel."]
    section = ""
    for leaf in paths.leaves:
        name = leaf.path.partition(".")[0]
        if name != section and not (section == "plan" and "." not in leaf.path):
            section = name if "." in leaf.path else "plan"
            lines += ["", f"## {section}", "", f"| veld | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
        lines.append(f"| {leaf.path} | {' | '.join(best.get((column, leaf.path), '–') for column in columns)} |")
    return "\n".join(lines) + "\n"
