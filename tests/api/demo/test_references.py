"""References by place."""

import pytest

from api.demo.references import references_in, resolved, selection

PLAN = {
    "doelen": [{"id": "a", "acties": [{"id": "a0"}, {"id": "a1"}]}, {"id": "b"}],
    "overleggen": {"gesprekken": [{"id": "g"}]},
}


@pytest.mark.parametrize(
    ("reference", "found"),
    [("@doelen[1]", "b"), ("@doelen[0].acties[1]", "a1"), ("@overleggen.gesprekken[0]", "g")],
)
def test_a_reference_becomes_the_id_of_that_item(reference: str, found: str) -> None:
    patch = {"verlof": {"toevoegen": [{"doelen": [reference], "besluit": "Mail @doelen[0] volgt"}]}}
    assert references_in(patch) == {reference}
    assert resolved(patch, PLAN) == {"verlof": {"toevoegen": [{"doelen": [found], "besluit": "Mail @doelen[0] volgt"}]}}


@pytest.mark.parametrize("reference", ["@doelen[2]", "@doelen[1].acties[0]", "@overleggen.mdo[0]", "@contacten[0]"])
def test_an_item_that_is_not_there_is_named(reference: str) -> None:
    with pytest.raises(LookupError, match="dit onderdeel is er niet"):
        resolved({"doelen": {"wijzigen": [{"id": reference}]}}, PLAN)


def test_the_selection_asks_for_ids_only() -> None:
    assert selection(["@doelen[0].acties[1]", "@doelen[1]", "@overleggen.gesprekken[0]"]) == (
        "doelen { id acties { id } } overleggen { gesprekken { id } }"
    )
