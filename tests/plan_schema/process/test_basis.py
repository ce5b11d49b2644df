"""A basis gives values, and cannot be looked through without it keeping where one looked."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from plan_schema.process.basis import Basis
from plan_schema.values import UNKNOWN

DOCUMENT: Final[dict[str, Any]] = {
    "detentie": {"datumAanvang": "2026-01-05", "zittingsdatum": dict(UNKNOWN), "isdOpgelegd": "JA"},
    "samenStarten": {"signaal": {"afgegevenOp": datetime(2026, 1, 5, 23, 30, tzinfo=UTC)}},
    "doelen": [
        {"id": "d1", "status": "OPEN", "acties": [{"id": "a1", "termijn": "2026-02-01"}]},
        {"id": "d2", "status": dict(UNKNOWN)},
    ],
}


def test_values_are_read_and_kept_in_order() -> None:
    basis = Basis(DOCUMENT)
    assert basis.yes("detentie.isdOpgelegd")
    assert basis.day("detentie.datumAanvang") == date(2026, 1, 5)
    assert basis.text("onderdak.hulpvraag") is None
    assert basis.looked_at == ("detentie.isdOpgelegd", "detentie.datumAanvang", "onderdak.hulpvraag")
    assert basis.rests_on == frozenset(basis.looked_at)


def test_unknown_and_not_recorded_are_both_none() -> None:
    basis = Basis(DOCUMENT)
    assert basis.day("detentie.zittingsdatum") is None
    assert basis.value("detentie.datumBinnenkomst") is None
    assert basis.value("doelen[d2].status") is None


def test_the_day_of_a_moment_is_the_dutch_day() -> None:
    assert Basis(DOCUMENT).day("samenStarten.signaal.afgegevenOp") == date(2026, 1, 6)


def test_items_are_walked_by_their_paths() -> None:
    basis = Basis(DOCUMENT)
    assert basis.items("doelen") == ["doelen[d1]", "doelen[d2]"]
    assert basis.items("doelen[d1].acties") == ["doelen[d1].acties[a1]"]
    assert basis.items("doelen[d2].acties") == basis.items("overleggen.mdo") == []
    assert basis.rests_on == frozenset()
    assert basis.day("doelen[d1].acties[a1].termijn") == date(2026, 2, 1)
    assert basis.rests_on == {"doelen[d1].acties[a1].termijn"}


def test_what_rests_on_every_item_says_so_also_when_there_is_none() -> None:
    basis = Basis(DOCUMENT)
    assert basis.every("doelen", "status") == [
        {"id": "doelen[d1]", "status": "OPEN"},
        {"id": "doelen[d2]", "status": None},
    ]
    assert basis.every("overleggen.mdo", "datum", "soort") == []
    assert basis.rests_on == {"doelen[].status", "overleggen.mdo[].datum", "overleggen.mdo[].soort"}


def test_when_a_value_was_recorded_goes_by_the_day_that_it_speaks_of() -> None:
    registered = datetime(2026, 3, 1, 9, tzinfo=UTC)
    records = [
        {"velden": ["isdOpgelegd"], "peildatum": "2026-02-20", "geregistreerdOp": registered},
        {"velden": ["tbsOpgelegd"], "peildatum": None, "geregistreerdOp": registered},
    ]
    detention = {"isdOpgelegd": "NEE", "tbsOpgelegd": "NEE", "afdeling": "B", "herkomst": records}
    basis = Basis({"detentie": detention})
    assert basis.recorded_on("detentie.isdOpgelegd") == date(2026, 2, 20)
    assert basis.recorded_on("detentie.tbsOpgelegd") == date(2026, 3, 1)
    assert basis.recorded_on("detentie.afdeling") is None
    assert basis.recorded_on("detentie.regime") is None
    assert basis.rests_on == {f"detentie.{name}" for name in ("isdOpgelegd", "tbsOpgelegd", "afdeling", "regime")}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-02", "9999-12-31"])
def test_a_day_from_which_no_term_can_be_counted_is_none(day: str) -> None:
    assert Basis({"detentie": {"datumAanvang": day}}).day("detentie.datumAanvang") is None
