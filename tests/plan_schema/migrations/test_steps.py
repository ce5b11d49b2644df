from typing import Any

import pytest

from plan_schema.changes import Change
from plan_schema.migrations.steps import BadStep, Moved, Removed, Replaced, Step
from tests.strategies import provenance


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (Moved("a.x", "b.c.y"), "a.x", "b.c.y"),
        (Moved("a.x", "b.y"), "a.xx", "a.xx"),
        (Moved("x", "b.y"), "x", "b.y"),
        (Moved("l[].m[].x", "l[].m[].g.y"), "l[1].m[2].x", "l[1].m[2].g.y"),
        (Moved("l[].m[].x", "l[].m[].y"), "l[1].x", "l[1].x"),
        (Moved("g", "h.g"), "g.m[2].x", "h.g.m[2].x"),
        (Moved("l[].m[]", "l[].g.n[]"), "l[1].m[2]", "l[1].g.n[2]"),
        (Moved("l[].m[]", "l[].g.n[]"), "l[1].m[2].x", "l[1].g.n[2].x"),
        (Moved("g.l[]", "l[]"), "g.l[1].m[2].x", "l[1].m[2].x"),
    ],
)
def test_a_moved_path_keeps_the_ids_of_the_items_it_lies_in(step: Step, before: str, after: str) -> None:
    assert step.change(Change(before, 1, 2)) == Change(after, 1, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [("l[].x", "x"), ("x", "l[].x"), ("l[].m[].x", "l[].x"), ("l[].x", "k[].x"), ("l[]", "l"), ("g", "l[]")],
)
def test_what_lies_in_other_items_cannot_be_moved_to(old: str, new: str) -> None:
    with pytest.raises(BadStep, match="other items"):
        Moved(old, new)


def test_a_moved_field_takes_its_record_along_into_the_other_group() -> None:
    document: dict[str, Any] = {
        "l": [
            {"id": "1", "a": {"x": "v", "y": "w", "herkomst": [provenance(3).record(["x", "y"])]}},
            {"id": "2", "a": {"x": "v", "herkomst": [provenance(4).record(["x"])]}},
            {"id": "3"},
        ]
    }
    Moved("l[].a.x", "l[].b.z").document(document)
    assert document == {
        "l": [
            {
                "id": "1",
                "a": {"y": "w", "herkomst": [provenance(3).record(["y"])]},
                "b": {"z": "v", "herkomst": [provenance(3).record(["z"])]},
            },
            {"id": "2", "b": {"z": "v", "herkomst": [provenance(4).record(["z"])]}},
            {"id": "3"},
        ]
    }


def test_values_are_replaced_at_once_so_that_two_can_change_places() -> None:
    step = Replaced("a.x", {"P": "Q", "Q": "P"})
    assert step.change(Change("a.x", "P", "Q")) == Change("a.x", "Q", "P")
    assert step.change(Change("a.y", "P", "Q")) == Change("a.y", "P", "Q")
    document = {"a": {"x": "P", "y": "P"}}
    step.document(document)
    assert document == {"a": {"x": "Q", "y": "P"}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("P", "Q"),
        ("R", "R"),
        (None, None),
        (7, 7),
        ({"onbekend": True}, {"onbekend": True}),
        (["R", "P", "Q"], ["R", "Q"]),
    ],
)
def test_only_the_values_that_are_named_are_replaced_and_a_set_stays_one(before: Any, after: Any) -> None:
    assert Replaced("a[].x", {"P": "Q"}).change(Change("a[1].x", before, before)) == Change("a[1].x", after, after)


def test_values_that_became_one_leave_the_change_that_was_recorded() -> None:
    assert Replaced("x", {"P": "Q"}).change(Change("x", "P", "Q")) == Change("x", "Q", "Q")


@pytest.mark.parametrize(
    ("path", "gone"),
    [("l[1].a.x", True), ("l[1].a.x.y", True), ("l[1].a.xx", False), ("l[1]", False), ("l[1].a.y", False)],
)
def test_changes_in_what_is_removed_go(path: str, gone: bool) -> None:  # noqa: FBT001
    change = Change(path, 1, 2)
    assert Removed("l[].a.x", "nowhere").change(change) == (None if gone else change)


def test_what_is_removed_leaves_no_group_that_would_never_have_been() -> None:
    document: dict[str, Any] = {
        "l": [{"id": "1", "a": {"x": 1, "herkomst": [provenance(1).record(["x"])]}}],
        "g": {"m": [{"id": "2"}]},
    }
    Removed("l[].a.x", "nowhere").document(document)
    Removed("g.m[]", "nowhere").document(document)
    assert document == {"l": [{"id": "1"}]}
