from hypothesis import given

from plan_schema.plan import PATHS, PLAN
from plan_schema.values import (
    PROVENANCE,
    UNKNOWN,
    container_path,
    find,
    flatten,
    item,
    items_on,
    schema_path,
    segments,
    value_at,
)
from tests.strategies import Document, documents, examples, full_document, groups_of

DOCUMENT: Document = {
    "status": "CONCEPT",
    "onderdak": {"huurachterstand": "JA", "wachtlijstSinds": dict(UNKNOWN), PROVENANCE: []},
    "doelen": [{"id": "d1", "soort": "GEDRAGSDOEL", "acties": [{"id": "a1", "status": "OPEN"}]}, {"id": "d2"}],
}


def test_paths_are_taken_apart() -> None:
    path = "doelen[7f-0].acties[8a].status"
    assert schema_path(path) == "doelen[].acties[].status"
    assert segments(path) == [("doelen", "7f-0"), ("acties", "8a"), ("status", None)]
    assert container_path(path) == "doelen[7f-0].acties[8a]"
    assert list(items_on(path)) == ["doelen[7f-0]", "doelen[7f-0].acties[8a]"]


def test_a_path_of_an_item_does_not_lie_in_itself() -> None:
    assert list(items_on("doelen[7f]")) == []
    assert list(items_on("doelen[7f].acties[8a]")) == ["doelen[7f]"]
    assert list(items_on("onderdak.toelichting")) == []
    assert container_path("status") == ""


def test_groups_and_items_are_found_by_path() -> None:
    assert find(DOCUMENT, "") is DOCUMENT
    assert find(DOCUMENT, "onderdak") is DOCUMENT["onderdak"]
    assert find(DOCUMENT, "doelen[d1].acties[a1]") == {"id": "a1", "status": "OPEN"}
    assert item(DOCUMENT, "doelen", "d2") == {"id": "d2"}


def test_what_is_not_there_is_none() -> None:
    for path in ("schulden", "doelen[d3]", "doelen[d2].acties[a1]", "verlof[v1]", "betrokkene.adres"):
        assert find(DOCUMENT, path) is None
    for path in ("vastgesteldOp", "schulden.bewindvoerder", "doelen[d3].status", "doelen[d3]", "doelen[d2].acties[a1]"):
        assert value_at(DOCUMENT, path) is None


def test_values_are_read_by_path() -> None:
    assert value_at(DOCUMENT, "status") == "CONCEPT"
    assert value_at(DOCUMENT, "doelen[d1].acties[a1].status") == "OPEN"
    assert value_at(DOCUMENT, "onderdak.wachtlijstSinds") == UNKNOWN
    assert value_at(DOCUMENT, "doelen[d1]") is True


def test_flattening_gives_values_and_items_but_no_provenance() -> None:
    assert list(flatten(DOCUMENT, PLAN)) == [
        ("status", "CONCEPT"),
        ("onderdak.huurachterstand", "JA"),
        ("onderdak.wachtlijstSinds", UNKNOWN),
        ("doelen[d1]", True),
        ("doelen[d1].soort", "GEDRAGSDOEL"),
        ("doelen[d1].acties[a1]", True),
        ("doelen[d1].acties[a1].status", "OPEN"),
        ("doelen[d2]", True),
    ]


def test_flattening_a_full_document_names_every_field() -> None:
    found = {schema_path(path) for path, _ in flatten(full_document(), PLAN)}
    items = {group.path for group in PATHS.groups if group.repeated}
    assert found == {leaf.path for leaf in PATHS.leaves} | items


@examples(200)
@given(documents())
def test_flattening_and_reading_by_path_agree(document: Document) -> None:
    flat = dict(flatten(document, PLAN))
    assert all(value_at(document, path) == value for path, value in flat.items())
    for path, group, node in groups_of(document):
        assert find(document, path) is node
        for leaf in group.leaves:
            place = f"{path}.{leaf.name}" if path else leaf.name
            assert value_at(document, place) == flat.get(place)
            assert schema_path(place) == leaf.path
