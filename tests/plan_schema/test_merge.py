"""Merging, compared with a model that knows no items, groups or changes: three flat mappings of path to value."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.changes import Change, apply
from plan_schema.merge import Conflict, Merge, group_at, merge
from plan_schema.patch import resolve
from plan_schema.plan import PATHS, PLAN
from plan_schema.values import flatten, items_on
from tests.strategies import LIVELY, Document, documents, examples, ids, patches, provenance

BASE: Document = {
    "status": "CONCEPT",
    "onderdak": {"huurachterstand": "JA"},
    "doelen": [
        {
            "id": "d1",
            "soort": "GEDRAGSDOEL",
            "acties": [{"id": "a1", "status": "OPEN"}, {"id": "a2", "status": "BEZIG"}],
        }
    ],
}


def _resolved(document: Document, patch: Document, series: int) -> list[Change]:
    found = resolve(PLAN, document, patch, ids(series))
    assert found.problems == []
    return found.changes


def _merged(theirs: Document, mine: Document) -> Merge:
    current = apply(BASE, _resolved(BASE, theirs, 1), provenance(1))
    return merge(PLAN, current, _resolved(BASE, mine, 2))


def _doel(**fields: object) -> Document:
    return {"doelen": {"wijzigen": [{"id": "d1", **fields}]}}


def _acties(**how: object) -> Document:
    return _doel(acties=how)


CHANGED_ACTIE = _acties(wijzigen=[{"id": "a1", "status": "AFGEROND"}])
REMOVED_ACTIE = _acties(verwijderen=["a1"])
REMOVED_DOEL = {"doelen": {"verwijderen": ["d1"]}}


def test_other_paths_merge() -> None:
    found = _merged({"status": "VASTGESTELD"}, {"onderdak": {"huurachterstand": "NEE"}})
    assert found == Merge((Change("onderdak.huurachterstand", "JA", "NEE"),), ())


def test_the_same_value_is_no_conflict_and_no_change() -> None:
    assert _merged({"status": "VASTGESTELD"}, {"status": "VASTGESTELD"}) == Merge((), ())


@pytest.mark.parametrize(
    ("theirs", "mine", "current", "proposed"),
    [
        ("VASTGESTELD", "AFGESLOTEN", "VASTGESTELD", "AFGESLOTEN"),
        (None, "AFGESLOTEN", None, "AFGESLOTEN"),
        ("VASTGESTELD", None, "VASTGESTELD", None),
    ],
)
def test_another_value_on_the_same_path_conflicts(
    theirs: str | None, mine: str | None, current: str | None, proposed: str | None
) -> None:
    assert _merged({"status": theirs}, {"status": mine}).conflicts == (
        Conflict("status", "CONCEPT", current, proposed),
    )


def test_changing_an_item_that_others_removed_conflicts_once_on_the_outermost_item() -> None:
    mine = _doel(status="BEHAALD", soort="REINTEGRATIEDOEL", acties={"wijzigen": [{"id": "a1", "status": "AFGEROND"}]})
    assert _merged(REMOVED_DOEL, mine).conflicts == (Conflict("doelen[d1]", base=True, current=None, proposed=True),)
    assert [conflict.path for conflict in _merged(REMOVED_ACTIE, mine).conflicts] == ["doelen[d1].acties[a1]"]


def test_adding_inside_an_item_that_others_removed_conflicts() -> None:
    mine = _acties(toevoegen=[{"status": "OPEN"}])
    assert [conflict.path for conflict in _merged(REMOVED_DOEL, mine).conflicts] == ["doelen[d1]"]


def test_removing_an_item_that_others_changed_conflicts_on_what_they_changed() -> None:
    changed = Conflict("doelen[d1].acties[a1].status", "OPEN", "AFGEROND", None)
    assert _merged(CHANGED_ACTIE, REMOVED_ACTIE).conflicts == (changed,)
    assert _merged(CHANGED_ACTIE, REMOVED_DOEL).conflicts == (changed,)


def test_removing_an_item_in_which_others_recorded_something_new_conflicts() -> None:
    theirs = _acties(wijzigen=[{"id": "a1", "resultaat": "gelukt"}], toevoegen=[{"status": "OPEN"}])
    assert [(conflict.path, conflict.current) for conflict in _merged(theirs, REMOVED_DOEL).conflicts] == [
        ("doelen[d1].acties[a1].resultaat", "gelukt"),
        ("doelen[d1].acties[00000001-0000-7000-8000-000000000001]", True),
        ("doelen[d1].acties[00000001-0000-7000-8000-000000000001].status", "OPEN"),
    ]


@pytest.mark.parametrize("mine", [REMOVED_ACTIE, REMOVED_DOEL])
def test_removing_what_others_removed_is_no_conflict(mine: Document) -> None:
    assert _merged(REMOVED_DOEL, mine) == Merge((), ())


def test_clearing_a_field_in_an_item_that_others_removed_is_no_conflict() -> None:
    assert _merged(REMOVED_ACTIE, _acties(wijzigen=[{"id": "a1", "status": None}])) == Merge((), ())


def test_both_may_add_items_to_one_list() -> None:
    added = _acties(toevoegen=[{"status": "OPEN"}])
    found = _merged(added, added)
    assert found.conflicts == ()
    assert [change.path for change in found.changes if change.concerns_item] == [
        "doelen[d1].acties[00000002-0000-7000-8000-000000000001]"
    ]


def test_a_group_is_found_by_the_path_of_one_of_its_items() -> None:
    assert group_at(PLAN, "") is PLAN
    assert group_at(PLAN, "betrokkene.adres") is PATHS.node("betrokkene.adres")
    assert group_at(PLAN, "doelen[d1].acties[a1]") is PATHS.node("doelen[].acties[]")


# The model ------------------------------------------------------------------------------------------------------------


@dataclass
class Meeting:
    """Two writers who both started from `base`, and what each made of it."""

    base: Document
    theirs: list[Change]
    mine: list[Change]

    def after(self, changes: list[Change]) -> Document:
        return apply(self.base, changes, provenance(1))


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    base = draw(documents(LIVELY))
    theirs = _resolved(base, draw(patches(base, LIVELY)), 1)
    mine = _resolved(base, draw(patches(base, LIVELY)), 2)
    return Meeting(base, theirs, mine)


def _flat(document: Document) -> dict[str, object]:
    return dict(flatten(document, PLAN))


def _model(base: dict[str, object], current: dict[str, object], mine: dict[str, object]) -> tuple[object, set[str]]:
    """What a merge must give, and the paths on which it cannot; a value whose item is gone cannot stay."""
    merged: dict[str, object] = {}
    contested = set()
    for path in base.keys() | current.keys() | mine.keys():
        was, now, wanted = base.get(path), current.get(path), mine.get(path)
        if was != now != wanted != was:
            contested.add(path)
        value = wanted if was != wanted else now
        if value is not None:
            merged[path] = value
    contested |= {path for path in merged if any(item not in merged for item in items_on(path))}
    # What I wrote inside an item that they removed is contested as that item.
    gone = {
        path: next((item for item in items_on(path) if item in base and item not in current), path)
        for path in contested
    }
    return merged, set(gone.values())


@examples(250)
@given(meetings())
def test_merging_agrees_with_the_model(meeting: Meeting) -> None:
    current = meeting.after(meeting.theirs)
    found = merge(PLAN, current, meeting.mine)
    expected, contested = _model(_flat(meeting.base), _flat(current), _flat(meeting.after(meeting.mine)))
    assert {conflict.path for conflict in found.conflicts} == contested
    assert len({conflict.path for conflict in found.conflicts}) == len(found.conflicts)
    if not contested:
        assert _flat(apply(current, found.changes, provenance(2))) == expected


@examples(150)
@given(meetings())
def test_whoever_comes_first_the_outcome_is_the_same(meeting: Meeting) -> None:
    mine_last = merge(PLAN, meeting.after(meeting.theirs), meeting.mine)
    theirs_last = merge(PLAN, meeting.after(meeting.mine), meeting.theirs)
    assert bool(mine_last.conflicts) == bool(theirs_last.conflicts)
    if not mine_last.conflicts:
        one = apply(meeting.after(meeting.theirs), mine_last.changes, provenance(2))
        other = apply(meeting.after(meeting.mine), theirs_last.changes, provenance(2))
        assert _flat(one) == _flat(other)


@examples(100)
@given(st.data())
def test_disjoint_patches_never_conflict_and_equal_applying_one_after_the_other(data: st.DataObject) -> None:
    base = data.draw(documents(LIVELY))
    meeting = Meeting(
        base,
        _resolved(base, data.draw(patches(base, ("", "contacten[]"))), 1),
        _resolved(base, data.draw(patches(base, ("onderdak", "betrokkene.adres", "doelen[]", "doelen[].acties[]"))), 2),
    )
    current = meeting.after(meeting.theirs)
    found = merge(PLAN, current, meeting.mine)
    assert found == Merge(tuple(meeting.mine), ())
    assert _flat(apply(current, found.changes, provenance(2))) == _flat(apply(current, meeting.mine, provenance(2)))


@examples(100)
@given(meetings())
def test_on_the_version_it_was_based_on_a_change_stays_what_it_is(meeting: Meeting) -> None:
    assert merge(PLAN, meeting.base, meeting.mine) == Merge(tuple(meeting.mine), ())
    again = merge(PLAN, meeting.after(meeting.mine), meeting.mine)
    assert again == Merge((), ())
