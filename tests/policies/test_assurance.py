from pathlib import Path

import pytest

from plan_schema.plan import PATHS, PLAN
from policies.assurance import COLUMNS, denied, load_floors, needed
from policies.context import Action, AssuranceLevel, Role
from policies.table import FLOORS, TABLES, PolicyError

HOUSE = load_floors(PLAN)
CARE = PLAN.children["zorg"].leaf_bits  # type: ignore[union-attr] # a group
ALL = PLAN.leaf_bits


def _load(folder: Path, *lines: str) -> object:
    (folder / FLOORS).write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", "utf-8")
    return load_floors(PLAN, folder)


@pytest.mark.parametrize("level", [None, AssuranceLevel.LAAG])
def test_below_the_floor_nobody_writes_and_health_is_not_read(level: AssuranceLevel | None) -> None:
    assert denied(HOUSE, Role.NAZORGCOORDINATOR, level) == (CARE, ALL)


@pytest.mark.parametrize("level", [AssuranceLevel.SUBSTANTIEEL, AssuranceLevel.HOOG])
def test_on_the_floor_nothing_is_withheld(level: AssuranceLevel) -> None:
    assert denied(HOUSE, Role.NAZORGCOORDINATOR, level) == (0, 0)


def test_a_system_does_not_log_in() -> None:
    assert denied(HOUSE, Role.SYSTEEM, None) == (0, 0)


def test_what_is_needed_is_the_highest_floor(tmp_path: Path) -> None:
    floors = load_floors(PLAN, TABLES)
    assert needed(floors, Role.CASEMANAGER, Action.LEZEN, CARE) is AssuranceLevel.SUBSTANTIEEL
    assert needed(floors, Role.CASEMANAGER, Action.LEZEN, PATHS.bit("onderdak.hulpvraag")) is None
    assert needed(floors, Role.SYSTEEM, Action.SCHRIJVEN, ALL) is None
    higher = _load(tmp_path, "*,LEZEN,zorg.*,LAAG,x", "CASEMANAGER,SCHRIJVEN,zorg.*,HOOG,x")
    assert needed(higher, Role.CASEMANAGER, Action.SCHRIJVEN, CARE) is AssuranceLevel.HOOG  # type: ignore[arg-type] # floors
    assert needed(higher, Role.CASEMANAGER, Action.LEZEN, CARE) is AssuranceLevel.LAAG  # type: ignore[arg-type] # floors


def test_tables_without_floors_ask_nothing(tmp_path: Path) -> None:
    assert load_floors(PLAN, tmp_path) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("*,LEZEN,bestaatNiet,LAAG,x", "pad 'bestaatNiet' noemt geen veld"),
        ("*,LEZEN,*,ZEKER,x", "niveau 'ZEKER' is onbekend"),
        ("*,KIJKEN,*,LAAG,x", "recht 'KIJKEN' is onbekend"),
        ("SYSTEEM,LEZEN,*,LAAG,x", "rol 'SYSTEEM' mag hier niet"),
        ("*,LEZEN,*,LAAG", "4 cellen"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(PolicyError) as refused:
        _load(tmp_path, line)
    assert any(problem.startswith(f"{FLOORS}:2") and told in problem for problem in refused.value.problems)
