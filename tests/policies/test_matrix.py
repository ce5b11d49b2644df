"""The committed matrix: a change of the policy reads as "who gains or loses which field"."""

import os
from datetime import date
from pathlib import Path

import pytest

from plan_schema.plan import PATHS, PLAN
from policies.context import Conditions
from policies.policy import Policy
from policies.table import TABLES, load
from tests.policies.matrix import Cell, cells_of, parsed, rendered

SNAPSHOT = Path(__file__).with_name("matrix.txt")
ORDER = [leaf.path for leaf in PATHS.leaves]
DAY = date(2026, 1, 1)
POLICY = Policy.load(PLAN, DAY)


def _difference(old: set[Cell], new: set[Cell]) -> list[str]:
    gained, lost = rendered(new - old, ORDER), rendered(old - new, ORDER)
    return [*(f"gains: {line}" for line in gained), *(f"loses: {line}" for line in lost)]


def test_the_policy_gives_the_rights_that_were_agreed() -> None:
    cells = cells_of(POLICY, PATHS)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        SNAPSHOT.write_text("\n".join(rendered(cells, ORDER)) + "\n", "utf-8")
    difference = _difference(parsed(SNAPSHOT.read_text("utf-8").splitlines()), cells)
    if difference:
        pytest.fail(
            "\n".join(
                (
                    "The policy gives other rights than tests/policies/matrix.txt records:",
                    *difference,
                    "If this is meant, renew the record and commit it with the change:",
                    "  UPDATE_SNAPSHOTS=1 .venv/bin/pytest tests/policies/test_matrix.py",
                )
            ),
            pytrace=False,
        )


def test_the_record_is_written_in_the_one_way_there_is() -> None:
    lines = SNAPSHOT.read_text("utf-8").splitlines()
    assert rendered(parsed(lines), ORDER) == lines


def test_the_matrix_gives_every_mask_back() -> None:
    cells = cells_of(POLICY, PATHS)
    held_by = {cell.right: _condition(cell.right) for cell in cells}
    read: dict[tuple[str, ...], list[int]] = {}
    write: dict[tuple[str, ...], list[int]] = {}
    for cell in cells:
        bit = PATHS.bit(cell.path)
        for masks, letters in ((read, "RW"), (write, "W")):
            mask = masks.setdefault(cell[1:6], [0] * 8)
            for held in range(8):
                if cell.right[0] in letters and held & held_by[cell.right] == held_by[cell.right]:
                    mask[held] |= bit
    for context in POLICY.contexts():
        key = tuple(
            map(str, (context.organisation, context.role, context.relation, context.purpose, context.phase))
        )  # fmt: skip
        masks_of = POLICY.masks(context)
        assert [mask & PLAN.leaf_bits for mask in masks_of.read] == read[key]
        assert [mask & PLAN.leaf_bits for mask in masks_of.write] == write[key]


def _condition(right: str) -> int:
    _, _, names = right.partition(" if ")
    return sum(Conditions[name] for name in names.split("+")) if names else 0


def test_one_changed_row_reads_as_one_line_per_field(tmp_path: Path) -> None:
    old = "zorgverzekering.*"
    row = "GEMEENTE,NAZORGCOORDINATOR|SYSTEEM,HERKOMST|VESTIGING,ESSENTIELE_VOORWAARDEN,INSTROOM|DETENTIE|NA_DETENTIE,,"
    for table in TABLES.glob("*.csv"):
        (tmp_path / table.name).write_text(table.read_text("utf-8"), "utf-8")
    gemeente = tmp_path / "gemeente.csv"
    text = gemeente.read_text("utf-8")
    assert text.count(f"{row}SCHRIJVEN,{old}") == 1
    gemeente.write_text(
        text.replace(f"{row}SCHRIJVEN,{old}", f"{row}LEZEN,zorgverzekering.polisnummer|zorgverzekering.verzekeraar")
        + "GEMEENTE,SYSTEEM,HERKOMST,BEHEER,*,EIGEN,LEZEN,status,PBW-18a,,,\n",
        "utf-8",
    )
    changed = Policy(PLAN, load(PLAN, tmp_path), DAY)
    assert changed.revision != POLICY.revision
    who = "GEMEENTE NAZORGCOORDINATOR SYSTEEM | HERKOMST VESTIGING | ESSENTIELE_VOORWAARDEN | DETENTIE INSTROOM NA_DETENTIE"
    lost = [leaf.path for leaf in PATHS.leaves if leaf.path.startswith("zorgverzekering.")]
    assert _difference(cells_of(POLICY, PATHS), cells_of(changed, PATHS)) == [
        "gains: status | GEMEENTE SYSTEEM | HERKOMST | BEHEER | * | R if EIGEN",
        f"gains: zorgverzekering.verzekeraar | {who} | R",
        f"gains: zorgverzekering.polisnummer | {who} | R",
        *(f"loses: {path} | {who} | W" for path in lost),
    ]
