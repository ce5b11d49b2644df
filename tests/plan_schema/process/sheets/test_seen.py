"""What a reader may see of a plan, for who makes a sheet of it."""

from plan_schema.process.sheets.seen import Seen
from plan_schema.values import UNKNOWN


def test_what_is_not_recorded_and_what_is_unknown_are_both_nothing() -> None:
    seen = Seen({"onderdak": {"hulpvraag": dict(UNKNOWN), "standVanZaken": "ONBEKEND"}, "zorg": None})
    assert seen.value("onderdak.hulpvraag") is None
    assert seen.text("onderdak.standVanZaken") == "ONBEKEND"
    assert seen.value("zorg.hulpvraag") is None
    assert seen.value("geen.groep") is None


def test_a_list_that_is_withheld_has_no_items() -> None:
    seen = Seen({"contacten": None, "overleggen": {"gesprekken": [{"id": "1"}]}})
    assert seen.items("contacten") == []
    assert seen.items("overleggen.gesprekken") == [{"id": "1"}]
    assert seen.items("samenStarten.bijdragen") == []


def test_a_field_is_withheld_by_its_schema_path() -> None:
    seen = Seen({}, frozenset({"contacten[].naam", "schulden.toelichting"}))
    assert seen.hides("contacten[7f].naam")
    assert seen.hides("onderdak.hulpvraag", "schulden.toelichting")
    assert not seen.hides("onderdak.hulpvraag")
    assert seen.hides_all(["schulden.toelichting", "contacten[].naam"])
    assert not seen.hides_all(["schulden.toelichting", "onderdak.hulpvraag"])
