from typing import Any

import pytest

from plan_schema.migrations.places import ABSENT, Taken, around, holders, put, recorded, take
from tests.strategies import provenance


def _record(version: int, *velden: str) -> dict[str, Any]:
    return provenance(version).record(velden)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("status", ""),
        ("betrokkene.adres.straat", ""),
        ("doelen[]", ""),
        ("doelen[].status", "doelen[]"),
        ("doelen[].acties[]", "doelen[]"),
        ("doelen[].acties[].status", "doelen[].acties[]"),
        ("overleggen.mdo[].deelnemers[].naam", "overleggen.mdo[].deelnemers[]"),
    ],
)
def test_the_list_around_a_path(path: str, expected: str) -> None:
    assert around(path) == expected


def test_holders_are_all_items_of_the_list_around_also_when_it_lies_in_a_group() -> None:
    document: dict[str, Any] = {
        "overleggen": {"mdo": [{"id": "1", "deelnemers": [{"id": "2"}, {"id": "3"}]}, {"id": "4"}]}
    }
    assert [item["id"] for item in holders(document, "overleggen.mdo[].deelnemers[].naam")] == ["2", "3"]
    assert [item["id"] for item in holders(document, "overleggen.mdo[].deelnemers[]")] == ["1", "4"]
    assert list(holders(document, "betrokkene.adres.straat")) == [document]
    assert list(holders({}, "overleggen.mdo[].soort")) == []


def test_what_is_taken_takes_along_who_wrote_it_and_the_groups_that_held_nothing_else() -> None:
    document: dict[str, Any] = {"a": {"b": {"x": 1, "herkomst": [_record(2, "x")]}}, "c": {}}
    assert take(document, "a.b.x") == Taken(1, _record(2, "x"))
    assert document == {"c": {}}


def test_what_others_recorded_stays_where_it_is() -> None:
    document: dict[str, Any] = {"a": {"x": 1, "y": 2, "herkomst": [_record(2, "x", "y"), _record(3, "z")]}}
    take(document, "a.x")
    assert document == {"a": {"y": 2, "herkomst": [_record(2, "y"), _record(3, "z")]}}


def test_a_field_that_was_emptied_still_has_who_emptied_it_and_one_that_never_was_has_nothing() -> None:
    document: dict[str, Any] = {"a": {"herkomst": [_record(2, "x")]}}
    assert take(document, "a.y") is None
    assert take(document, "b.x") is None
    assert take(document, "a.x") == Taken(ABSENT, _record(2, "x"))
    assert document == {}


def test_what_is_put_joins_the_record_of_its_version_or_comes_between_those_of_others() -> None:
    node: dict[str, Any] = {"a": {"herkomst": [_record(1, "b"), _record(4, "c", "z")]}}
    put(node, "a.x", Taken("v", _record(4, "x_was_its_name")))
    put(node, "a.y", Taken(ABSENT, _record(2, "y")))
    assert node == {"a": {"x": "v", "herkomst": [_record(1, "b"), _record(2, "y"), _record(4, "c", "x", "z")]}}


def test_a_value_that_is_not_recorded_is_not_found() -> None:
    document: dict[str, Any] = {"a": {"x": 1}}
    assert recorded(document, "a.x") == ({"x": 1}, "x")
    assert recorded(document, "a.y") is None
    assert recorded(document, "b.x") is None
