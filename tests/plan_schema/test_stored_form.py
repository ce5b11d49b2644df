"""What is stored says of every group and item who wrote it, apart from its values, and makes the same document again."""

import copy
from typing import Any

import pytest
from hypothesis import given

from plan_schema.plan import PLAN
from plan_schema.stored_form import apart, together
from plan_schema.values import UNKNOWN
from tests.strategies import Document, documents, examples

_RECORD = {"velden": ["x"], "versie": 1}
_DOCUMENT: Document = {
    "_id": "plan",
    "status": "CONCEPT",
    "herkomst": [_RECORD],
    "onderdak": {"hulpvraag": UNKNOWN, "herkomst": [_RECORD, _RECORD]},
    "zorg": {"zorgtrajecten": [{"id": "a", "aard": "x"}]},
    "doelen": [
        {"id": "a", "tekst": "x", "herkomst": [_RECORD], "acties": [{"id": "c", "herkomst": [_RECORD]}]},
        {"id": "b", "tekst": "y"},
    ],
    "leeg": {},
}


def written(node: Any) -> Any:
    """The document, with who wrote it in every group and item."""
    if isinstance(node, list):
        return [written(entry) for entry in node]
    if not isinstance(node, dict) or node == UNKNOWN:
        return node
    return {name: written(value) for name, value in node.items()} | {"herkomst": [{"velden": list(node)}]}


def test_values_and_who_wrote_them_stand_apart() -> None:
    assert apart(_DOCUMENT) == {
        "_id": "plan",
        "status": "CONCEPT",
        "onderdak": {"hulpvraag": UNKNOWN},
        "zorg": {"zorgtrajecten": [{"id": "a", "aard": "x"}]},
        "doelen": [{"id": "a", "tekst": "x", "acties": [{"id": "c"}]}, {"id": "b", "tekst": "y"}],
        "leeg": {},
        "herkomst": {
            "herkomst": [_RECORD],
            "onderdak": {"herkomst": [_RECORD, _RECORD]},
            "doelen": [{"id": "a", "herkomst": [_RECORD], "acties": [{"id": "c", "herkomst": [_RECORD]}]}],
        },
    }


def test_a_document_without_provenance_is_stored_as_it_is() -> None:
    assert apart({"_id": "plan", "onderdak": {"hulpvraag": "x"}}) == {"_id": "plan", "onderdak": {"hulpvraag": "x"}}


@examples(100)
@given(documents())
def test_what_is_stored_makes_the_same_document_again(document: Document) -> None:
    whole = written(document)
    before = copy.deepcopy(whole)
    stored = apart(whole)
    kept = copy.deepcopy(stored)
    assert together(stored) == whole == before
    assert stored == kept
    assert apart(together(stored)) == stored


@examples(60)
@given(documents())
def test_a_section_by_itself_is_stored_as_in_the_whole(document: Document) -> None:
    whole = written(document)
    stored = apart(whole)
    for name in PLAN.children.keys() & whole.keys():
        part = apart({name: whole[name]})
        assert part[name] == stored[name]
        assert part.get("herkomst", {}).get(name) == stored["herkomst"].get(name)


def test_values_that_were_read_without_provenance_are_the_document() -> None:
    stored = apart(_DOCUMENT)
    del stored["herkomst"]
    assert together(stored) == stored


@pytest.mark.parametrize(
    "provenance",
    [
        {"schulden": {"herkomst": [_RECORD]}},
        {"doelen": [{"id": "z", "herkomst": [_RECORD]}]},
        {"schulden": [{"id": "a", "herkomst": [_RECORD]}]},
    ],
    ids=["a group that is not there", "an item that is not there", "a list that is not there"],
)
def test_who_wrote_what_is_not_there_is_left_out_and_told_by_what_would_be_stored(provenance: Document) -> None:
    values = {name: value for name, value in apart(_DOCUMENT).items() if name != "herkomst"}
    damaged = {**values, "herkomst": provenance}
    assert together(damaged) == values
    assert apart(together(damaged)) != damaged
