"""The update that brings a stored plan to what it became: what was touched, and who wrote it, and nothing else."""

from datetime import UTC, datetime
from typing import Any, Final

from api.store.scribe import update_with

RECORD: Final = [{"velden": ["x"]}]
DOCUMENT: Final[dict[str, Any]] = {
    "_id": "plan",
    "versie": 2,
    "gewijzigdOp": datetime(2026, 1, 5, tzinfo=UTC),
    "status": "CONCEPT",
    "herkomst": RECORD,
    "onderdak": {"hulpvraag": "x", "herkomst": RECORD},
    "zorg": {"zorgtrajecten": [{"id": "a"}, {"id": "b", "herkomst": RECORD}]},
}


def test_a_section_goes_with_its_own_provenance() -> None:
    assert update_with(DOCUMENT, {"onderdak", "versie"}) == {
        "$set": {"onderdak": {"hulpvraag": "x"}, "versie": 2, "herkomst.onderdak": {"herkomst": RECORD}}
    }


def test_of_a_list_it_is_said_of_which_items() -> None:
    assert update_with(DOCUMENT, {"zorg"}) == {
        "$set": {
            "zorg": {"zorgtrajecten": [{"id": "a"}, {"id": "b"}]},
            "herkomst.zorg": {"zorgtrajecten": [{"id": "b", "herkomst": RECORD}]},
        }
    }


def test_a_field_of_the_plan_goes_with_the_provenance_of_all_of_those() -> None:
    assert update_with(DOCUMENT, {"status"}) == {"$set": {"status": "CONCEPT", "herkomst.herkomst": RECORD}}


def test_what_is_gone_is_taken_away_with_who_wrote_it() -> None:
    assert update_with(DOCUMENT, {"schulden"}) == {"$unset": {"schulden": "", "herkomst.schulden": ""}}


def test_what_is_no_longer_in_the_plan_may_have_been_a_field_of_its_own() -> None:
    assert update_with(DOCUMENT, {"vroeger"}) == {
        "$unset": {"vroeger": "", "herkomst.vroeger": ""},
        "$set": {"herkomst.herkomst": RECORD},
    }


def test_all_provenance_is_stored_anew_where_that_is_asked() -> None:
    update = update_with(DOCUMENT, DOCUMENT.keys() - {"_id"})
    assert update.keys() == {"$set"}
    assert update["$set"]["herkomst"] == {
        "herkomst": RECORD,
        "onderdak": {"herkomst": RECORD},
        "zorg": {"zorgtrajecten": [{"id": "b", "herkomst": RECORD}]},
    }
    assert not any(name.startswith("herkomst.") for name in update["$set"])
