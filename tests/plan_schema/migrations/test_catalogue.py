"""Whatever was ever stored still has its place: each schema version's shape, through the migrations since, fits today's plan.

A shape is every field with what may be stored in it. Renew that of now with `UPDATE_SNAPSHOTS=1 pytest tests/plan_schema/migrations`;
one of an earlier schema version is never changed.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from plan_schema.changes import Change
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.migrations.catalogue import MIGRATIONS
from plan_schema.migrations.migration import Migration, migrate_changes
from plan_schema.migrations.steps import Moved, Removed, Replaced
from plan_schema.plan import PATHS
from plan_schema.values import schema_path

SHAPES: Final = Path(__file__).parent / "shapes"
Shape = Mapping[str, Mapping[str, Any]]

_LOWER: Final = {"minLength", "minimum"}
_UPPER: Final = {"maxLength", "maximum"}
_MEND: Final = "declare a migration in plan_schema/migrations/catalogue.py"


def _shape() -> dict[str, dict[str, Any]]:
    return {leaf.path: {**leaf.kind.bson, "many": leaf.many} for leaf in PATHS.leaves}


def _read(number: int) -> Shape:
    lines = (SHAPES / f"{number}.txt").read_text("utf-8").splitlines()
    return {path: json.loads(rest) for path, _, rest in (line.partition(" ") for line in lines)}


def _written(shape: Shape) -> str:
    return "".join(f"{path} {json.dumps(kind, sort_keys=True)}\n" for path, kind in shape.items())


def _misfits(old: Shape, migrations: Sequence[Migration], new: Shape) -> Iterator[str]:
    """What may be stored under an old shape, and has no place in the new one after these migrations."""
    for path, kind in old.items():
        placed = path.replace("[]", "[1]")
        for value in kind.get("enum", ["v"]):
            for change in migrate_changes([Change(placed, None, value)], migrations):
                now = new.get(schema_path(change.path))
                if now is None:
                    yield f"{path} has no place"
                elif "enum" in kind and change.new not in now.get("enum", ()):
                    yield f"{path} can hold {value}"
                elif not _within({**kind, "enum": None}, {**now, "enum": None}):
                    yield f"{path} is another kind of value"


def _within(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return old.keys() == new.keys() and all(
        new[key] <= value if key in _LOWER else new[key] >= value if key in _UPPER else new[key] == value
        for key, value in old.items()
    )


def test_whatever_was_ever_stored_has_its_place_in_the_plan_of_now() -> None:
    now, last = _shape(), SHAPES / f"{SCHEMA_VERSION}.txt"
    for number in range(1, SCHEMA_VERSION + last.exists()):
        misfits = sorted(set(_misfits(_read(number), MIGRATIONS[number - 1 :], now)))
        assert misfits == [], f"stored under schema {number}; {_MEND}"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        last.write_text(_written(now), "utf-8")
    assert last.read_text("utf-8") == _written(now), "the plan has new fields: renew the shape with UPDATE_SNAPSHOTS=1"


X: Final[dict[str, Any]] = {"bsonType": "string", "enum": ["P", "Q"], "many": False}
T: Final[dict[str, Any]] = {"bsonType": "string", "maxLength": 10, "many": False}
OLD: Final[Shape] = {"g.x": X, "l[].t": T}


@pytest.mark.parametrize(
    ("new", "steps", "expected"),
    [
        (OLD, (), []),
        ({"l[].t": T}, (), ["g.x has no place"]),
        ({"l[].t": T}, (Removed("g.x", "nowhere"),), []),
        ({"h.x": X, "l[].t": T}, (Moved("g.x", "h.x"),), []),
        ({"h.x": X, "l[].t": T}, (Moved("g.x", "h.y"),), ["g.x has no place"]),
        ({"g.x": X | {"enum": ["P", "R"]}, "l[].t": T}, (), ["g.x can hold Q"]),
        ({"g.x": X | {"enum": ["P", "R"]}, "l[].t": T}, (Replaced("g.x", {"Q": "R"}),), []),
        ({"g.x": X | {"many": True}, "l[].t": T}, (), ["g.x is another kind of value"]),
        ({"g.x": X, "l[].t": T | {"maxLength": 9}}, (), ["l[].t is another kind of value"]),
        ({"g.x": X, "l[].t": T | {"maxLength": 11}}, (), []),
    ],
)
def test_what_would_lose_its_place_is_named(new: Shape, steps: tuple[Any, ...], expected: list[str]) -> None:
    assert sorted(set(_misfits(OLD, [Migration("a test", steps)], new))) == expected


def test_every_migration_says_why() -> None:
    assert all(len(migration.why) > 20 and migration.steps for migration in MIGRATIONS)
