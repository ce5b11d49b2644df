import copy
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from plan_schema.changes import Change, apply
from plan_schema.patch import resolve
from plan_schema.plan import PLAN
from plan_schema.values import PROVENANCE, container_path, flatten, value_at
from tests.strategies import LIVELY, Document, documents, examples, groups_of, ids, patches, provenance

DOEL = "doelen[d1]"
ACTIE = f"{DOEL}.acties[a1]"
ADDED = [
    Change(DOEL, None, True),  # noqa: FBT003 - the value of an item's path
    Change(f"{DOEL}.soort", None, "GEDRAGSDOEL"),
    Change(ACTIE, None, True),  # noqa: FBT003
    Change(f"{ACTIE}.status", None, "OPEN"),
]


def test_a_change_knows_whether_it_concerns_an_item_and_how_it_is_undone() -> None:
    assert [change.concerns_item for change in ADDED] == [True, False, True, False]
    assert ADDED[1].reversed() == Change(f"{DOEL}.soort", "GEDRAGSDOEL", None)


def test_groups_on_the_way_come_into_being_and_null_takes_a_value_away() -> None:
    made = apply({}, [Change("betrokkene.adres.straat", None, "Fictief")], provenance(1))
    assert value_at(made, "betrokkene.adres.straat") == "Fictief"
    assert made["betrokkene"].keys() == {"adres"}
    cleared = apply(made, [Change("betrokkene.adres.straat", "Fictief", None)], provenance(2))
    assert cleared["betrokkene"]["adres"].keys() == {PROVENANCE}


def test_items_stay_in_the_order_of_their_ids() -> None:
    document: Document = {}
    for number, item_id in enumerate(("b", "a", "c"), 1):
        path = f"contacten[{item_id}]"
        document = apply(document, [Change(path, None, True), Change(f"{path}.naam", None, "N")], provenance(number))  # noqa: FBT003
    assert [entry["id"] for entry in document["contacten"]] == ["a", "b", "c"]


def test_items_within_items_come_and_go_in_whatever_order_the_changes_are_given() -> None:
    for order in (ADDED, ADDED[::-1]):
        made = apply({}, order, provenance(1))
        assert value_at(made, f"{ACTIE}.status") == "OPEN"
        assert apply(made, [change.reversed() for change in order], provenance(2))["doelen"] == []


def test_an_item_that_is_there_already_is_not_added_twice() -> None:
    made = apply(apply({}, ADDED, provenance(1)), ADDED[:1], provenance(2))
    assert len(made["doelen"]) == 1


def test_the_given_document_stays_as_it_is() -> None:
    before = apply({}, ADDED, provenance(1))
    kept = copy.deepcopy(before)
    apply(before, [Change(f"{ACTIE}.status", "OPEN", "BEZIG"), Change("status", None, "CONCEPT")], provenance(2))
    assert before == kept


def test_provenance_is_stored_with_all_that_a_reader_needs() -> None:
    made = apply({}, [Change("status", None, "CONCEPT")], provenance(7))
    assert made[PROVENANCE] == [
        {
            "velden": ["status"],
            "organisatie": "00000099000000002000",
            "organisatienaam": "PI Fictief",
            "organisatieSoort": "DJI",
            "rol": "CASEMANAGER",
            "versie": 7,
            "bron": None,
            "peildatum": "2026-01-05",
            "geregistreerdOp": provenance(7).registered_at,
        }
    ]


@examples(150)
@given(st.data())
def test_applying_changes_gives_their_values_and_undoing_them_gives_the_old_ones(data: st.DataObject) -> None:
    document = data.draw(documents(LIVELY))
    changes = resolve(PLAN, document, data.draw(patches(document, LIVELY)), ids(1)).changes
    applied = apply(document, changes, provenance(1))
    assert _flat(applied) == _overlaid(document, changes)
    undone = data.draw(st.permutations([change.reversed() for change in changes]))
    assert _flat(apply(applied, undone, provenance(2))) == _flat(document)


@examples(60)
@given(st.data())
def test_versions_replayed_one_by_one_give_the_final_document_and_rewound_every_one_before_it(
    data: st.DataObject,
) -> None:
    documents_made: list[Document] = [{}]
    history = list(_history(data, documents_made))
    replayed: Document = {}
    for number, changes in enumerate(history, 1):
        replayed = apply(replayed, changes, provenance(number))
    assert replayed == documents_made[-1]
    for number in reversed(range(len(history))):
        replayed = apply(replayed, [change.reversed() for change in history[number]], provenance(number + 1))
        assert _flat(replayed) == _flat(documents_made[number])


@examples(100)
@given(st.data())
def test_provenance_names_for_every_field_exactly_the_last_change_that_wrote_it(data: st.DataObject) -> None:
    documents_made: list[Document] = [{}]
    last: dict[str, int] = {}
    for number, changes in enumerate(_history(data, documents_made), 1):
        last |= {change.path: number for change in changes if not change.concerns_item}
    document = documents_made[-1]
    found: dict[str, int] = {}
    for path, _, node in groups_of(document):
        for record in node.get(PROVENANCE, ()):
            assert record == provenance(record["versie"]).record(record["velden"])
            for name in record["velden"]:
                place = f"{path}.{name}" if path else name
                assert place not in found
                found[place] = record["versie"]
    present = {path for path, _, _ in groups_of(document)}
    assert found == {path: number for path, number in last.items() if container_path(path) in present}


def _history(data: st.DataObject, made: list[Document]) -> Iterator[list[Change]]:
    """The changes of some versions; the document of each is added to `made`."""
    for number in range(1, data.draw(st.integers(2, 5)) + 1):
        before = made[-1]
        changes = resolve(PLAN, before, data.draw(patches(before, LIVELY)), ids(number)).changes
        made.append(apply(before, changes, provenance(number)))
        yield changes


def _flat(document: Document) -> dict[str, object]:
    return dict(flatten(document, PLAN))


def _overlaid(document: Document, changes: list[Change]) -> dict[str, object]:
    flat = _flat(document) | {change.path: change.new for change in changes}
    return {path: value for path, value in flat.items() if value is not None}
